"""When a weekly hour comes next: working days only, inside the period in which the hours hold."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Protocol

from kosetsu.common.calendars import ClosingDays, is_working_day

HORIZON_DAYS = 92
"""How far ahead an hour is looked for; what is later is asked of a person."""


class Hours(Protocol):
    """What the arithmetic reads of a row of hours."""

    weekday: Any
    starts: Any

    def holds_on(self, day: dt.date) -> bool: ...


def next_hour(hours: Iterable[Hours], after: dt.date, closing: ClosingDays) -> tuple[dt.date, dt.time] | None:
    """The first day after ``after`` with an hour, and when it begins; None within three months of nothing."""
    known = list(hours)
    for ahead in range(1, HORIZON_DAYS + 1):
        day = after + dt.timedelta(days=ahead)
        starts = [h.starts for h in known if h.weekday == day.weekday() and h.holds_on(day)]
        if starts and is_working_day(day, closing):
            return day, min(starts)
    return None
