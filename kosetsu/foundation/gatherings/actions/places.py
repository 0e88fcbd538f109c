"""Places that are given later: the draw, what was offered and accepted or lapsed, and what was cancelled."""

import datetime as dt
import secrets

from django.db import transaction

from kosetsu.common.decisions import require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.gatherings import rules
from kosetsu.foundation.gatherings.actions import beats, fees
from kosetsu.foundation.gatherings.actions.mail import tell
from kosetsu.foundation.gatherings.actions.registering import last_turn, seats_of
from kosetsu.foundation.gatherings.models import Gathering, Quota, Registration
from kosetsu.foundation.gatherings.permissions import can_change_registration, can_draw
from kosetsu.foundation.gatherings.states import AWAITED, GatheringState, RegistrationState
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.standing import standing


@transaction.atomic
def draw(*, by: Person, at: dt.datetime, gathering: Gathering, seed: str = "") -> int:
    """Draw the places of a lottery after the deadline: who loses waits, in the order drawn. How many won.

    The seed is kept, so that anybody can draw again and see the same order.
    """
    gathering = beats.locked(gathering)
    require(can_draw(by, gathering, at))
    fees.hold_money(gathering, gathering.day_of(at))
    gathering.drawn_with = seed or secrets.token_hex(16)
    gathering.save(update_fields=["drawn_with"])
    audit.record(by=by, at=at, verb="draw", thing=gathering, after={"drawn_with": gathering.drawn_with})
    return sum(_draw(quota, gathering.drawn_with, by, at) for quota in gathering.quotas.all())


def _draw(quota: Quota, seed: str, by: Person, at: dt.datetime) -> int:
    applied = quota.registrations.filter(state=RegistrationState.APPLIED).for_mail()
    applied = applied.select_related("workplace__organisation", "gathering__offering")
    by_key = {str(one.public_id): one for one in applied}
    order = [by_key[key] for key in rules.drawn(by_key, seed)]
    seats, turn = seats_of(quota, len(order)), last_turn(quota)
    for seat, registration in zip(seats, order, strict=False):
        win(by=by, at=at, registration=registration, seat=seat)
    for place, registration in enumerate(order[len(seats) :], start=1):
        lose(by=by, at=at, registration=registration, turn=turn + place)
    return len(seats)


def win(*, by: Person, at: dt.datetime, registration: Registration, seat: int) -> None:
    """A place of the draw."""
    fees.confirm(by=by, at=at, registration=registration, verb="win", seat=seat)


def lose(*, by: Person, at: dt.datetime, registration: Registration, turn: int) -> None:
    """No place of the draw, but a turn in the waiting list."""
    tell(beats.move_registration(registration, "lose", by=by, at=at, turn=turn), at=at)


@transaction.atomic
def accept_place(*, by: Person | None, at: dt.datetime, registration: Registration) -> Registration:
    """Take the place that was offered, in time; where it is prepaid it is firm once it is paid."""
    now = beats.registration_of(registration)
    require(can_change_registration(now, "accept_place", at, staff=False))
    fees.confirm(by=by, at=at, registration=now, verb="accept_place")
    return now


@transaction.atomic
def cancel_registration(*, by: Person | None, at: dt.datetime, registration: Registration) -> Registration:
    """Give the place back; it is offered to whoever waits first. What is kept of its price is the rule's."""
    now = beats.registration_of(registration)
    require(can_change_registration(now, "cancel_registration", at, staff=standing(by).is_staff))
    fees.give_up(now, by=by, at=at)
    tell(beats.move_registration(now, "cancel_registration", by=by, at=at), at=at)
    pass_on(now.quota, at=at)
    return now


def lapse_offers(*, at: dt.datetime) -> int:
    """Places that nobody took or paid in time go to the next, and paid ones become firm; how many lapsed."""
    late = Registration.objects.due(at).select_related("gathering").order_by("pk")
    return sum(lapse(at=at, registration=registration) for registration in late[:500])


@transaction.atomic
def lapse(*, at: dt.datetime, registration: Registration) -> int:
    """The end of its time has come: 1 where the place goes on, 0 where it was taken or paid meanwhile."""
    now = beats.registration_of(registration)
    if now.state == RegistrationState.UNPAID and fees.is_paid(now):
        fees.firm(now, at=at)
        return 0
    if now.state not in AWAITED or now.offered_until is None or now.offered_until > at:
        return 0
    fees.drop(now, by=None, at=at)
    tell(beats.move_registration(now, "lapse", by=None, at=at), at=at)
    pass_on(now.quota, at=at)
    return 1


def pass_on(quota: Quota, *, at: dt.datetime) -> int:
    """Offer the free seats of a locked gathering to those who wait, in turn; how many were offered one."""
    gathering = quota.gathering
    session = gathering.sessions.order_by("starts_at").first()
    begins = session.starts_at if session else None
    if gathering.state != GatheringState.PUBLISHED or (begins is not None and begins <= at):
        return 0
    waiting = list(quota.registrations.in_turn().for_mail()[:200])
    seats = seats_of(quota, len(waiting)) if waiting else []
    until = rules.answer_until(at, gathering.offer_hours, begins)
    for seat, registration in zip(seats, waiting, strict=False):
        offer_place(at=at, registration=registration, seat=seat, until=until)
    return len(seats)


def offer_place(*, at: dt.datetime, registration: Registration, seat: int, until: dt.datetime) -> None:
    """Keep a seat for whoever waited, for a while."""
    beats.move_registration(registration, "offer_place", by=None, at=at, seat=seat, offered_until=until)
    tell(registration, at=at)
