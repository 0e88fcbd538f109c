"""A booking begins: held for a while, or booked at once; approved where the rule asks for it."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.actions import beats, taking
from kosetsu.foundation.bookings.actions.mail import tell, tell_institute
from kosetsu.foundation.bookings.models import Booking, BookingRule, Resource, Waiting
from kosetsu.foundation.bookings.permissions import Draft, can_book_as, can_book_upkeep, can_change, can_decide, keeps
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.bookings.states import NoticeKind, State, WaitingState
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.parties.models import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants: the main resource first, and with it whatever must be free at the same time."""

    resources: tuple[Resource, ...]
    span: Span
    person: Person | None = None
    workplace: Workplace | None = None
    caller_name: str = ""
    caller_telephone: str = ""
    purpose: str = ""
    upkeep: bool = False
    ours: bool = False
    """The institute uses it itself: whoever decided that, as that thing's own room allowed, need not keep resources."""
    case: Case | None = None


def hold(*, by: Person | None, at: dt.datetime, wish: Wish, until: dt.datetime | None = None) -> Booking:
    """Keep the time for a while (``until``, else as long as the rule says); nobody else gets it meanwhile.

    Raises ``OtherTimes`` with the next free times, ``Refused`` where a gate says no.
    """
    with taking.or_other_times(wish.resources, wish.span, by=by, at=at):
        booking = _open(wish, "hold", by=by, at=at)

        def settle(rule: BookingRule) -> None:
            booking.held_until = until or at + dt.timedelta(minutes=rule.hold_minutes)

        taking.take(booking, wish.resources, wish.span, by=by, at=at, verb="hold", settle=settle)
        beats.record("hold", booking, by=by, at=at, after=_said(booking))
    return booking


def request(*, by: Person | None, at: dt.datetime, wish: Wish) -> Booking:
    """Book at once; where the rule asks for an approval, the booking waits for it and keeps its time.

    Raises ``OtherTimes`` with the next free times, ``Refused`` where a gate says no.
    """
    with taking.or_other_times(wish.resources, wish.span, by=by, at=at):
        booking = _open(wish, "request", by=by, at=at)

        def settle(rule: BookingRule) -> None:
            booking.state = State.CONFIRMED if wish.ours else beats.state_after(rule, by)
            booking.held_until = None

        taking.take(booking, wish.resources, wish.span, by=by, at=at, verb="request", settle=settle)
        beats.record("request", booking, by=by, at=at, after=_said(booking))
        _tell_new(booking, at)
    return booking


@transaction.atomic
def confirm_hold(*, by: Person, at: dt.datetime, booking: Booking) -> Booking:
    """The held time is wanted; refused once the hold has run out. An offer of the waiting list is accepted by it."""
    booking, resources = beats.locked(booking)
    require(can_change(by, booking, "confirm_hold"))
    in_time = booking.held_until is not None and at < booking.held_until
    require(YES if in_time else no(_("仮予約の期限が過ぎました。"), _("もう一度、空いている時間をお選びください。")))
    beats.ask_gates(beats.draft_of(booking, resources, "confirm_hold", by=by), at)
    rule = beats.rule_now(booking)
    waits = rule is not None and beats.state_after(rule, by) == State.REQUESTED
    beats.move_state(booking, "request" if waits else "confirm_hold", by=by, at=at, held_until=None)
    Waiting.objects.filter(offered=booking, state=WaitingState.OFFERED).update(state=WaitingState.ACCEPTED)
    _tell_new(booking, at)
    return booking


@transaction.atomic
def approve(*, by: Person, at: dt.datetime, booking: Booking) -> Booking:
    """A keeper agrees; what was good when it was asked for must be good still."""
    booking, resources = beats.locked(booking)
    require(can_decide(by, booking, "approve"))
    beats.ask_gates(beats.draft_of(booking, resources, "approve", by=by), at)
    beats.move_state(booking, "approve", by=by, at=at)
    tell(booking, NoticeKind.CONFIRMED, at=at)
    return booking


@transaction.atomic
def refuse(*, by: Person, at: dt.datetime, booking: Booking, reason: str) -> Booking:
    """A keeper does not agree, and says why; the time is free again."""
    booking, resources = beats.locked(booking)
    require(can_decide(by, booking, "refuse"))
    require(YES if reason.strip() else no(_("お受けできない理由を書いてください。")))
    beats.give_back(booking)
    beats.move_state(booking, "refuse", by=by, at=at, reason=reason, ended_because=tidy_line(reason))
    beats.freed(resources, at)
    tell(booking, NoticeKind.REFUSED, at=at)
    return booking


def _open(wish: Wish, verb: str, *, by: Person | None, at: dt.datetime) -> Booking:
    """Lock the resources, ask everyone; the booking is not written yet."""
    beats.lock(wish.resources)
    if by is not None and not wish.ours:
        require(can_book_as(by, wish.resources, wish.workplace))
    if wish.upkeep:
        require(can_book_upkeep(by))
    person = wish.person or (None if wish.caller_name or wish.ours or by is None or keeps(by) else by)
    draft = Draft(
        verb=verb, resources=wish.resources, span=wish.span, person=person, workplace=wish.workplace, by=by,
        upkeep=wish.upkeep,
    )  # fmt: skip
    if not wish.ours:
        beats.ask_gates(draft, at)
    return Booking(
        resource=wish.resources[0],
        state=State.HELD,
        person=person,
        workplace=wish.workplace,
        caller_name=tidy_line(wish.caller_name),
        caller_telephone=tidy_line(wish.caller_telephone),
        purpose=tidy_line(wish.purpose),
        upkeep=wish.upkeep,
        ours=wish.ours,
        case=wish.case,
        booked_by=by,
        booked_at=at,
        held_until=at,
    )


def _said(booking: Booking) -> dict[str, object]:
    return {
        "resource": booking.resource_id,
        "state": booking.state,
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
    }


def _tell_new(booking: Booking, at: dt.datetime) -> None:
    waits = booking.state == State.REQUESTED
    tell(booking, NoticeKind.REQUESTED if waits else NoticeKind.CONFIRMED, at=at)
    if waits:
        tell_institute(booking, NoticeKind.REQUESTED, at=at)
