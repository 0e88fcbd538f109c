"""The beats that every verb shares: lock, ask the gates, move the state, write it down, announce.

Locks are taken in one order, so that two verbs never wait for each other: the resources (sorted), then the booking,
then the audit log. Whoever holds a resource's lock alone decides about its time; the unique cell is the second net.
"""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction

from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import Decision, Refused, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings import signals
from kosetsu.foundation.bookings.models import Booking, BookingRule, Resource
from kosetsu.foundation.bookings.permissions import Draft, keeps, may_pass
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.bookings.states import MOVES, State
from kosetsu.foundation.governance import audit

LOCK = "bookings:resource:{}"


class OtherTimes(Refused):
    """The time cannot be had; ``spans`` are the next that can."""

    def __init__(self, decision: Decision, spans: Sequence[Span] = ()) -> None:
        super().__init__(decision)
        self.spans = tuple(spans)


def lock(resources: Sequence[Resource]) -> None:
    """Nobody else decides about these resources until the transaction ends."""
    lock_keys(*(LOCK.format(one.pk) for one in resources))


def locked(booking: Booking) -> tuple[Booking, list[Resource]]:
    """The booking as it is now, and its resources, the main one first; all locked until the transaction ends."""
    resources = resources_of(booking)
    lock(resources)
    rows = Booking.objects.select_for_update(of=("self",))
    now = rows.select_related("resource__branch", "resource__group", "person", "workplace").get(pk=booking.pk)
    return now, resources


def resources_of(booking: Booking) -> list[Resource]:
    """The whole set, the main resource first."""
    found = Resource.objects.filter(parts__booking=booking).for_booking()
    return sorted(found, key=lambda one: (one.pk != booking.resource_id, one.pk))


def rule_now(booking: Booking) -> BookingRule | None:
    """The rule of a booking's main resource on the day it begins."""
    return rules_of([booking])[booking.pk]


def rules_of(bookings: Sequence[Booking]) -> dict[int, BookingRule | None]:
    """The same for many, by the booking's row number."""
    known = list(BookingRule.objects.filter(resource__in={one.resource_id for one in bookings}).newest_first())
    return {
        one.pk: next((r for r in known if r.resource_id == one.resource_id and r.holds_on(one.first_day)), None)
        for one in bookings
    }


def draft_of(
    booking: Booking,
    resources: Sequence[Resource],
    verb: str,
    *,
    by: Person | None,
    span: Span | None = None,
    person: Person | None = None,
) -> Draft:
    """The booking as the gates see it: as it is, or with another time or person."""
    return Draft(
        verb=verb,
        resources=tuple(resources),
        span=span or booking.span,
        person=person or booking.person,
        workplace=booking.workplace,
        by=by,
        booking=booking,
        upkeep=booking.upkeep,
    )


def ask_gates(draft: Draft, at: dt.datetime) -> None:
    """Every other room's condition."""
    require(may_pass(draft, at))


def give_back(booking: Booking) -> None:
    """Its time is free again; what it was stays written in the booking."""
    booking.cells.all().delete()


def move_state(
    booking: Booking, verb: str, *, by: Person | None, at: dt.datetime, reason: str = "", **columns: Any
) -> None:
    """Move the locked booking by ``verb``, set these columns with it, and write it down."""
    after = {"state": MOVES.target(verb, booking.state), **columns}
    before = {name: getattr(booking, name) for name in after}
    for name, value in (after | {"changed_at": at, "sequence": booking.sequence + 1}).items():
        setattr(booking, name, value)
    booking.save(update_fields=[*after, "changed_at", "sequence"])
    record(verb, booking, by=by, at=at, before=before, after=after, reason=reason)


def record(
    verb: str,
    booking: Booking,
    *,
    by: Person | None,
    at: dt.datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """The audit row of one verb, and after the commit its announcement."""
    audit.record(
        by=by, at=at, verb=verb, thing=booking, before=_plain(before or {}), after=_plain(after or {}), reason=reason
    )
    say = partial(signals.booking_changed.send, Booking, booking=booking, verb=verb, by=by, at=at)
    transaction.on_commit(say)


def freed(resources: Sequence[Resource], at: dt.datetime) -> None:
    """Tell after the commit that time was given back."""
    pks = [one.pk for one in resources]
    transaction.on_commit(partial(signals.time_freed.send, Resource, resources=pks, at=at))


def state_after(rule: BookingRule, by: Person | None) -> State:
    """Where a booking stands once it is no mere hold: the institute's keepers need no approval of their own."""
    return State.REQUESTED if rule.approval and not keeps(by) else State.CONFIRMED


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them: records by their row number, moments as text."""
    return {name: getattr(v, "pk", v.isoformat() if isinstance(v, dt.datetime) else v) for name, v in values.items()}
