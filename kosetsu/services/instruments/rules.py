"""Arithmetic of instruments: how long a licence is good, how many units a use is, how a month was spent, when
a device wears out.

No clock, no database: 2026-05-12 and 36 months → good until 2029-05-11; 4 hours 7 minutes in half hours → 9, if rounded
up.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kosetsu.common import fiscal
from kosetsu.common.calendars import after_months
from kosetsu.services.instruments.states import RenewalKind, RenewalReason, Rounding, Validity

Stretch = tuple[dt.datetime, dt.datetime]
"""From when until when."""


def renewable_from(valid_until: dt.date, months_before: int) -> dt.date:
    """The first day on which a card can be renewed."""
    return after_months(valid_until, -months_before)


def validity(*, suspended: bool, valid_from: dt.date, valid_until: dt.date, on: dt.date) -> Validity:
    """What a card's public page says on that day; a card that is not good yet is not valid either."""
    if suspended:
        return Validity.SUSPENDED
    return Validity.VALID if valid_from <= on <= valid_until else Validity.EXPIRED


def minutes(begins: dt.datetime, ends: dt.datetime) -> int:
    """Whole minutes between two moments; a begun minute counts."""
    return max(0, -((begins - ends) // dt.timedelta(minutes=1)))


def units(used: int, unit_minutes: int, rounding: str) -> int:
    """So many minutes in units of the tariff, never less than one."""
    exact = Fraction(used, unit_minutes)
    counted = {
        Rounding.UP: -(-used // unit_minutes),
        Rounding.NEAREST: int(exact + Fraction(1, 2)),
        Rounding.DOWN: int(exact),
    }[Rounding(rounding)]
    return max(1, counted)


@dataclass(frozen=True, slots=True)
class Month:
    """How a month of an instrument was spent, in minutes; each number is counted by itself."""

    open: int = 0
    booked: int = 0
    used: int = 0
    maintenance: int = 0
    no_show: int = 0

    @property
    def rate(self) -> Fraction:
        """The used share of what was open and not under maintenance."""
        usable = self.open - self.maintenance
        return Fraction(self.used, usable) if usable > 0 else Fraction(0)


def within(stretches: Iterable[Stretch], begins: dt.datetime, ends: dt.datetime) -> list[Stretch]:
    """The parts that lie between two moments."""
    cut = ((max(one, begins), min(other, ends)) for one, other in stretches)
    return [(one, other) for one, other in cut if one < other]


def total(stretches: Iterable[Stretch]) -> int:
    """Their minutes, one after the other."""
    return sum(minutes(begins, ends) for begins, ends in stretches)


def union(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same time without counting anything twice."""
    joined: list[Stretch] = []
    for begins, ends in sorted(stretches):
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((begins, ends))
    return joined


def common(one: Sequence[Stretch], other: Sequence[Stretch]) -> list[Stretch]:
    """The time that lies in both."""
    return [part for begins, ends in union(other) for part in within(union(one), begins, ends)]


@dataclass(frozen=True, slots=True)
class Limits:
    """When a device is worn, or out of order too long, or too dear, or too little used (None: nobody looks)."""

    life_years: int
    ahead_years: int
    outage_hours: int
    repair_yen: int
    low_rate: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """How a device did: since when there is one, its used share of the last year, the sums of outages and repairs.

    ``rate`` is None for what nobody books.
    """

    acquired_on: dt.date | None = None
    rate: Fraction | None = None
    outage_hours: int = 0
    repair_yen: int = 0

    def age(self, on: dt.date) -> int | None:
        """Whole years."""
        if (since := self.acquired_on) is None:
            return None
        return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the figures speak for; people decide."""

    kind: RenewalKind
    fiscal_year: int
    reasons: tuple[RenewalReason, ...]


def proposed(condition: Condition, limits: Limits, on: dt.date) -> Proposal | None:
    """Worn and used → renewed, worn and idle → given up, idle → moved, ailing → overhauled; None: nothing to plan."""
    following = fiscal.fiscal_year(on) + 1
    ends = fiscal.fiscal_year(condition.acquired_on) + limits.life_years if condition.acquired_on else None
    low = condition.rate is not None and limits.low_rate is not None and condition.rate < limits.low_rate
    found = {
        RenewalReason.AGE: ends is not None and ends <= following + limits.ahead_years,
        RenewalReason.LOW_USE: low,
        RenewalReason.OUTAGES: condition.outage_hours >= limits.outage_hours,
        RenewalReason.REPAIRS: condition.repair_yen >= limits.repair_yen,
    }
    reasons = tuple(reason for reason, holds in found.items() if holds)
    if not reasons:
        return None
    if not found[RenewalReason.AGE]:
        return Proposal(RenewalKind.TRANSFER if low else RenewalKind.REFURBISH, following, reasons)
    return Proposal(RenewalKind.DISPOSE if low else RenewalKind.RENEW, max(following, ends or 0), reasons)
