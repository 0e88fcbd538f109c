"""Uses and faults of the demo, lived through: booked, begun, metered and charged, or missed; reported and mended."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.actions.demo import Visit
from kosetsu.foundation.bookings.models import Booking, Resource
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.services.instruments import actions
from kosetsu.services.instruments.models import Consumable, Fault

ASKED_BEFORE = dt.timedelta(days=8)
"""So long before its time a use of the demo was booked."""
SOON = dt.timedelta(minutes=4)
LATER = dt.timedelta(minutes=45)
OPENS, CLOSES = dt.time(9, 40), dt.time(16, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """One visit of the past, who stood at the bench, and what happened there."""

    visit: Visit
    staff: str
    guidance_minutes: int
    missed: bool
    consumables: Mapping[str, int] = field(default_factory=dict)


def play_uses(uses: Sequence[Used], cast: Cast) -> None:
    """Book each visit, and let it be used or missed, the oldest first."""
    for used in sorted(uses, key=lambda one: one.visit.working_days):
        wish = used.visit.wish(cast)
        at = wish.span.starts - ASKED_BEFORE
        made = bookings.request(by=used.visit.person, at=at, wish=wish)
        if made.state == "requested":
            made = bookings.approve(by=cast.people[used.staff], at=at + LATER, booking=made)
        _miss(made, used, cast) if used.missed else _use(made, used, cast)


def _miss(booking: Booking, used: Used, cast: Cast) -> None:
    by, at = cast.people[used.staff], booking.starts_at + LATER
    missed = bookings.mark_no_show(by=by, at=at, booking=booking)
    actions.charge_cancellation(missed, by=by, at=at)


def _use(booking: Booking, used: Used, cast: Cast) -> None:
    bench: dict[str, Any] = {"by": cast.people[used.staff], "booking": booking}
    actions.start_use(**bench, at=booking.starts_at + SOON)
    meanwhile = booking.starts_at + LATER
    if used.guidance_minutes:
        actions.log_guidance(**bench, at=meanwhile, minutes=used.guidance_minutes)
    for code, quantity in used.consumables.items():
        found = Consumable.objects.on(booking.first_day).get(offering=booking.resource.offering, code=code)
        actions.log_consumable(**bench, at=meanwhile, consumable=found, quantity=quantity)
    actions.stop_use(**bench, at=booking.ends_at - SOON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """One fault: seen so many days before the loading, and mended where ``mending`` says how."""

    resource: Resource
    days_ago: int
    mended_days_ago: int
    who: str
    text: str
    unusable: bool
    mending: str


def play_faults(faults: Sequence[Broken], cast: Cast) -> None:
    """Report what nobody has reported yet, the oldest first."""
    known = set(Fault.objects.values_list("text", flat=True))
    for one in sorted(faults, key=lambda one: -one.days_ago):
        if one.text in known:
            continue
        by, at = cast.people[one.who], cast.moment(-one.days_ago, OPENS)
        made = actions.report_fault(by=by, at=at, resource=one.resource, text=one.text, unusable=one.unusable)
        if one.mending:
            actions.mend(by=by, at=cast.moment(-one.mended_days_ago, CLOSES), fault=made, mending=one.mending)
