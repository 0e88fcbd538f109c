"""Mid-term targets: what was promised for the period, what has been reached, and where an even pace would stand."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kosetsu.across.reporting.rules.measures import in_language
from kosetsu.across.reporting.rules.periods import Period

Aggregation = Literal["sum_5y", "mean_5y_at_least"]


@dataclass(frozen=True, slots=True)
class Target:
    """One row per target of the mid-term plan."""

    key: str
    plan_item: str
    area: Mapping[str, str]
    indicator: Mapping[str, str]
    unit: str
    target: int
    aggregation: Aggregation
    period: Period
    measure: str
    stated_in: str = ""

    def named(self, language: str) -> str:
        """The indicator in ``language``."""
        return in_language(self.indicator, language)


@dataclass(frozen=True, slots=True)
class Standing:
    """A target on one day: reached so far, and the even pace. A mean has its target as pace from the first day."""

    actual: Fraction | None
    pace: Fraction

    @property
    def on_pace(self) -> bool | None:
        """Whether the actual is at least the pace; None where nothing has been measured yet."""
        return None if self.actual is None else self.actual >= self.pace


def pace(target: Target, day: dt.date) -> Fraction:
    """Where the target should stand at the end of ``day`` at an even pace, year by year.

    Each year of the period carries an equal share, spread over its own days, so that the pace reaches exactly one
    fifth on the last day of each of five years, leap year or not.
    """
    if target.aggregation == "mean_5y_at_least":
        return Fraction(target.target)
    years = _years(target.period)
    share = Fraction(target.target, len(years))
    return sum((share * _part(year, day) for year in years), Fraction(0))


def measured_until(target: Target, day: dt.date) -> Period | None:
    """The days of the target's period that have passed on ``day``."""
    return target.period.until(day)


def _years(period: Period) -> list[Period]:
    years, first = [], period.first
    while first <= period.last:
        next_first = first.replace(year=first.year + 1)
        years.append(Period(first, min(next_first - dt.timedelta(days=1), period.last)))
        first = next_first
    return years


def _part(year: Period, day: dt.date) -> Fraction:
    passed = year.until(day)
    return Fraction(passed.days, year.days) if passed else Fraction(0)
