"""Days of the calendar: working days (no weekend, no holiday, no day the house is closed), and months from a day."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import jpholiday

MonthDay = tuple[int, int]
_LONGEST_CLOSURE = 400


@dataclass(frozen=True)
class ClosingDays:
    """When the house is closed besides weekends and holidays: yearly ranges (also across the new year), and dates."""

    yearly: tuple[tuple[MonthDay, MonthDay], ...] = ()
    dates: frozenset[date] = frozenset()

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> "ClosingDays":
        """As a settings file writes them: ``{"yearly": ["12-29/01-03"], "dates": ["2026-11-13"]}``."""
        return cls(
            yearly=tuple(_period(str(period)) for period in written.get("yearly", ())),
            dates=frozenset(date.fromisoformat(str(day)) for day in written.get("dates", ())),
        )

    def __contains__(self, day: date) -> bool:
        return day in self.dates or any(_within((day.month, day.day), *closed) for closed in self.yearly)


NEVER_CLOSED = ClosingDays()


def is_holiday(day: date) -> bool:
    """国民の祝日に関する法律 (祝日, 振替休日, 国民の休日)."""
    return _is_holiday(date(day.year, day.month, day.day))


def is_working_day(day: date, closing: ClosingDays = NEVER_CLOSED) -> bool:
    return day.weekday() < 5 and day not in closing and not is_holiday(day)


def next_working_day(day: date, closing: ClosingDays = NEVER_CLOSED) -> date:
    """The first working day after `day`."""
    return next(_working_days(day, 1, closing))


def add_working_days(day: date, count: int, closing: ClosingDays = NEVER_CLOSED) -> date:
    """The `count`-th working day after `day` (before it, if negative); for 0 the day itself or the first one after."""
    if count == 0:
        return day if is_working_day(day, closing) else next_working_day(day, closing)
    found = _working_days(day, 1 if count > 0 else -1, closing)
    for _ in range(abs(count)):
        day = next(found)
    return day


def working_days_between(start: date, end: date, closing: ClosingDays = NEVER_CLOSED) -> int:
    """How many working days lie after `start` up to and including `end`."""
    return sum(is_working_day(start + timedelta(days=n), closing) for n in range(1, (end - start).days + 1))


def after_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month.

    >>> after_months(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(first: date, months: int) -> date:
    """The last day of so many months that begin on ``first``: the eve of that day, or the end of a month without it.

    >>> last_day(date(2028, 2, 29), 12)
    datetime.date(2029, 2, 28)
    """
    same = after_months(first, months)
    return same - timedelta(days=1) if same.day == first.day else same


def _period(written: str) -> tuple[MonthDay, MonthDay]:
    first, _slash, last = written.partition("/")
    return _month_day(first), _month_day(last or first)


def _month_day(written: str) -> MonthDay:
    month, day = written.split("-")
    return int(month), int(day)


def _working_days(day: date, step: int, closing: ClosingDays) -> Iterator[date]:
    closed_for = 0
    while closed_for < _LONGEST_CLOSURE:
        day += timedelta(days=step)
        closed_for += 1
        if is_working_day(day, closing):
            closed_for = 0
            yield day
    raise ValueError("the closing days leave no working day")


def _within(day: MonthDay, first: MonthDay, last: MonthDay) -> bool:
    if first <= last:
        return first <= day <= last
    return day >= first or day <= last


@lru_cache(maxsize=4096)
def _is_holiday(day: date) -> bool:
    return bool(jpholiday.is_holiday(day))
