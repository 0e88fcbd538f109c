"""Reports at the desk: outlines, the printed page, the rows behind a number, targets, editions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kosetsu.across.reporting import actions
from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.documents.excel import to_excel
from kosetsu.across.reporting.documents.paper import to_pdf
from kosetsu.across.reporting.documents.report import Report, build
from kosetsu.across.reporting.documents.targets import target_lines
from kosetsu.across.reporting.models import Edition
from kosetsu.across.reporting.pages.forms import FIRST_YEAR, LAST_YEAR, ConfirmForm, ReasonForm, day_of, period_of
from kosetsu.across.reporting.pages.late import frozen_year
from kosetsu.across.reporting.pages.parts import RowsPage, rows_page, targets_chart
from kosetsu.across.reporting.permissions import can_bring_evidence, can_correct, can_freeze, can_read_reports
from kosetsu.across.reporting.rules.figures import written
from kosetsu.across.reporting.tables.book import book
from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import once
from kosetsu.common.pdf import pdf_response_type
from kosetsu.common.spreadsheets import xlsx_response_type
from kosetsu.foundation.accounts.doors import open_door
from kosetsu.foundation.casebook.models import Entry

word_response_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS = {"word": ("docx", word_response_type), "excel": ("xlsx", xlsx_response_type), "pdf": ("pdf", pdf_response_type)}


@open_door(can_read_reports)
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """The outlines, each with its year's editions."""
    editions = list(Edition.objects.select_related("frozen_by"))
    lines = [
        {
            "outline": one,
            "title": one.named(request.LANGUAGE_CODE),
            "editions": [e for e in editions if e.fiscal_year == one.fiscal_year],
        }
        for one in sorted(book().outlines.values(), key=lambda one: -one.fiscal_year)
    ]
    context = {"lines": lines, "may_freeze": can_freeze(request.user), "confirm": ConfirmForm()}
    return render(request, "reporting/reports.html", {**context, "may_bring": can_bring_evidence(request.user)})


@open_door(can_read_reports)
@require_GET
def report(request: HttpRequest, key: str) -> HttpResponse:
    """The outline at the left, the printed page at the right, every figure open to its rows."""
    filled = _filled(request, key)
    context = {
        "report": filled,
        "note": filled.note,
        "editions": Edition.objects.filter(fiscal_year=filled.outline.fiscal_year),
        "changes": _changes(filled),
        "query": f"?year={filled.outline.fiscal_year}",
        "title": filled.outline.named(request.LANGUAGE_CODE),
    }
    return render(request, "reporting/report.html", context)


@open_door(can_read_reports)
@require_GET
def export(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """The same report as Word, Excel or PDF."""
    if form not in FORMS:
        raise Http404
    filled = _filled(request, key)
    ending, kind = FORMS[form]
    makers = {
        "word": lambda: _to_word(filled),
        "excel": lambda: to_excel(filled, book()),
        "pdf": lambda: to_pdf(filled, request.at),  # type: ignore[attr-defined]
    }
    name = content_disposition_header(as_attachment=True, filename=f"{filled.outline.named('ja')}.{ending}")
    return HttpResponse(makers[form](), content_type=kind, headers={"Content-Disposition": name})


def _to_word(filled: Report) -> bytes:
    # Here, not above: a process that nobody asks for Word need not hold its library.
    from kosetsu.across.reporting.documents.word import to_word

    return to_word(filled)


@open_door(can_read_reports)
@require_GET
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One number: its definition, its value in a period, and the rows behind it."""
    measure = book().measures.get(key)
    if measure is None:
        raise Http404
    form, period = period_of(request)
    found = Reader().figure(measure, period)
    rows = rows_page(request, measure, period, book(), public=False)
    cases = _cases(request, rows)
    context = {
        "measure": measure, "name": measure.named(request.LANGUAGE_CODE), "form": form, "period": period,
        "definition": measure.defined(request.LANGUAGE_CODE), "figure": found, "value": written(found.value),
        "unit": book().word("unit", measure.unit, request.LANGUAGE_CODE),
        "rows": rows, "lines": _lines(rows, cases), "cases": cases, "may_correct": can_correct(request.user),
        "late_year": frozen_year(measure, period) if can_correct(request.user) else None,
    }  # fmt: skip
    return render(request, "reporting/figure.html", context)


@open_door(can_read_reports)
@require_GET
def targets(request: HttpRequest) -> HttpResponse:
    """The mid-term targets on any day."""
    day = day_of(request)
    lines = target_lines(book(), Reader(), day)
    return render(request, "reporting/targets_desk.html", {"lines": lines, "day": day, "chart": targets_chart(lines)})


@open_door(can_correct)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one entry back, with the reason the next edition prints."""
    entry = get_object_or_404(Entry.objects.visible_to(request.user).select_related("branch"), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(request, form, lambda: _take_back(request, entry, form.cleaned_data["reason"])))
        except Refused as refused:
            form.add_error(None, str(refused.decision))
    return render(request, "reporting/correct.html", {"entry": entry, "form": form})


def _take_back(request: HttpRequest, entry: Entry, reason: str) -> str:
    actions.correct_late(by=request.user, at=request.at, entry=entry, reason=reason)  # type: ignore[arg-type, attr-defined]
    messages.success(request, _("実績を取り消しました。数字に反映されています。"))
    return reverse("reporting-desk:reports")


@open_door(can_freeze)
@require_POST
def freeze(request: HttpRequest, year: int) -> HttpResponse:
    """Close the year: edition 1."""
    return _publish(request, year, lambda: actions.freeze_year(by=request.user, at=request.at, fiscal_year=year))  # type: ignore[arg-type, attr-defined]


@open_door(can_freeze)
@require_POST
def issue(request: HttpRequest, year: int) -> HttpResponse:
    """The next edition, with its list of changes."""
    return _publish(request, year, lambda: actions.issue_edition(by=request.user, at=request.at, fiscal_year=year))  # type: ignore[arg-type, attr-defined]


def _publish(request: HttpRequest, year: int, work: Any) -> HttpResponse:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    try:
        edition = work()
        messages.success(request, _("第%(number)d版を発行しました。") % {"number": edition.number})
    except Refused as refused:
        messages.error(request, str(refused.decision))
    return redirect("reporting-desk:reports")


def _filled(request: HttpRequest, key: str) -> Report:
    outline = book().outlines.get(key)
    if outline is None:
        raise Http404
    number = request.GET.get("edition", "")
    editions = Edition.objects.filter(fiscal_year=outline.fiscal_year)
    edition = get_object_or_404(editions, number=int(number)) if number.isdecimal() else None
    return build(outline, book(), Reader(), edition)


def _changes(filled: Report) -> list[dict[str, Any]]:
    if filled.edition is None:
        return []
    names = book().measures
    return [
        {"name": names[c.measure].named("ja") if c.measure in names else c.measure, "change": c}
        for c in filled.edition.changes.order_by("id")
    ]


def _lines(rows: RowsPage, cases: dict[int, Entry]) -> list[tuple[Any, Entry | None]]:
    place = rows.columns.index("entry_id") if cases else 0
    return [(rows.labelled(row), cases.get(row[place]) if cases else None) for row in rows.rows]


def _cases(request: HttpRequest, rows: RowsPage) -> dict[int, Entry]:
    """The entries of this page that the reader may see, with their cases."""
    if "entry_id" not in rows.columns:
        return {}
    ids = [row[rows.columns.index("entry_id")] for row in rows.rows]
    return Entry.objects.visible_to(request.user).select_related("case", "organisation").in_bulk(ids)
