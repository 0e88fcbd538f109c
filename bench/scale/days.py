"""The days on which an institute works, as busy as its seasons are."""

import datetime as dt
import random
from functools import cache

import jpholiday

from bench.scale.sizes import YEARS

BY_MONTH = {4: 7, 5: 7, 6: 9, 7: 9, 8: 7, 9: 8, 10: 9, 11: 9, 12: 8, 1: 7, 2: 10, 3: 10}
"""Quiet in spring and in August, busy before the fiscal year ends."""
GROWTH = {year: 0.88 + 0.06 * place for place, year in enumerate(YEARS)}


@cache
def working_days(year: int) -> tuple[dt.date, ...]:
    """The days of a fiscal year that are neither weekend nor holiday."""
    first = dt.date(year, 4, 1)
    days = (first + dt.timedelta(days=number) for number in range((dt.date(year + 1, 4, 1) - first).days))
    return tuple(day for day in days if day.weekday() < 5 and not jpholiday.is_holiday(day))


def busy_days(year: int, count: int, dice: random.Random) -> list[dt.date]:
    """``count`` days of the year in their order, more of them in busy months."""
    days = working_days(year)
    return sorted(dice.choices(days, [BY_MONTH[day.month] for day in days], k=count))


def share(total: int, year: int) -> int:
    """The part of ``total`` that falls into ``year``: the institute grows a little every year."""
    return round(total * GROWTH[year] / sum(GROWTH.values()))


def moment(day: dt.date, dice: random.Random) -> str:
    """A moment of the working day, in UTC, as both databases write it."""
    minutes = dice.randrange(9 * 60)
    return f"{day.isoformat()} {minutes // 60:02d}:{minutes % 60:02d}:00"
