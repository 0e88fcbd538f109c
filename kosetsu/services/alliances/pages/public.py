"""Partners for everyone: agreements in force on a day, and one partner with its names, papers and activities."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosetsu.common.clock import day_asked
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.states import OrganisationKind
from kosetsu.services.alliances.models import Agreement

COLUMNS = [
    Column(key="number", label=gettext_lazy("No."), sort="number", kind=Kind.NUMBER),
    Column(key="organisation", label=gettext_lazy("機関名"), value="organisation.name", sort="organisation__name_kana"),
    Column(key="kind", label=gettext_lazy("種別"), value="organisation.get_kind_display", sort="organisation__kind"),
    Column(key="documents", label=gettext_lazy("協定書・覚書"), value=lambda row: _papers(row)),
    Column(key="started_on", label=gettext_lazy("締結年月日"), sort="started_on", kind=Kind.DATE),
    Column(key="scope", label=gettext_lazy("範囲"), value="get_scope_display", sort="scope"),
    Column(key="branch", label=gettext_lazy("連携部署"), value="branch.name", sort="branch__code"),
]
FILTERS = [
    Filter(key="scope", label=gettext_lazy("範囲"), choices=Agreement.Scope.choices),
    Filter(
        key="kind", label=gettext_lazy("種別"), field="organisation__kind", choices=lambda: OrganisationKind.choices
    ),
]


def _papers(agreement: Agreement) -> str:
    return "、".join(paper.title for paper in agreement.documents.all())


def _search(rows: QuerySet[Agreement], text: str) -> QuerySet[Agreement]:
    """By any name the partner ever bore, or the title of a paper."""
    return rows.filter(
        Q(organisation__name__icontains=text)
        | Q(organisation__names__name__icontains=text)
        | Q(documents__title__icontains=text)
    ).distinct()


def agreement_list(request: HttpRequest) -> HttpResponse:
    """The agreements in force on ``?day=`` (today where none is asked)."""
    day = day_asked(request)
    rows = Agreement.objects.on(day).select_related("organisation", "branch").prefetch_related("documents")
    page = ListPage(
        request,
        rows,
        COLUMNS,
        FILTERS,
        _search,
        title=_("協定・覚書の一覧"),
        url=lambda row: f"{reverse('alliances:partner', args=[row.organisation.public_id])}?day={day.isoformat()}",
        also=["day"],
        empty_title=_("この日に結んでいる協定がここに並びます。"),
    )
    totals = {scope: Agreement.objects.on(day).filter(scope=scope).count() for scope in Agreement.Scope.values}
    return page.response("alliances/agreements.html", layout="layouts/portal.html", day=day, totals=totals)


def partner(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One partner: its names over time, its agreements and papers, its networks, what was done together."""
    organisation = get_object_or_404(Organisation.objects.partners(), public_id=public_id)
    context = {
        "partner": organisation,
        "names": organisation.names.order_by("valid_from"),
        "agreements": organisation.agreements.prefetch_related("documents").select_related("branch"),
        "networks": organisation.networks.all(),
        "activities": organisation.activities.order_by("-fiscal_year", "section", "id"),
    }
    return render(request, "alliances/partner.html", context)
