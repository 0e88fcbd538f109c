"""Dispatches of staff at the desk: the list, entering, one dispatch with its days and verbs."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.parties.models import Group
from kosetsu.foundation.parties.pages.submitting import FormPages, form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.training.actions import dispatches as actions
from kosetsu.services.training.models import StaffDay, StaffDispatch
from kosetsu.services.training.pages import dispatch_forms as forms
from kosetsu.services.training.pages.tailored_forms import ReasonForm
from kosetsu.services.training.permissions import can_enter, can_move_staff_dispatch, can_read_training
from kosetsu.services.training.states import StaffDispatchKind, StaffDispatchState

METHODS = ["GET", "HEAD", "POST"]
COLOURS = {StaffDispatchState.REQUESTED: "waiting", StaffDispatchState.APPROVED: "active",
           StaffDispatchState.DONE: "done"}  # fmt: skip
COLUMNS = [
    Column(key="number", label=_l("番号"), sort="number"),
    Column(key="kind", label=_l("種類"), value="get_kind_display", sort="kind"),
    Column(key="host", label=_l("派遣先"), value="host_name", sort="host_name"),
    Column(key="purpose", label=_l("用務"), sort="purpose"),
    Column(key="starts_on", label=_l("開始日"), sort="starts_on", kind=Kind.DATE),
    Column(key="ends_on", label=_l("終了日"), sort="ends_on", kind=Kind.DATE, shown=False),
    Column(key="staff", label=_l("職員"), value=lambda one: "、".join(str(who) for who in one.staff.all())),
    Column(key="hours", label=_l("時間"), sort="hours", kind=Kind.NUMBER),
    Column(key="price", label=_l("派遣料"), value=lambda one: one.offering.name if one.offering else _("無料"),
           sort="offering__code", shown=False),
    Column(key="group", label=_l("担当グループ"), sort="group__code", shown=False),
    Column(key="state", label=_l("状態"), value="get_state_display", sort="state", state=lambda one: colour(one)),
]  # fmt: skip


def colour(dispatch: StaffDispatch) -> str:
    """The colour of its state."""
    return COLOURS.get(StaffDispatchState(dispatch.state), "stopped")


@require_safe
@open_door(can_read_training)
def staff_dispatches(request: SignedIn) -> HttpResponse:
    """Every dispatch, the newest first; the list is a file as well."""
    page = ListPage(
        request,
        StaffDispatch.objects.visible_to(request.user).for_lists(),
        COLUMNS,
        [
            Filter(key="kind", label=_("種類"), choices=StaffDispatchKind.choices),
            Filter(key="state", label=_("状態"), choices=StaffDispatchState.choices),
            Filter(key="group", label=_("担当グループ"), choices=_groups, field="group__code"),
            Filter(key="starts_on", label=_("開始日"), kind="dates"),
        ],
        lambda found, words: (
            found.filter(number__icontains=words)
            | found.filter(host_name__icontains=words)
            | found.filter(purpose__icontains=words)
        ),
        title=_("委員・講師等の派遣"),
        url=lambda one: one.get_absolute_url(),
        order=("-starts_on", "number"),
        empty_title=_("ほかの団体から頼まれた派遣がここに並びます。"),
    )
    new = reverse("training-desk:enter_staff_dispatch") if can_enter(request.user) else ""
    return page.response("training/staff/dispatches.html", new=new)


@require_http_methods(METHODS)
@open_door(can_enter)
def enter_staff_dispatch(request: SignedIn) -> HttpResponse:
    """Enter what a body asked for."""
    form = forms.ErrandForm(request.POST or None)

    def work() -> str:
        made = actions.enter_staff_dispatch(by=request.user, at=request.at, errand=form.errand())
        return made.get_absolute_url()

    return form_page(
        request, form, work, layout="desk", title=_("派遣の依頼を登録する"), button=_("登録する"),
        done=_("登録しました。グループ長の承認を受けてください。"),
    )  # fmt: skip


@require_http_methods(METHODS)
@open_door(can_read_training)
def take_back_staff_day(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Take a day back that was recorded by mistake."""
    day = get_object_or_404(StaffDay.objects.select_related("dispatch__group", "person"), public_id=public_id)
    if not (may := can_move_staff_dispatch(request.user, day.dispatch, "take_back_staff_day")):
        return refusal(request, may)
    form = ReasonForm(request.POST or None)

    def work() -> str:
        actions.take_back_staff_day(by=request.user, at=request.at, day=day, reason=form.cleaned_data["reason"])
        return day.dispatch.get_absolute_url()

    return form_page(
        request, form, work, layout="desk", title=_("派遣した日の記録を取り消す"), lead=f"{day} {day.person}",
        button=_("取り消す"), done=_("取り消しました。"),
    )  # fmt: skip


@require_safe
@open_door(can_read_training)
def staff_dispatch(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One dispatch, and what can be done with it now."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> StaffDispatch:
    """The dispatch, or 404 just as for nothing."""
    return get_object_or_404(StaffDispatch.objects.visible_to(request.user).for_lists(), public_id=public_id)


def show(request: Any, found: StaffDispatch, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "dispatch": found,
        "colour": colour(found),
        "days": found.days.select_related("person"),
        "may_change": can_move_staff_dispatch(request.user, found, "change_staff_dispatch"),
        "may_record": can_move_staff_dispatch(request.user, found, "record_staff_day"),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "training/staff/dispatch.html", context, status=status)


def _groups() -> list[tuple[str, str]]:
    found = Group.objects.filter(pk__in=StaffDispatch.objects.values("group")).order_by("code")
    return [(one.code, one.name) for one in found]


def _may(request: Any, dispatch: StaffDispatch, verb: str) -> Decision:
    return can_move_staff_dispatch(request.user, dispatch, verb)


MOVES = Verbs(
    "dispatch", "training-desk", can_read_training, load, _may, show, lambda one: one.get_absolute_url(),
    [
        Verb("approve_staff_dispatch", _l("承認する"), _l("承認しました。"), actions.approve_staff_dispatch),
        Verb("close_staff_dispatch", _l("終了を記録する"), _l("終了を記録しました。"), actions.close_staff_dispatch),
        Verb("refuse_staff_dispatch", _l("承認しない"), _l("不承認を記録しました。"), actions.refuse_staff_dispatch,
             ReasonForm, "secondary"),
        Verb("call_off_staff_dispatch", _l("取りやめる"), _l("取りやめました。"), actions.call_off_staff_dispatch,
             ReasonForm, "danger"),
    ],
)  # fmt: skip
PAGES = FormPages(can_read_training, load, lambda one: one.get_absolute_url(), _may)
change_staff_dispatch = PAGES.move(
    "change_staff_dispatch",
    lambda request, one: forms.ErrandForm(request.POST or None, initial=forms.as_it_is(one)),
    lambda form, one, **common: actions.change_staff_dispatch(**common, dispatch=one, errand=form.errand()),
    title=_l("派遣の内容を変える"), done=_l("変えました。"), button=_l("変える"),
)  # fmt: skip
record_staff_day = PAGES.move(
    "record_staff_day", lambda request, one: forms.DayForm(request.POST or None, dispatch=one),
    lambda form, one, **common: actions.record_staff_day(**common, dispatch=one, **form.said),
    title=_l("派遣した日を記録する"), done=_l("記録しました。"), button=_l("記録する"),
)  # fmt: skip

BELOW = "dispatches/<uuid:public_id>/"
URLS = [
    path("dispatches/", staff_dispatches, name="staff_dispatches"),
    path("dispatches/new/", enter_staff_dispatch, name="enter_staff_dispatch"),
    path(BELOW, staff_dispatch, name="staff_dispatch"),
    path(f"{BELOW}change_staff_dispatch/", change_staff_dispatch, name="change_staff_dispatch"),
    path(f"{BELOW}record_staff_day/", record_staff_day, name="record_staff_day"),
    path("dispatches/days/<uuid:public_id>/take_back/", take_back_staff_day, name="take_back_staff_day"),
    *MOVES.urls(BELOW),
]
