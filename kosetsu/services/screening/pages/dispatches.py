"""Dispatches to committees of other bodies at the desk: the list, asking, one dispatch with its verbs."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.submitting import FormPages
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.screening import actions
from kosetsu.services.screening.models import CommitteeDispatch, ScreeningProgramme
from kosetsu.services.screening.pages import forms
from kosetsu.services.screening.pages.programmes import BELOW, load
from kosetsu.services.screening.pages.shown import dispatch_colour
from kosetsu.services.screening.permissions import (
    can_ask_for_seat,
    can_move_dispatch,
    can_read_screening,
    can_see_dispatches,
)
from kosetsu.services.screening.states import DispatchState

COLUMNS = [
    Column(key="committee", label=_l("委員会"), sort="committee"),
    Column(key="person", label=_l("審査委員"), sort="person__name"),
    Column(key="body", label=_l("依頼団体"), value="programme.body", sort="programme__body__organisation__name"),
    Column(key="programme", label=_l("事業名"), value="programme.title", sort="programme__title"),
    Column(key="on_date", label=_l("開催日"), sort="on_date", kind=Kind.DATE),
    Column(key="reviewed", label=_l("審査した件数"), sort="reviewed", kind=Kind.NUMBER),
    Column(key="state", label=_l("状態"), value="get_state_display", sort="state",
           state=lambda one: dispatch_colour(one)),
]  # fmt: skip


@require_safe
@open_door(can_see_dispatches)
def dispatches(request: SignedIn) -> HttpResponse:
    """Those that the person may see, the next one first; and what the person was asked to read again."""
    page = ListPage(
        request,
        CommitteeDispatch.objects.visible_to(request.user).for_lists(),
        COLUMNS,
        [
            Filter(key="state", label=_("状態"), choices=DispatchState.choices),
            Filter(key="on_date", label=_("開催日"), kind="dates"),
        ],
        lambda found, words: found.filter(
            Q(committee__icontains=words) | Q(person__name__icontains=words) | Q(programme__title__icontains=words)
        ),
        title=_("審査委員の派遣"),
        url=lambda one: one.get_absolute_url(),
        order=("-on_date", "pk"),
        empty_title=_("ほかの団体の委員会への派遣が、ここに並びます。"),
    )
    asked = ScreeningProgramme.objects.unfinished().filter(second_readers=request.user).select_related("case")
    return page.response("screening/staff/dispatches.html", asked=asked)


@require_safe
@open_door(can_see_dispatches)
def dispatch(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One dispatch, and what can be done with it now."""
    return show(request, load_dispatch(request, public_id))


def load_dispatch(request: Any, public_id: UUID) -> CommitteeDispatch:
    """The dispatch, or 404 just as for nothing."""
    return get_object_or_404(CommitteeDispatch.objects.visible_to(request.user).for_lists(), public_id=public_id)


def show(request: Any, found: CommitteeDispatch, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "dispatch": found,
        "programme": found.programme,
        "colour": dispatch_colour(found),
        "sees": can_read_screening(request.user),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "screening/staff/dispatch.html", context, status=status)


def _may(request: Any, found: CommitteeDispatch, verb: str) -> Decision:
    return can_move_dispatch(request.user, found, verb)


MOVES = Verbs(
    "dispatch", "screening-desk", can_see_dispatches, load_dispatch, _may, show, lambda one: one.get_absolute_url(),
    [
        Verb("approve_dispatch", _l("派遣を承認する"), _l("承認しました。"), actions.approve_dispatch),
        Verb("refuse_dispatch", _l("承認しない"), _l("不承認を記録しました。"), actions.refuse_dispatch,
             forms.ReasonForm, "secondary"),
        Verb("attend_dispatch", _l("出席を記録する"), _l("出席を記録し、件数を実績に数えました。"),
             actions.attend_dispatch, forms.ReviewedForm),
        Verb("take_back_attendance", _l("出席を取り消す"), _l("取り消し、実績を戻しました。"),
             actions.take_back_attendance, forms.ReasonForm, "secondary"),
        Verb("call_off_dispatch", _l("派遣を取りやめる"), _l("取りやめました。"), actions.call_off_dispatch,
             forms.ReasonForm, "danger"),
    ],
)  # fmt: skip
PAGES = FormPages(can_read_screening, load, lambda one: one.get_absolute_url())
request_dispatch = PAGES.page(
    "request_dispatch", can_ask_for_seat, lambda request, _one: forms.SeatForm(request.POST or None),
    lambda form, one, **common: actions.request_dispatch(**common, programme=one, seat=form.seat()),
    title=_l("審査委員の派遣を登録する"), done=_l("登録しました。別の人の承認を受けてください。"),
    button=_l("登録する"),
)  # fmt: skip
OF_ONE = "dispatches/<uuid:public_id>/"
URLS = [
    path("dispatches/", dispatches, name="dispatches"),
    path(f"{BELOW}request_dispatch/", request_dispatch, name="request_dispatch"),
    path(OF_ONE, dispatch, name="dispatch"),
    *MOVES.urls(OF_ONE),
]
