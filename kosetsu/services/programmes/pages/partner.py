"""A ward officer's page: what the consenting workplaces of the ward used and paid, and what the ward's rule gives back.

Who did not consent is not there: not a row, not a count, not a sum, not a line of the Excel file.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kosetsu.common import fiscal
from kosetsu.common.list_parts import Column
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.billing.documents.statement import Statement, statement_pdf, statements_of
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.billing.pages.shown import pdf
from kosetsu.foundation.governance import access
from kosetsu.foundation.parties.models import Workplace
from kosetsu.services.programmes import permissions
from kosetsu.services.programmes.models import FeeSubsidy


@require_safe
@open_door(permissions.can_read_use)
def use_statements(request: SignedIn) -> HttpResponse:
    """One line per workplace; Excel and CSV as on every list."""
    year = asked_year(request)
    places = paying(permissions.consenting(request.user, request.today), year)
    found = {one.workplace.pk: one for one in statements_of(places, year)}
    terms = _terms(request.user, year)
    reliefs = {pk: _relief(one, terms) for pk, one in found.items()}
    page = ListPage(
        request,
        places.select_related("organisation", "area"),
        [
            Column(key="organisation", label=_("会社"), value="organisation.name", sort="organisation__name_kana"),
            Column(key="name", label=_("事業所名"), sort="name"),
            Column(key="area", label=_("区市町村"), value="area.name"),
            Column(key="uses", label=_("利用件数"), kind=Kind.NUMBER, value=lambda one: len(found[one.pk].uses)),
            Column(key="paid", label=_("支払額（税込）"), kind=Kind.YEN, value=lambda one: found[one.pk].paid_yen),
            Column(key="tax", label=_("うち消費税"), kind=Kind.YEN, value=lambda one: found[one.pk].tax_yen),
            Column(key="relief", label=_("助成の見込み額"), kind=Kind.YEN, value=lambda one: reliefs[one.pk]),
        ],
        title=_("利用実績（%(year)s）") % {"year": fiscal.label(year)},
        url=lambda one: f"{one.public_id}/pdf/?year={year}",
        order=("organisation__name_kana", "organisation__name", "name"),
        also=["year"],
        empty_title=_("情報の提供に同意した事業所の、お支払い済みの利用がここに並びます。"),
    )
    access.note_many(request.user, [one.workplace for one in found.values()], request.path, request.at)
    years = [(one, fiscal.label(one)) for one in range(fiscal.fiscal_year(request.today), 2020, -1)]
    totals = {
        "paid": sum(one.paid_yen for one in found.values()),
        "relief": sum(relief for relief in reliefs.values() if relief is not None),
    }
    return page.response(
        "programmes/use_statements.html", layout="layouts/partner.html", year=year, years=years, totals=totals
    )


@require_safe
@open_door(permissions.can_read_use)
def use_statement_pdf(request: SignedIn, public_id: Any) -> HttpResponse:
    """The statement of one consenting workplace; any other does not exist."""
    places = permissions.consenting(request.user, request.today).select_related("organisation")
    place = get_object_or_404(places, public_id=public_id)
    year = asked_year(request)
    [found] = statements_of([place], year)
    if not found.uses:
        raise Http404
    access.note(request.user, place, request.path, request.at)
    return pdf(statement_pdf(found, request.today, request.at), f"{_('利用実績')}-{year}")


def paying(places: QuerySet[Workplace], year: int) -> QuerySet[Workplace]:
    """Those with something paid in the year."""
    return places.filter(pk__in=Charge.objects.paid_in(year).values("workplace"))


def asked_year(request: SignedIn) -> int:
    """The fiscal year of the address; this one where none is asked."""
    asked, this = request.GET.get("year", ""), fiscal.fiscal_year(request.today)
    return int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= this else this


def _terms(user: Any, year: int) -> dict[int, Any]:
    """Area → the terms of its subsidy that hold at the end of the year."""
    day = fiscal.end_of(year)
    subsidies = FeeSubsidy.objects.filter(area__in=permissions.areas_of(user)).prefetch_related("terms")
    found = {}
    for subsidy in subsidies:
        held = [one for one in subsidy.terms.all() if one.holds_on(day)]
        if held and subsidy.area_id:
            found[subsidy.area_id] = max(held, key=lambda one: (one.valid_from or fiscal.start_of(2000), one.pk))
    return found


def _relief(found: Statement, terms: dict[int, Any]) -> int | None:
    rule = terms.get(found.workplace.area_id or 0)
    return found.relief_yen(rule.arithmetic) if rule else None
