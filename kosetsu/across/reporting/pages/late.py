"""An entry that arrived after its year was frozen: added by the planning office, with its reason."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kosetsu.across.reporting import actions
from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.documents.evidence import fixed_values
from kosetsu.across.reporting.pages.forms import LateForm
from kosetsu.across.reporting.permissions import can_correct
from kosetsu.across.reporting.rules.figures import written
from kosetsu.across.reporting.rules.measures import ENTRIES, Measure
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.tables.book import book
from kosetsu.common import fiscal
from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import once
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.casebook.models import ClosedYear
from kosetsu.foundation.parties.models import Branch


def frozen_year(measure: Measure, period: Period) -> int | None:
    """The frozen fiscal year that the page shows whole, where the measure counts entries."""
    year = fiscal.fiscal_year(period.first)
    whole = measure.relation == ENTRIES.name and period == Period.of_fiscal_year(year)
    return year if whole and ClosedYear.objects.filter(fiscal_year=year).exists() else None


@open_door(can_correct)
def add_entry(request: SignedIn, key: str, year: int) -> HttpResponse:
    """One entry of a frozen year, its service and kind those of the figure it was opened from."""
    measure = book().measures.get(key)
    if measure is None or frozen_year(measure, Period.of_fiscal_year(year)) is None:
        raise Http404
    form = LateForm(request.POST or None, initial=_initial(measure), year=year, book=book())
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(request, form, lambda: _add(request, measure, year, form.entry())))
        except Refused as refused:
            form.add_error(None, str(refused.decision))
    context = {
        "form": form,
        "name": measure.named(request.LANGUAGE_CODE),
        "back": _figure_page(measure, year),
        "year_label": fiscal.label(year),
    }
    return render(request, "reporting/late.html", context)


def _initial(measure: Measure) -> dict[str, Any]:
    fixed = fixed_values(measure)
    branch = Branch.objects.filter(code=fixed.pop("branch", "")).first()
    return {"branch": branch, "unit": measure.unit, **fixed}


def _add(request: SignedIn, measure: Measure, year: int, entry: dict[str, Any]) -> str:
    period = Period.of_fiscal_year(year)
    before = Reader().figure(measure, period).value
    actions.add_late(by=request.user, at=request.at, **entry)
    values = {"before": written(before), "after": written(Reader().figure(measure, period).value)}
    messages.success(request, _("実績を追加しました。この指標の値は %(before)s から %(after)s になりました。") % values)
    return _figure_page(measure, year)


def _figure_page(measure: Measure, year: int) -> str:
    return f"{reverse('reporting-desk:figure', args=[measure.key])}?year={year}"
