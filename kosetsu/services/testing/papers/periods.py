"""Periods of name use: whole years on the calendar."""

import datetime as dt

from kosetsu.common.calendars import after_months


def last_day(first: dt.date, *, years: int) -> dt.date:
    """The last day of a period of whole years.

    >>> last_day(dt.date(2026, 11, 20), years=5)
    datetime.date(2031, 11, 19)
    """
    return after_months(first, 12 * years) - dt.timedelta(days=1)


def may_still_apply(issued_on: dt.date, today: dt.date, *, years: int) -> bool:
    """Whether ``today`` lies within so many years of the issue, the anniversary included."""
    return today <= after_months(issued_on, 12 * years)
