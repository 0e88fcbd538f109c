"""How much a tailored course is charged for, and when its parts are held: pure arithmetic."""

import datetime as dt
from collections.abc import Mapping, Sequence

from kosetsu.services.training.states import Basis

Moments = tuple[dt.datetime, dt.datetime]


def quantity(basis: str, *, minutes: int, step: int, people: int, days: int) -> int:
    """How many units a syllabus comes to; time is rounded up to a begun unit of ``step`` minutes.

    >>> quantity("time", minutes=150, step=60, people=8, days=1)
    3
    """
    counted = {Basis.TIME: -(-minutes // step), Basis.PEOPLE: people, Basis.DAYS: days, Basis.ONCE: 1}
    return counted[Basis(basis)]


def timetable(
    parts: Sequence[tuple[int, int]], begins: Mapping[int, dt.datetime], pause: dt.timedelta
) -> list[Moments]:
    """The beginning and end of each part, given as (day's number, minutes): on its day, one after the other."""
    free, found = dict(begins), []
    for day, minutes in parts:
        ends = free[day] + dt.timedelta(minutes=minutes)
        found.append((free[day], ends))
        free[day] = ends + pause
    return found
