"""Where the windows of a programme stand at a moment, in the institute's zone.

A window is a stretch of time: it begins with its first day and ends at the time it closes at, or with its last day
where it names none (a postmark counts the whole day). Nothing else decides whether it is open, so one that has
ended cannot show as open.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kosetsu.services.programmes.rules.language import Description, Window

State = Literal["upcoming", "open", "closed", "always", "unpublished"]
DAY = dt.timedelta(days=1)


def begins_at(window: Window, zone: dt.tzinfo) -> dt.datetime:
    """The first moment of a window."""
    return _moment(window.opens, dt.time(), zone)


def ends_at(window: Window, zone: dt.tzinfo) -> dt.datetime:
    """The first moment at which a window is closed: 17:00:00 where it closes at 17:00."""
    if window.closes_at is None:
        return _moment(window.closes + DAY, dt.time(), zone)
    return _moment(window.closes, window.closes_at, zone)


def _moment(day: dt.date, time: dt.time, zone: dt.tzinfo) -> dt.datetime:
    """In UTC, since Python compares the wall clocks of two moments that share a zone."""
    return dt.datetime.combine(day, time.replace(tzinfo=None), tzinfo=zone).astimezone(dt.UTC)


def day_of(at: dt.datetime, zone: dt.tzinfo) -> dt.date:
    """The day it is in the zone. A moment without a zone is refused: nobody knows when it is."""
    if at.utcoffset() is None:
        raise ValueError("a moment needs a zone")
    return at.astimezone(zone).date()


def state_of(window: Window, at: dt.datetime, zone: dt.tzinfo) -> Literal["upcoming", "open", "closed"]:
    """Where one window stands."""
    day_of(at, zone)
    if at.astimezone(dt.UTC) >= ends_at(window, zone):
        return "closed"
    return "open" if at.astimezone(dt.UTC) >= begins_at(window, zone) else "upcoming"


def state(description: Description, at: dt.datetime, zone: dt.tzinfo) -> State:
    """Where a programme stands: open while any window is, upcoming while none is and one will be."""
    if description.windows is None:
        return "unpublished"
    if description.windows == "always":
        day = day_of(at, zone)
        if description.effective_to is not None and day > description.effective_to:
            return "closed"
        return "always" if day >= description.effective_from else "upcoming"
    states = {state_of(window, at, zone) for window in description.windows}
    return "open" if "open" in states else "upcoming" if "upcoming" in states else "closed"


def coming(description: Description, at: dt.datetime, zone: dt.tzinfo) -> tuple[Window, ...]:
    """The windows that have not ended, those that end first before others."""
    if not isinstance(description.windows, tuple):
        return ()
    left = (one for one in description.windows if state_of(one, at, zone) != "closed")
    return tuple(sorted(left, key=lambda one: (ends_at(one, zone), one.opens, one.channel)))


def next_window(description: Description, at: dt.datetime, zone: dt.tzinfo) -> Window | None:
    """The open window that ends last; where none is open, the one that opens first. None: there is none to come."""
    left = coming(description, at, zone)
    if now := [one for one in left if state_of(one, at, zone) == "open"]:
        return now[-1]
    return min(left, key=lambda one: one.opens, default=None)


def days_left(window: Window, at: dt.datetime, zone: dt.tzinfo) -> int | None:
    """Days until the last day of a window, 0 on that day; None once it is closed."""
    return None if state_of(window, at, zone) == "closed" else (window.closes - day_of(at, zone)).days


def last_days(description: Description, at: dt.datetime, zone: dt.tzinfo) -> dict[str, Window]:
    """By channel, the window that ends next: paper and the electronic form of one round often end on other days."""
    found: dict[str, Window] = {}
    for window in coming(description, at, zone):
        found.setdefault(window.channel, window)
    return found


@dataclass(frozen=True, slots=True)
class Event:
    """What a calendar shows of a window: its opening, its closing, its decision."""

    key: str
    """The same whenever it is asked for, so that a calendar moves an event instead of showing it twice."""
    kind: Literal["opens", "closes", "decided"]
    code: str
    window: Window
    day: dt.date
    at: dt.datetime | None
    """The moment, where there is one; else the whole day."""


def events(description: Description, zone: dt.tzinfo) -> Iterator[Event]:
    """The events of every window that has dates."""
    windows = description.windows if isinstance(description.windows, tuple) else ()
    for number, window in enumerate(windows):
        key = f"{description.code}-{description.fiscal_year}-{description.round or number}-{window.channel}-{number}"
        closes = ends_at(window, zone) if window.closes_at is not None else None
        yield Event(f"{key}-opens", "opens", description.code, window, window.opens, None)
        yield Event(f"{key}-closes", "closes", description.code, window, window.closes, closes)
        if window.decided is not None:
            yield Event(f"{key}-decided", "decided", description.code, window, window.decided, None)
