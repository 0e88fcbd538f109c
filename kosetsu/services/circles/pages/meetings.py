"""Meetings: planned and recorded by the institute, or by the officers of a circle that runs itself."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.bookings.permissions import can_see
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Meeting
from kosetsu.services.circles.pages.circle_forms import HoldForm, MeetingForm
from kosetsu.services.circles.pages.forms import ReasonForm
from kosetsu.services.circles.pages.inside import load as load_circle
from kosetsu.services.circles.permissions import can_meet, can_move_meeting
from kosetsu.services.circles.states import MeetingState

KINDS = {MeetingState.PLANNED: "waiting", MeetingState.HELD: "done", MeetingState.CALLED_OFF: "stopped"}


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def plan_meeting(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The next meeting."""
    circle = load_circle(request, public_id)
    if not (may := can_meet(request.user, circle, request.today)):
        return refusal(request, may)
    form = MeetingForm(request.POST or None, zone=get_default_timezone(), user=request.user)

    def work() -> str:
        made = actions.plan_meeting(by=request.user, at=request.at, circle=circle, appointment=form.appointment())
        return made.get_absolute_url()

    return form_page(
        request, form, work, layout="portal", title=_("「%(name)s」の例会") % {"name": circle}, button=_("予定する"),
        done=_("予定し、会員にお知らせしました。"),
    )  # fmt: skip


@require_safe
@open_door()
def meeting(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One meeting: when and where, who came, what was said and is to be done."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Meeting:
    """A meeting whose minutes the person reads, or 404 just as for nothing."""
    rows = Meeting.objects.visible_to(request.user, request.today).select_related(
        "circle__branch", "circle__intake", "booking__resource"
    )
    return get_object_or_404(rows, public_id=public_id)


def show(request: Any, found: Meeting, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "meeting": found,
        "circle": found.circle,
        "state_kind": KINDS[MeetingState(found.state)],
        "attendances": found.attendances.select_related("member__workplace__organisation"),
        "tasks": found.tasks.select_related("owner__workplace__organisation", "colleague"),
        "may_read_booking": found.booking and can_see(request.user, found.booking),
        "may_hold": can_move_meeting(request.user, found, "hold_meeting", request.today),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "circles/meeting.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def hold_meeting(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Record who came and what was decided."""
    found = load(request, public_id)
    if not (may := can_move_meeting(request.user, found, "hold_meeting", request.today)):
        return refusal(request, may)
    members = list(found.circle.members.on(day_of(found.starts_at)).for_lists())
    form = HoldForm(request.POST or None, meeting=found, members=members)

    def work() -> str:
        actions.hold_meeting(by=request.user, at=request.at, meeting=found, held=form.held())
        return found.get_absolute_url()

    return form_page(
        request, form, work, layout="portal", title=_("開催を記録する"), lead=found.topic,
        done=_("開催を記録しました。"),
        button=_("記録する"),
    )  # fmt: skip


def _may(request: Any, found: Meeting, verb: str) -> Decision:
    return can_move_meeting(request.user, found, verb, request.today)


def _address(found: Meeting) -> str:
    return reverse("circles:meeting", args=[found.public_id])


MOVES = Verbs(
    "meeting", "circles", lambda _user: YES, load, _may, show, _address,
    [
        Verb("call_off_meeting", _l("例会を中止する"), _l("中止し、会員にお知らせしました。"), actions.call_off_meeting,
             ReasonForm, "danger"),
    ],
)  # fmt: skip
