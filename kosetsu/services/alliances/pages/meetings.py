"""Meetings at the desk: the list, calling one, writing down who came and what was decided."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.submitting import FormPages, form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.alliances import actions
from kosetsu.services.alliances.models import LiaisonMeeting
from kosetsu.services.alliances.pages.forms import ReasonForm
from kosetsu.services.alliances.pages.meeting_forms import CallForm, HoldForm
from kosetsu.services.alliances.pages.opportunities import liaison_filter
from kosetsu.services.alliances.pages.shown import meeting_colour
from kosetsu.services.alliances.permissions import can_move_meeting, can_work
from kosetsu.services.alliances.states import MeetingState

METHODS = ["GET", "HEAD", "POST"]
COLUMNS = [
    Column(key="held_on", label=_l("開催日"), sort="held_on", kind=Kind.DATE),
    Column(key="kind", label=_l("会議の種類"), value="kind_name", sort="kind"),
    Column(key="format", label=_l("開催形式"), value="get_format_display", sort="format"),
    Column(key="place", label=_l("会場"), sort="place"),
    Column(key="liaison", label=_l("事業"), sort="liaison__key", shown=False),
    Column(key="state", label=_l("状態"), value="get_state_display", sort="state",
           state=lambda one: meeting_colour(one)),
]  # fmt: skip


@require_safe
@open_door(can_work)
def meetings(request: SignedIn) -> HttpResponse:
    """Those of the programmes one works on, the latest first."""
    page = ListPage(
        request,
        LiaisonMeeting.objects.visible_to(request.user).select_related("liaison"),
        COLUMNS,
        [
            Filter(key="state", label=_("状態"), choices=MeetingState.choices),
            Filter(key="held_on", label=_("開催日"), kind="dates"),
            liaison_filter(request.user),
        ],
        title=_("連携コーディネーター事業の会議"),
        url=lambda one: one.get_absolute_url(),
        order=("-starts_at", "-pk"),
        empty_title=_("共同で実施する機関との会議が、ここに並びます。"),
    )
    new = reverse("alliances-desk:call_meeting")
    return page.response("alliances/staff/list.html", new=new, new_label=_("会議を招集する"))


@require_http_methods(METHODS)
@open_door(can_work)
def call_meeting(request: SignedIn) -> HttpResponse:
    """Ask the bodies to come; a meeting of the past is written down without a mail."""
    form = CallForm(request.POST or None, user=request.user, zone=get_default_timezone())

    def work() -> str:
        made = actions.call_meeting(
            by=request.user, at=request.at, liaison=form.cleaned_data["liaison"], invitation=form.invitation()
        )
        return made.get_absolute_url()

    return form_page(
        request, form, work, layout="desk", title=_("会議を招集する"), button=_("招集する"), done=_("招集しました。"),
        lead=_("共同で実施する機関の担当者とコーディネーターに、案内のメールが届きます。済んだ会議のときは送りません。"),
    )  # fmt: skip


@require_safe
@open_door(can_work)
def meeting(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One meeting: its agenda, who came, what was decided."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> LiaisonMeeting:
    """A meeting that the person may see, or 404 just as for nothing."""
    rows = LiaisonMeeting.objects.visible_to(request.user).select_related("liaison", "called_by")
    return get_object_or_404(rows, public_id=public_id)


def show(request: Any, found: LiaisonMeeting, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "meeting": found,
        "colour": meeting_colour(found),
        "seats": found.seats.select_related("organisation").order_by("pk"),
        "decisions": found.decisions.select_related("opportunity__case"),
        "told": found.notices.count(),
        "may_hold": can_move_meeting(request.user, found, "hold_meeting", request.at),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "alliances/staff/meeting.html", context, status=status)


def _may(request: Any, found: LiaisonMeeting, verb: str) -> Decision:
    return can_move_meeting(request.user, found, verb, request.at)


MOVES = Verbs(
    "meeting", "alliances-desk", can_work, load, _may, show, lambda one: one.get_absolute_url(),
    [
        Verb("call_off_meeting", _l("中止する"), _l("中止し、案内した人にメールを送りました。"),
             actions.call_off_meeting, ReasonForm, "danger"),
    ],
)  # fmt: skip
PAGES = FormPages(can_work, load, lambda one: one.get_absolute_url(), _may)
hold_meeting = PAGES.move(
    "hold_meeting", lambda request, one: HoldForm(request.POST or None, meeting=one, user=request.user),
    lambda form, one, **common: actions.hold_meeting(**common, meeting=one, **form.held()),
    title=_l("会議の結果を記録する"), done=_l("記録し、実績に数えました。"), button=_l("記録する"),
)  # fmt: skip
OF_ONE = "meetings/<uuid:public_id>/"
URLS = [
    path("meetings/", meetings, name="meetings"),
    path("meetings/new/", call_meeting, name="call_meeting"),
    path(OF_ONE, meeting, name="meeting"),
    path(f"{OF_ONE}hold_meeting/", hold_meeting, name="hold_meeting"),
    *MOVES.urls(OF_ONE),
]
