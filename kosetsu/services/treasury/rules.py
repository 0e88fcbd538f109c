"""Arithmetic of the institute's own money: figures of budgets and plans, a year's end, the highest debt from a day on.

No database, no clock.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, groupby


@dataclass(frozen=True, slots=True)
class Figures:
    """What a line, or a side of the budget, was planned, changed by, and has executed."""

    planned: int = 0
    changed: int = 0
    executed: int = 0

    @property
    def budget(self) -> int:
        """The plan with its changes."""
        return self.planned + self.changed

    @property
    def rest(self) -> int:
        return self.budget - self.executed

    @property
    def rate(self) -> Fraction | None:
        """Executed of the budget; nothing can be said of a budget of nothing."""
        return Fraction(self.executed, self.budget) if self.budget else None

    @property
    def percent(self) -> str:
        return percent(self.rate)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(self.planned + other.planned, self.changed + other.changed, self.executed + other.executed)


@dataclass(frozen=True, slots=True)
class Beside:
    """What was planned, and beside it what became of it; nothing where the records do not hold all of it."""

    planned: int = 0
    actual: int | None = 0

    @property
    def difference(self) -> int | None:
        return None if self.actual is None else self.actual - self.planned

    @property
    def percent(self) -> str:
        held = self.actual is not None and self.planned > 0
        return percent(Fraction(self.actual or 0, self.planned) if held else None)

    def __add__(self, other: "Beside") -> "Beside":
        unknown = self.actual is None or other.actual is None
        return Beside(self.planned + other.planned, None if unknown else (self.actual or 0) + (other.actual or 0))

    def __neg__(self) -> "Beside":
        return Beside(-self.planned, None if self.actual is None else -self.actual)


def percent(rate: Fraction | None) -> str:
    """12.3%, exactly rounded half up; empty where there is no rate."""
    if rate is None:
        return ""
    tenths = (2000 * rate.numerator + rate.denominator) // (2 * rate.denominator)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}%"


def a_year_after(day: dt.date) -> dt.date:
    """The last day of one year from then; of 29 February, the last of the next."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return dt.date(day.year + 1, day.month, last)


def peak(movements: Iterable[tuple[dt.date, int]], since: dt.date) -> int:
    """The highest debt at the end of any day from ``since`` on; movements are borrowed (+) and repaid (-) sums.

    A loan that is entered late must fit into every day it was open, not only into today.
    """
    days = [(day, sum(yen for _day, yen in rows)) for day, rows in groupby(sorted(movements), key=lambda one: one[0])]
    levels = list(zip((day for day, _yen in days), accumulate(yen for _day, yen in days), strict=True))
    before = max((level for level in levels if level[0] <= since), default=(since, 0))[1]
    return max([before, *(debt for day, debt in levels if day > since)])
