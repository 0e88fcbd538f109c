"""Figures for everyone: the targets, the open figures with their definitions, and the data without any person in it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.documents.opendata import COLUMNS, open_rows
from kosetsu.across.reporting.documents.targets import target_lines
from kosetsu.across.reporting.pages.forms import day_of, period_of
from kosetsu.across.reporting.pages.parts import rows_page, targets_chart
from kosetsu.across.reporting.rules.figures import written
from kosetsu.across.reporting.tables.book import book
from kosetsu.common.limits import take_turns, visitor_waits
from kosetsu.common.spreadsheets import csv_response_type, write_csv

FEW = take_turns("figures", "FIGURES_PER_MINUTE", visitor_waits)
"""Each of these pages counts, which costs the server more than showing what is stored."""


@require_GET
@FEW
def targets(request: HttpRequest) -> HttpResponse:
    """The mid-term targets as bars with the pace, and the table of the same numbers."""
    day = day_of(request)
    lines = target_lines(book(), Reader(), day)
    return render(request, "reporting/targets.html", {"lines": lines, "day": day, "chart": targets_chart(lines)})


@require_GET
@FEW
def figures(request: HttpRequest) -> HttpResponse:
    """Every open figure of a year, with its definition."""
    form, period = period_of(request)
    rows = open_rows(book(), Reader(), period, get_language() or "ja")
    return render(
        request, "reporting/figures.html", {"form": form, "period": period, "rows": rows, "query": _query(request)}
    )


@require_GET
@FEW
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One figure and the rows behind it: service, kind, day, branch, quantity, source, and nothing else."""
    measure = book().measures.get(key)
    if measure is None or not measure.public:
        raise Http404
    form, period = period_of(request)
    found = Reader().figure(measure, period)
    language = get_language() or "ja"
    context = {
        "measure": measure, "name": measure.named(language), "definition": measure.defined(language), "form": form,
        "period": period, "figure": found, "value": written(found.value),
        "unit": book().word("unit", measure.unit, language),
        "rows": rows_page(request, measure, period, book(), public=True),
    }  # fmt: skip
    return render(request, "reporting/figure_public.html", context)


@require_GET
@FEW
def open_data(request: HttpRequest, form: str) -> HttpResponse:
    """The same figures as CSV or JSON."""
    _form, period = period_of(request)
    rows = open_rows(book(), Reader(), period, get_language() or "ja")
    if form == "json":
        data: dict[str, Any] = {"first": period.first, "last": period.last, "figures": [row.as_dict() for row in rows]}
        return JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    if form != "csv":
        raise Http404
    table = write_csv(COLUMNS, [tuple(row.as_dict().values()) for row in rows])
    return HttpResponse(table, content_type=f"{csv_response_type}; charset=utf-8")


def _query(request: HttpRequest) -> str:
    return f"?{request.GET.urlencode()}" if request.GET else ""
