"""What the pages show of bookings: a state's colour, and a week of a resource as free and busy spans."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from kosetsu.foundation.bookings import rules
from kosetsu.foundation.bookings.actions.places import Place
from kosetsu.foundation.bookings.rules import MINUTE, Span
from kosetsu.foundation.bookings.states import State

KINDS = {
    State.HELD: "waiting",
    State.REQUESTED: "waiting",
    State.CONFIRMED: "active",
    State.STARTED: "active",
    State.FINISHED: "done",
}
HOUR = 60
NONE = dt.timedelta(0)


def state_kind(state: str) -> str:
    """The colour of a state."""
    return KINDS.get(State(state), "stopped")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a day that is all free or all busy."""

    span: Span
    free: bool
    cell: int

    @property
    def starts(self) -> list[dt.datetime]:
        """The times at which a booking can begin: the beginning, and every full hour after it."""
        if not self.free:
            return []
        step, first = max(self.cell, HOUR), self.span.starts
        late = first + (HOUR - first.minute) % HOUR * MINUTE
        later = [late + n * step * MINUTE for n in range(24)]
        return [first, *(one for one in later if first < one < self.span.ends)]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a resource."""

    day: dt.date
    stretches: list[Stretch]

    @property
    def free_hours(self) -> float | None:
        """How much of it is free; None on a day that is closed."""
        free = sum(one.span.minutes for one in self.stretches if one.free)
        return free / HOUR if self.stretches else None


def week_of(place: Place, monday: dt.date, at: dt.datetime) -> list[Day]:
    """Seven days of free and busy, for everyone alike: no row says whose."""
    return [Day(day, _stretches(place, day, at)) for day in (monday + dt.timedelta(days=n) for n in range(7))]


def _stretches(place: Place, day: dt.date, at: dt.datetime) -> list[Stretch]:
    terms = place.terms_on(day)
    found: list[Stretch] = []
    for window in place.calendar.open_spans(terms.opening, day) if terms else ():
        free = free_cells(place, window, at)
        edges = [window.starts + n * place.cell * MINUTE for n in range(len(free) + 1)]
        for is_free, cells in groupby(range(len(free)), free.__getitem__):
            run = list(cells)
            found.append(Stretch(Span(edges[run[0]], edges[run[-1] + 1]), is_free, place.cell))
    return found


def free_cells(place: Place, window: Span, at: dt.datetime) -> list[bool]:
    """For each cell of an open window what ``rules.fits`` says of it; what all of them share is asked of the first."""
    size = place.cell * MINUTE
    count = (window.ends - window.starts) // size
    first = Span(window.starts, window.starts + size)
    terms = place.terms_on(first.starts.astimezone(place.calendar.zone).date())
    open_to_all = replace(place.calendar, closures=())
    if terms is None or not rules.check(
        terms, first, at=min(at, first.starts), cell=place.cell, calendar=open_to_all, notice=False
    ):
        return [False] * count
    kept = rules.kept(first, terms, place.cell)
    margins = first.starts - kept.starts, kept.ends - first.ends
    past = Span(min(at, window.starts), at)
    closed = _met([past, *place.calendar.closures], window, size)
    taken = set.intersection(*(_met(lane, window, size, *margins) for lane in place.lanes))
    return [number not in closed and number not in taken for number in range(count)]


def _met(
    spans: Iterable[Span], window: Span, size: dt.timedelta, before: dt.timedelta = NONE, after: dt.timedelta = NONE
) -> set[int]:
    """The cells of the window (counted) that meet one of the spans; so much around a cell belongs to it."""
    count = (window.ends - window.starts) // size
    found: set[int] = set()
    for one in spans:
        if one.starts < window.ends + after and window.starts - before < one.ends:
            first = (one.starts - after - window.starts) // size
            behind = -((window.starts - before - one.ends) // size)
            found.update(range(max(first, 0), min(behind, count)))
    return found
