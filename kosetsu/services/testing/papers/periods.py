"""Periods of name use: years and months on the calendar."""

import datetime as dt
from calendar import monthrange


def plus_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months on, the month's last day where it has none.

    >>> plus_months(dt.date(2027, 1, 31), 1)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(first: dt.date, *, years: int) -> dt.date:
    """The last day of a period of whole years.

    >>> last_day(dt.date(2026, 11, 20), years=5)
    datetime.date(2031, 11, 19)
    """
    return plus_months(first, 12 * years) - dt.timedelta(days=1)


def may_still_apply(issued_on: dt.date, today: dt.date, *, years: int) -> bool:
    """Whether ``today`` lies within so many years of the issue, the anniversary included."""
    return today <= plus_months(issued_on, 12 * years)
