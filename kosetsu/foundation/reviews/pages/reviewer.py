"""The reviewer's own pages: what is to be reviewed, one item with its scores, the promise, a conflict declared."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.manifests import links
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.reviews import actions
from kosetsu.foundation.reviews.models import Review, Reviewer
from kosetsu.foundation.reviews.pages.forms import DeclareForm, ScoreForm
from kosetsu.foundation.reviews.pages.shown import applicant_of, review_kind, score_rows
from kosetsu.foundation.reviews.permissions import can_score, can_see_scores
from kosetsu.foundation.reviews.states import OPEN, PanelState, ReviewState

MINE = [
    Column(key="number", label=_l("番号"), value="item.number", sort="item__number"),
    Column(key="title", label=_l("題名"), value="item.title", sort="item__title"),
    Column(key="panel", label=_l("審査会"), value="item.panel", sort="item__panel__title"),
    Column(key="state", label=_l("状態"), value="get_state_display", sort="state", state=review_kind),
    Column(key="due_at", label=_l("採点締切"), value="item.panel.due_at", sort="item__panel__due_at"),
]


@require_safe
@open_door()
def mine(request: SignedIn) -> HttpResponse:
    """What this person reviews, what is to be handed in first of all."""
    page = ListPage(
        request,
        _own(request),
        MINE,
        [Filter(key="state", label=_("状態"), choices=ReviewState.choices)],
        lambda rows, words: rows.filter(item__title__icontains=words) | rows.filter(item__number__icontains=words),
        title=_("担当の審査"),
        url=lambda row: reverse("reviews:review", args=[row.public_id]),
        order=("state", "item__panel__due_at", "item__number"),
        empty_title=_("審査を担当すると、ここに並びます。"),
    )
    return page.response(
        "reviews/mine.html", sheets=_sheets(request), links=links("reviewer_links", request.user, request.at)
    )


def _sheets(request: Any) -> Any:
    """Where the person has still something to hand in: each panel's workbook."""
    mine = Reviewer.objects.filter(person=request.user, left_at=None, panel__state=PanelState.SCORING)
    return mine.filter(reviews__state__in=OPEN).select_related("panel").distinct()


def _own(request: Any) -> Any:
    """Of panels that have begun; a reviewer learns nothing before."""
    rows = Review.objects.visible_to(request.user).filter(reviewer__person=request.user)
    return rows.exclude(item__panel__state=PanelState.PREPARING).alive().select_related("item__panel", "reviewer")


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def review(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One item: read it, score it, keep or hand in."""
    found = get_object_or_404(_own(request), public_id=public_id)
    try:
        found = actions.open_review(by=request.user, at=request.at, review=found)
    except Refused as refused:
        if found.item.panel.secrecy and found.reviewer.promised_at is None and not refused.decision.hidden:
            return promise(request, found.reviewer.public_id)
        return refusal(request, refused.decision)
    form = ScoreForm(request.POST or None, review=found)
    if answer := submitted(request, form, lambda: _score(request, found, form)):
        return answer
    return render(request, "reviews/review.html", _context(request, found, form), status=422 if request.POST else 200)


def _score(request: Any, found: Review, form: ScoreForm) -> str:
    """Two buttons: ``keep`` and, otherwise, hand in."""
    given = {"by": request.user, "at": request.at, "review": found, "marks": form.marks()}
    comment = form.cleaned_data["comment"]
    if "keep" in request.POST:
        actions.save_scores(**given, comment=comment, unscored=form.unscored())
        messages.success(request, _("途中まで保存しました。まだ提出されていません。"))
        return reverse("reviews:review", args=[found.public_id])
    actions.hand_in(**given, comment=comment)
    messages.success(request, _("「%(item)s」の審査票を提出しました。") % {"item": found.item})
    return reverse("reviews:mine")


def _context(request: Any, found: Review, form: ScoreForm) -> dict[str, Any]:
    item = found.item
    handed_in = item.reviews.handed_in().exclude(pk=found.pk).prefetch_related("scores").select_related("item__panel")
    others = [{"review": one, "rows": score_rows(one)} for one in handed_in if can_see_scores(request.user, one)]
    return {
        "review": found,
        "item": item,
        "applicant": applicant_of(item, reviewer=True),
        "files": item.files.filter(names_applicant=False) if item.panel.blind else item.files.all(),
        "state_kind": review_kind(found),
        "may_score": can_score(request.user, found, request.at),
        "form": form,
        "rows": score_rows(found),
        "others": others,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def promise(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Read what a reviewer keeps, and promise it; nothing is read without it."""
    rows = Reviewer.objects.filter(person=request.user, left_at=None).select_related("panel")
    found = get_object_or_404(rows, public_id=public_id)
    form = OnceForm(request.POST or None)

    def work() -> str:
        actions.promise(by=request.user, at=request.at, reviewer=found)
        return reverse("reviews:mine")

    return form_page(
        request, form, work, layout="portal", title=_("審査の前の約束"), lead=found.panel.secrecy,
        done=_("約束を記録しました。"), button=_("守ることを約束する"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def declare(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Say that one may not review it; the item is gone at once, or the results stand as they are."""
    found = get_object_or_404(_own(request), public_id=public_id)
    closed = found.item.panel.state == PanelState.CLOSED
    form = DeclareForm(request.POST or None)

    def work() -> str:
        actions.declare_conflict(by=request.user, at=request.at, item=found.item, detail=form.cleaned_data["detail"])
        return reverse("reviews:mine")

    title = _("「%(number)s」の利益相反を申告する") % {"number": found.item.number}
    return form_page(
        request, form, work, layout="portal", title=title,
        lead=_("審査の結果は確定しています。申告は記録され、事務局に伝わります。確定した結果は変わりません。") if closed
        else _("申告すると、この審査対象はすぐに担当から外れ、もう見られません。"),
        done=_("申告を記録しました。") if closed else _("申告を記録し、担当から外しました。"), button=_("申告する"),
    )  # fmt: skip
