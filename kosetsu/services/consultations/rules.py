"""Arithmetic of consultations: deadlines on working days, the place in the chain. No Django."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from kosetsu.common.calendars import ClosingDays, add_working_days

DEFAULT_RESPONSE_DAYS = 5


def due_on(received: dt.date, days: int, closing: ClosingDays, wished: dt.date | None = None) -> dt.date:
    """The day by which the first answer is owed: so many working days later, sooner where the client needs it sooner.

    A wish in the past changes nothing: it can no longer be met.
    """
    owed = add_working_days(received, days, closing)
    return min(owed, wished) if wished and wished >= received else owed


def urgency(due: dt.date | None, today: dt.date, week_ends: dt.date) -> str:
    """ "overdue", "today", "week" or "later"; a case without a deadline is "later"."""
    if due is None or due > week_ends:
        return "later"
    return "overdue" if due < today else "today" if due == today else "week"


def week_end(today: dt.date) -> dt.date:
    """The Sunday of this week."""
    return today + dt.timedelta(days=6 - today.weekday())


def response_days(settings: Mapping[str, Any]) -> int:
    """The institute's promise in working days (``response_days: {consultation: 3}``, or one number for all)."""
    value = settings.get("response_days", DEFAULT_RESPONSE_DAYS)
    return int(value.get("consultation", DEFAULT_RESPONSE_DAYS) if isinstance(value, Mapping) else value)


CHAIN = ("received", "assigned", "answered", "proposed", "closed")
_PLACE = {
    "received": 0, "triaged": 0, "passed_on": 0, "assigned": 1, "waiting": 1,
    "answered": 2, "visited": 2, "proposed": 3, "joined": 4, "closed": 4,
}  # fmt: skip


def chain_states(state: str, *, delivered: bool, proposed: bool) -> list[str]:
    """ "done", "current", "todo" or "skipped" for each step of :data:`CHAIN`."""
    place = _PLACE[state]
    happened = {"answered": delivered, "proposed": proposed}
    return [
        "current" if number == place
        else "todo" if number > place and not happened.get(step)
        else "done" if happened.get(step, True)
        else "skipped"
        for number, step in enumerate(CHAIN)
    ]  # fmt: skip
