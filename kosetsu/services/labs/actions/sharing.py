"""Shared rooms: when a tenant's booking ends, its use is written into the room log, counted and charged, once."""

import datetime as dt

from django.db import transaction

from kosetsu.common.clock import day_of
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.bookings.models import Booking
from kosetsu.foundation.bookings.states import State
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.governance import audit
from kosetsu.services.labs.actions import beats
from kosetsu.services.labs.models import RoomUse, SharedRoom, Tenancy
from kosetsu.services.labs.rules.terms import begun_hours


@transaction.atomic
def log_room_use(*, by: Person | None, at: dt.datetime, booking: Booking) -> RoomUse | None:
    """The log's row of a finished booking of a shared room; None where it is none of ours."""
    held = Booking.objects.select_for_update(of=("self",)).select_related("resource__branch", "resource__offering").get(
        pk=booking.pk
    )  # fmt: skip
    known = RoomUse.objects.filter(booking=held).first()
    tenancy = _tenancy(held)
    if known or tenancy is None or held.started_at is None or held.stopped_at is None:
        return known
    day, hours = held.first_day, begun_hours(held.started_at, held.stopped_at)
    room = held.resource
    counted = beats.entry(
        tenancy, "shared_room", by=by, at=at, day=day, quantity=hours, unit="時間", channel=Channel.VISIT,
        topic=room.name_ja[:200],
    )  # fmt: skip
    charge = None
    if room.offering:
        charge = billing.charge(
            by=by, at=at, organisation=tenancy.organisation, workplace=held.workplace, on_date=day,
            offering=room.offering, quantity=hours, case=tenancy.case, entry=counted, branch=room.branch,
            what="shared_room",
        )  # fmt: skip
    made = RoomUse.objects.create(
        booking=held, tenancy=tenancy, resource=room, started_at=held.started_at, stopped_at=held.stopped_at,
        entry=counted, charge=charge,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="log_room_use", thing=made, after={"hours": hours})
    return made


def log_missed(*, at: dt.datetime) -> int:
    """Finished bookings of shared rooms whose use was not written down (a crash between); how many there were."""
    rooms = SharedRoom.objects.on(day_of(at)).values("resource")
    missed = Booking.objects.filter(
        resource__in=rooms, state=State.FINISHED, upkeep=False, stopped_at__isnull=False, workplace__isnull=False
    ).exclude(pk__in=RoomUse.objects.values("booking"))
    return sum(log_room_use(by=None, at=at, booking=one) is not None for one in missed.order_by("pk")[:200])


def _tenancy(booking: Booking) -> Tenancy | None:
    if booking.upkeep or booking.state != State.FINISHED or booking.workplace is None:
        return None
    day = booking.first_day
    if not SharedRoom.objects.on(day).filter(resource=booking.resource).exists():
        return None
    theirs = Tenancy.objects.stood().on(day).filter(case__workplace=booking.workplace)
    return theirs.select_related("case__organisation", "case__workplace", "lab__branch").order_by("pk").first()
