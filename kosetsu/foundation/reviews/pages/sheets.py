"""Scoring away from the program: a reviewer's workbook out, and back in; the office does it for who mailed it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Refused
from kosetsu.common.downloads import workbook
from kosetsu.common.idempotency import submitted
from kosetsu.common.mistakes import Mistake
from kosetsu.foundation.accounts.doors import Page, SignedIn, refusal, side_door
from kosetsu.foundation.reviews import actions
from kosetsu.foundation.reviews.documents import sheets
from kosetsu.foundation.reviews.models import Panel, Reviewer
from kosetsu.foundation.reviews.pages.forms import SheetForm, TakeForm, as_looked_at
from kosetsu.foundation.reviews.permissions import can_read_panels, can_use_sheet
from kosetsu.foundation.reviews.states import PanelState

SHOWN = 200
"""Wrong cells on one page."""


def sheet_page(desk: bool) -> Page:
    """The sheet of one reviewer: fetched, looked at, taken."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @side_door(desk, can_read_panels)
    def sheet(request: SignedIn, public_id: UUID) -> HttpResponse:
        reviewer = _load(request, public_id, desk)
        if not desk and _must_promise(reviewer):
            return redirect("reviews:promise", public_id=reviewer.public_id)
        if not (may := can_use_sheet(request.user, reviewer, request.at)):
            return refusal(request, may)
        if "rows" in request.POST:
            return _taken(request, reviewer, desk)
        form = SheetForm(request.POST or None, request.FILES or None)
        found = _looked(request, reviewer, form) if request.method == "POST" and form.is_valid() else {}
        return _show(request, reviewer, desk, form=form, **found)

    return sheet


def download_page(desk: bool) -> Page:
    """The workbook of what is still to be handed in."""

    @require_safe
    @side_door(desk, can_read_panels)
    def sheet_file(request: SignedIn, public_id: UUID) -> HttpResponse:
        reviewer = _load(request, public_id, desk)
        made = actions.make_sheet(by=request.user, at=request.at, reviewer=reviewer)
        return workbook(made, _("採点の様式 %(panel)s %(reviewer)s") % {"panel": reviewer.panel, "reviewer": reviewer})

    return sheet_file


def urls_of(*, desk: bool) -> list[URLPattern]:
    """The addresses of one side."""
    below = "reviewers/<uuid:public_id>/sheet/" if desk else "sheets/<uuid:public_id>/"
    return [
        path(below, sheet_page(desk), name="sheet"),
        path(f"{below}download/", download_page(desk), name="sheet_file"),
    ]


def _load(request: Any, public_id: UUID, desk: bool) -> Reviewer:
    """One's own part in a panel that has begun, or a reviewer of a panel one runs; else 404 just as for nothing."""
    rows = Reviewer.objects.filter(left_at=None).select_related("panel", "person")
    if desk:
        rows = rows.filter(panel__in=Panel.objects.run_by(request.user))
    else:
        rows = rows.filter(person=request.user).exclude(panel__state=PanelState.PREPARING)
    return get_object_or_404(rows, public_id=public_id)


def _must_promise(reviewer: Reviewer) -> bool:
    return bool(reviewer.panel.secrecy) and reviewer.promised_at is None


def _looked(request: Any, reviewer: Reviewer, form: SheetForm) -> dict[str, Any]:
    """What the file says, and a form to take it as it was looked at."""
    file, hand_in = form.cleaned_data["sheet"], form.cleaned_data["then"] == "hand_in"
    try:
        rows = sheets.read(reviewer.panel, file.name, file.read())
        found = actions.look_at_sheet(by=request.user, at=request.at, reviewer=reviewer, rows=rows, hand_in=hand_in)
    except (Mistake, Refused) as mistake:
        form.add_error("sheet", str(mistake))
        return {}
    if not (found.lines or found.wrong):
        form.add_error("sheet", f"{_('記入された行がありません。')} {_('点を記入してから、取り込んでください。')}")
    kept = {"hand_in": hand_in, "rows": as_looked_at(rows)}
    take = TakeForm(initial=kept, auto_id="take_%s") if found.ready else None
    return {"found": found, "take": take, "hand_in": hand_in}


def _taken(request: SignedIn, reviewer: Reviewer, desk: bool) -> HttpResponse:
    take = TakeForm(request.POST)

    def work() -> str:
        hand_in = take.cleaned_data["hand_in"]
        taken = actions.take_sheet(by=request.user, at=request.at, reviewer=reviewer, **take.said)
        said = _("%(count)d件の審査票を提出しました。") if hand_in else _("%(count)d件の採点を途中まで保存しました。")
        messages.success(request, said % {"count": len(taken)})
        return back_of(reviewer, desk)

    if answer := submitted(request, take, work):
        return answer
    return _show(request, reviewer, desk, form=SheetForm(), refused=take)


def back_of(reviewer: Reviewer, desk: bool) -> str:
    """Where one came from."""
    return reviewer.panel.get_absolute_url() if desk else reverse("reviews:mine")


def _show(request: Any, reviewer: Reviewer, desk: bool, *, form: SheetForm, **more: Any) -> HttpResponse:
    space = f"reviews{'-desk' if desk else ''}"
    found = more.get("found")
    context = {
        "layout": f"layouts/{'desk' if desk else 'portal'}.html",
        "reviewer": reviewer,
        "panel": reviewer.panel,
        "desk": desk,
        "form": form,
        "file": reverse(f"{space}:sheet_file", args=[reviewer.public_id]),
        "back": back_of(reviewer, desk),
        "wrong": found.wrong[:SHOWN] if found else [],
        **more,
    }
    wrong = request.method == "POST" and not more.get("take")
    return render(request, "reviews/sheet.html", context, status=422 if wrong else 200)
