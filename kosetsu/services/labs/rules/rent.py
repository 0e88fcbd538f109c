"""Rent of one month to the yen: the days somebody is there, the price of each day, what is let off.

A month's price is divided by what the dated rule says. The exact sum of all days is rounded once per month; where the
price changes within the month, each line is what the sum so far grows by, so that lines always add up to the sum.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from django.utils.translation import gettext as _

from kosetsu.common import money
from kosetsu.common.money import Rounding
from kosetsu.foundation.catalogue.rules import PriceLine
from kosetsu.foundation.catalogue.states import PricePart
from kosetsu.services.labs.states import DayShare

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """From a day through another one, both inclusive."""

    first: dt.date
    last: dt.date

    def __len__(self) -> int:
        return max((self.last - self.first).days + 1, 0)

    def within(self, other: "Days") -> "Days":
        """What both have in common; empty where that is nothing."""
        return Days(max(self.first, other.first), min(self.last, other.last))


@dataclass(frozen=True, slots=True)
class MonthPrice:
    """What a whole month costs from a day on, until the next price."""

    since: dt.date
    yen: int
    tax_class: str = ""


@dataclass(frozen=True, slots=True)
class Letting:
    """A relief of the rent: its share of every day of a span."""

    days: Days
    rate: Fraction
    label: str


def month_of(day: dt.date) -> Days:
    """The whole month of a day."""
    return Days(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def months(span: Days) -> list[Days]:
    """The part of every month of a span."""
    found, first = [], span.first
    while first <= span.last:
        month = month_of(first)
        found.append(month.within(Days(first, span.last)))
        first = month.last + ONE_DAY
    return found


def rent_lines(
    stay: Days, prices: Sequence[MonthPrice], lettings: Iterable[Letting], *, share: str, rounding: Rounding
) -> list[PriceLine]:
    """The rent of a stay within one month, line by line; ``prices`` in order, the first from before the stay.

    66,000 a month, from the 15th of a month of 30 days: 66,000 × 16/30 = 35,200.
    """
    under = divisor(share, len(stay), len(month_of(stay.first)))
    lines = _grown(_spans(stay, prices), under, rounding, Fraction(1))
    for one in lettings:
        off = _grown(_spans(stay.within(one.days), prices), under, rounding, min(one.rate, Fraction(1)))
        lines += [
            PriceLine("relief", one.label, f"{line.formula} × {one.rate}", -line.yen, line.tax_class) for line in off
        ]
    return _capped(lines)


def divisor(share: str, days: int, of_month: int) -> int:
    """What a month's price is divided by for a stay of so many of its days; a whole month is always the whole price."""
    under = {DayShare.CALENDAR: of_month, DayShare.THIRTY: of_month if days == of_month else 30, DayShare.WHOLE: days}
    return under[DayShare(share)]


def _spans(stay: Days, prices: Sequence[MonthPrice]) -> list[tuple[Days, MonthPrice]]:
    """The stay cut where its price changes."""
    ends = [later.since - ONE_DAY for _now, later in pairwise(prices)] + [stay.last]
    cut = [(stay.within(Days(price.since, end)), price) for price, end in zip(prices, ends, strict=True)]
    return [(days, price) for days, price in cut if len(days)]


def _grown(spans: Iterable[tuple[Days, MonthPrice]], under: int, rounding: Rounding, rate: Fraction) -> list[PriceLine]:
    """A line for each span: by how much the rounded sum grows with it."""
    exact, told, lines = Fraction(0), 0, []
    for days, price in spans:
        exact += price.yen * Fraction(len(days), under) * rate
        yen = money.apply(1, exact, rounding) - told
        told += yen
        label = _("使用料 %(first)s～%(last)s") % {"first": f"{days.first:%m/%d}", "last": f"{days.last:%m/%d}"}
        formula = f"{price.yen:,} × {len(days)}/{under}"
        lines.append(PriceLine(PricePart.UNIT, label, formula, yen, price.tax_class))
    return lines


def _capped(lines: list[PriceLine]) -> list[PriceLine]:
    """No more is let off than there is to pay, however it is rounded."""
    left, kept = 0, []
    for line in lines:
        yen = max(line.yen, -left)
        left += yen
        kept.append(replace(line, yen=yen))
    return kept
