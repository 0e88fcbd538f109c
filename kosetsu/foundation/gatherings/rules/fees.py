"""How long a place waits for its price, and what giving it back costs: pure arithmetic."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from kosetsu.foundation.bookings.rules import FeeStep


def pay_until(due_on: dt.date, grace_days: int, begins: dt.datetime, at: dt.datetime) -> dt.datetime:
    """Until when a place is kept that is not paid: through the due day and the days of grace, but not beyond the
    beginning; who registers after it has the day.

    >>> begins = dt.datetime(2026, 12, 1, 13, 0, tzinfo=dt.UTC)
    >>> pay_until(dt.date(2026, 11, 20), 3, begins, begins - dt.timedelta(days=30)).isoformat()
    '2026-11-24T00:00:00+00:00'
    """
    last = due_on + dt.timedelta(days=grace_days + 1)
    until = dt.datetime.combine(last, dt.time(), begins.tzinfo)
    return min(until, begins) if at < begins else until


def in_words(steps: Sequence[FeeStep]) -> str:
    """The rule as a person reads it: 3日前まで無料、開始まで50%、その後100%."""
    return "、".join(f"{_until(step.until)}{_share(step.share)}" for step in steps)


def _until(until: str) -> str:
    if until == "after":
        return _("その後")
    return _("開始まで") if until == "start" else _("%(days)s日前まで") % {"days": until.removeprefix("day-")}


def _share(share: Fraction) -> str:
    return f"{round(share * 100)}%" if share else _("無料")
