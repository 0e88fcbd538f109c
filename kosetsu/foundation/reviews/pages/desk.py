"""Panels at the desk: the list, one panel with its items and reviewers, its verbs, the ranking."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.manifests import links
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.submitting import FormPages
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.foundation.reviews import actions
from kosetsu.foundation.reviews.documents.disclosures import disclosed
from kosetsu.foundation.reviews.documents.results import results
from kosetsu.foundation.reviews.models import Item, Panel, Reviewer
from kosetsu.foundation.reviews.pages import forms
from kosetsu.foundation.reviews.pages.shown import PANEL_KINDS, item_kind, points
from kosetsu.foundation.reviews.permissions import can_arrange, can_calibrate, can_move, can_read_panels
from kosetsu.foundation.reviews.rules.ranking import ranked
from kosetsu.foundation.reviews.states import ALIVE, OPEN, ItemState, PanelState, ReviewState

PANELS = [
    Column(key="title", label=_l("名称"), sort="title"),
    Column(key="state", label=_l("状態"), value="get_state_display", sort="state",
           state=lambda one: PANEL_KINDS[PanelState(one.state)]),
    Column(key="waiting", label=_l("審査対象"), sort="waiting", kind=Kind.NUMBER),
    Column(key="due_at", label=_l("採点締切"), sort="due_at"),
    Column(key="made_at", label=_l("作成日時"), sort="made_at"),
]  # fmt: skip
ITEMS = [
    Column(key="number", label=_l("番号"), sort="number"),
    Column(key="title", label=_l("題名"), sort="title"),
    Column(key="applicant", label=_l("申請者"), sort="applicant"),
    Column(key="fields", label=_l("分野"), value=lambda one: "、".join(one.fields)),
    Column(key="batch", label=_l("回"), sort="batch", kind=Kind.NUMBER),
    Column(key="assigned", label=_l("割り当て"), sort="assigned", kind=Kind.NUMBER),
    Column(key="handed_in", label=_l("提出"), sort="handed_in", kind=Kind.NUMBER),
    Column(key="conflicts", label=_l("利益相反"), sort="barred", value="barred", kind=Kind.NUMBER),
    Column(key="state", label=_l("状態"), value="get_state_display", sort="state", state=item_kind),
]


@require_safe
@open_door(can_read_panels)
def panels(request: SignedIn) -> HttpResponse:
    """Every panel that one of the person's posts runs, the newest first."""
    waiting = Count("items", filter=Q(items__state=ItemState.WAITING), distinct=True)
    page = ListPage(
        request,
        Panel.objects.run_by(request.user).annotate(waiting=waiting),
        PANELS,
        [Filter(key="state", label=_("状態"), choices=PanelState.choices)],
        lambda rows, words: rows.filter(title__icontains=words),
        title=_("審査会"),
        url=lambda row: row.get_absolute_url(),
        order=("-made_at",),
        empty_title=_("公募や技術審査の審査会が、ここに並びます。"),
    )
    return page.response("reviews/staff/panels.html")


@require_safe
@open_door(can_read_panels)
def panel(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One panel: its items as a list, its reviewers with what they still owe, and what can be done now."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Panel:
    """A panel that the person runs, or 404 just as for nothing."""
    return get_object_or_404(Panel.objects.run_by(request.user), public_id=public_id)


def show(request: Any, found: Panel, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    page = ListPage(
        request,
        _counted(Item.objects.visible_to(request.user).filter(panel=found)),
        ITEMS,
        [Filter(key="state", label=_("状態"), choices=ItemState.choices)],
        lambda rows, words: rows.filter(
            Q(title__icontains=words) | Q(applicant__icontains=words) | Q(number__icontains=words)
        ),
        title=str(found),
        url=lambda row: reverse("reviews-desk:item", args=[row.public_id]),
        order=("number", "pk"),
        empty_title=_("審査対象がここに並びます。"),
    )
    response = page.response(
        "reviews/staff/panel.html", panel=found, state_kind=PANEL_KINDS[PanelState(found.state)],
        reviewers=_reviewers(found), criteria=found.criteria.all(),
        calibrations=found.calibrations.prefetch_related("present__person"),
        may_arrange=can_arrange(request.user, found), may_calibrate=can_calibrate(request.user, found),
        disclosed=list(disclosed(found, Item.objects.visible_to(request.user))),
        panels=MOVES.panels(request, found, wrong), links=links("panel_links", request.user, found, request.at),
    )  # fmt: skip
    response.status_code = status
    return response


def _counted(rows: Any) -> Any:
    own = {"distinct": True}
    return rows.annotate(
        assigned=Count("reviews", filter=Q(reviews__state__in=ALIVE), **own),
        handed_in=Count("reviews", filter=Q(reviews__state=ReviewState.HANDED_IN), **own),
        barred=Count("conflicts__person", filter=Q(conflicts__lifted_at=None), **own),
    )


def _reviewers(found: Panel) -> Any:
    rows = found.reviewers.select_related("person").prefetch_related("leaves")
    return rows.annotate(
        load=Count("reviews", filter=Q(reviews__state__in=ALIVE)),
        owed=Count("reviews", filter=Q(reviews__state__in=OPEN)),
    )


@require_safe
@open_door(can_read_panels)
def ranking(request: SignedIn, public_id: UUID) -> HttpResponse:
    """In which order the items stand; what the person has a conflict with is in no row."""
    found = load(request, public_id)
    items = Item.objects.visible_to(request.user).filter(panel=found)
    by_key = {str(one.public_id): one for one in items}
    all_results = results(found, items)
    placed = [
        {"item": by_key[one.result.item], "rank": one.rank, "tied": one.tied, "points": points(one.result.points),
         "handed_in": one.result.handed_in, "agreed": one.result.agreed}
        for one in ranked(all_results)
    ]  # fmt: skip
    names = {one.code: one.name for one in found.criteria.all()}
    others = [
        {"item": by_key[one.item], "points": points(one.points), "handed_in": one.handed_in,
         "vetoes": [names[code] for code in one.vetoes]}
        for one in all_results
        if not one.acceptable
    ]  # fmt: skip
    return render(request, "reviews/staff/ranking.html", {"panel": found, "placed": placed, "others": others})


def _may(request: Any, found: Panel, verb: str) -> Decision:
    return can_arrange(request.user, found) if verb == "find_conflicts" else can_move(request.user, found, verb)


def _address(found: Panel) -> str:
    return reverse("reviews-desk:panel", args=[found.public_id])


MOVES = Verbs(
    "panel", "reviews-desk", can_read_panels, load, _may, show, _address,
    [
        Verb("find_conflicts", _l("利益相反を調べる"), _l("業務の記録を調べ、見つかった利益相反を登録しました。"),
             actions.find_conflicts, kind="secondary"),
        Verb("open_scoring", _l("採点を始める"), _l("審査員の採点が始まりました。"), actions.open_scoring),
        Verb("begin_calibration", _l("合議を始める"), _l("採点を締め、合議に移りました。"), actions.begin_calibration),
        Verb("resume_scoring", _l("採点に戻す"), _l("採点に戻しました。締切を確かめてください。"),
             actions.resume_scoring, forms.ReasonForm, "secondary"),
        Verb("close_panel", _l("結果を確定する"), _l("結果を確定しました。"), actions.close_panel),
        Verb("reopen_panel", _l("合議をやり直す"), _l("合議に戻しました。"), actions.reopen_panel, forms.ReasonForm,
             "danger"),
    ],
)  # fmt: skip


def _reviewer(request: Any, public_id: UUID) -> Reviewer:
    rows = Reviewer.objects.filter(panel__in=Panel.objects.run_by(request.user), left_at=None)
    return get_object_or_404(rows.select_related("panel", "person"), public_id=public_id)


def _items(request: Any, found: Panel) -> list[Item]:
    return list(Item.objects.visible_to(request.user).filter(panel=found).waiting())


def _can_arrange_of(user: Any, reviewer: Reviewer) -> Decision:
    return can_arrange(user, reviewer.panel)


PAGES = FormPages(can_read_panels, load, _address)
OF_REVIEWER = FormPages(can_read_panels, _reviewer, lambda one: _address(one.panel))

add_reviewer = PAGES.page(
    "add_reviewer", can_arrange, lambda request, _one: forms.ReviewerForm(request.POST or None),
    lambda form, one, **common: actions.add_reviewer(**common, panel=one, **form.given()),
    title=_l("審査員を加える"), done=_l("審査員を登録しました。"),
)  # fmt: skip
set_times = PAGES.page(
    "set_times", can_arrange,
    lambda request, one: forms.TimesForm(
        request.POST or None, zone=get_default_timezone(), initial={"opens_at": one.opens_at, "due_at": one.due_at}
    ),
    lambda form, one, **common: actions.set_times(**common, panel=one, **form.said),
    title=_l("採点の期間"), done=_l("採点の期間を保存しました。"),
)  # fmt: skip
hold_calibration = PAGES.page(
    "hold_calibration", can_calibrate,
    lambda request, one: forms.CalibrationForm(
        request.POST or None, panel=one, today=request.today, items=_items(request, one)
    ),
    lambda form, one, **common: actions.hold_calibration(**common, panel=one, **form.given()),
    title=_l("合議を記録する"), done=_l("合議を記録しました。"),
)  # fmt: skip
grant_leave = OF_REVIEWER.page(
    "grant_leave", _can_arrange_of, lambda request, _one: forms.LeaveForm(request.POST or None),
    lambda form, one, **common: actions.grant_leave(**common, reviewer=one, **form.said),
    title=_l("審査員の休み"), done=_l("休みを登録しました。"),
)  # fmt: skip
remove_reviewer = OF_REVIEWER.page(
    "remove_reviewer", _can_arrange_of, lambda request, _one: forms.ReasonForm(request.POST or None),
    lambda form, one, **common: actions.remove_reviewer(**common, reviewer=one, **form.said),
    title=_l("審査員の退任"), done=_l("退任を記録しました。"),
)  # fmt: skip
