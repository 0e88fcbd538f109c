"""Uses, faults and renewals of the demo, lived through by their actions."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.actions.demo import Visit
from kosetsu.foundation.bookings.models import Booking, Resource
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.services.instruments import actions
from kosetsu.services.instruments.models import Consumable, Fault
from kosetsu.services.instruments.states import RenewalKind

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
    repair_yen: int | None = None


def play_faults(faults: Sequence[Broken], cast: Cast) -> None:
    """Report what nobody has reported yet, the oldest first."""
    known = set(Fault.objects.values_list("text", flat=True))
    for one in sorted(faults, key=lambda one: -one.days_ago):
        if one.text in known:
            continue
        by, at = cast.people[one.who], cast.moment(-one.days_ago, OPENS)
        made = actions.report_fault(by=by, at=at, resource=one.resource, text=one.text, unusable=one.unusable)
        if one.mending:
            at = cast.moment(-one.mended_days_ago, CLOSES)
            actions.mend(by=by, at=at, fault=made, mending=one.mending, repair_yen=one.repair_yen or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """One line of the renewal plan, and how far it has come."""

    device: Device
    kind: RenewalKind
    years: int
    estimated_yen: int
    money: str
    reason: str
    days_ago: int
    who: str
    approved_by: str
    outcome: str
    done: bool


def play_renewals(lines: Sequence[Renewed], cast: Cast) -> None:
    """Plan each, let another agree, and end what has an outcome."""
    this = fiscal.fiscal_year(day_of(cast.at))
    for one in lines:
        at = cast.moment(-one.days_ago, OPENS)
        made = actions.plan_renewal(
            by=cast.people[one.who], at=at, device=one.device, kind=one.kind, fiscal_year=this + one.years,
            estimated_yen=one.estimated_yen, money=one.money, reason=one.reason,
        )  # fmt: skip
        if one.approved_by:
            made = actions.approve_renewal(by=cast.people[one.approved_by], at=at + LATER, line=made)
        if one.outcome:
            end = actions.complete_renewal if one.done else actions.cancel_renewal
            end(by=cast.people[one.who], at=at + 2 * LATER, line=made, outcome=one.outcome)
