"""Bringing evidence: the template, the dry run with errors by cell, the confirmation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kosetsu.across.reporting import actions
from kosetsu.across.reporting.documents import evidence as sheets
from kosetsu.across.reporting.models import Evidence
from kosetsu.across.reporting.pages.forms import ConfirmForm, EvidenceForm
from kosetsu.across.reporting.permissions import can_bring_evidence
from kosetsu.across.reporting.tables.book import book
from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import once
from kosetsu.common.spreadsheets import BadTable, xlsx_response_type
from kosetsu.foundation.accounts.doors import open_door

SHOWN_ERRORS = 200
SHOWN_ROWS = 20


@open_door(can_bring_evidence)
def upload(request: HttpRequest) -> HttpResponse:
    """The dry run: nothing becomes an entry here."""
    form = EvidenceForm(request.POST or None, request.FILES or None)
    errors: list[sheets.CellError] = []
    if request.method == "POST" and form.is_valid():
        evidence, errors = _checked(request, form)
        if evidence:
            return redirect("reporting-desk:evidence_confirm", evidence.public_id)
    context = {
        "form": form,
        "errors": errors[:SHOWN_ERRORS],
        "error_count": len(errors),
        "past": Evidence.objects.select_related("uploaded_by")[:20],
        "columns": sheets.COLUMNS,
        "words": {name: sorted(sheets.known_words(book().measures, name)) for name in ("service", "kind")},
    }
    return render(request, "reporting/evidence.html", context)


def _checked(request: HttpRequest, form: EvidenceForm) -> tuple[Evidence | None, list[sheets.CellError]]:
    sheet = form.cleaned_data["sheet"]
    try:
        if sheet.size > sheets.LIMITS.file_bytes:
            raise BadTable(_("ファイルが大きすぎます（上限10MB）。"), _("ファイルを分けてください。"))
        return actions.check_evidence(by=request.user, at=request.at, name=sheet.name, data=sheet.read())  # type: ignore[arg-type, attr-defined]
    except (Refused, BadTable) as error:
        form.add_error("sheet", str(error))
    return None, []


@open_door(can_bring_evidence)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The sheet to fill in."""
    name = content_disposition_header(as_attachment=True, filename=_("根拠データ様式.xlsx"))
    return HttpResponse(sheets.template(), content_type=xlsx_response_type, headers={"Content-Disposition": name})


@open_door(can_bring_evidence)
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the sheet holds; confirmed, its rows become entries and the figures follow."""
    evidence = get_object_or_404(Evidence, public_id=public_id)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(request, form, lambda: _load(request, evidence)))
        except Refused as refused:
            messages.error(request, str(refused.decision))
    rows: list[dict[str, Any]] = evidence.rows[:SHOWN_ROWS]
    return render(request, "reporting/evidence_confirm.html", {"evidence": evidence, "form": form, "rows": rows})


def _load(request: HttpRequest, evidence: Evidence) -> str:
    count = actions.load_evidence(by=request.user, at=request.at, evidence=evidence)  # type: ignore[arg-type, attr-defined]
    messages.success(request, _("%(count)d件の実績を取り込みました。") % {"count": count})
    return reverse("reporting-desk:evidence")
