"""What the pages show of bookings: a state's colour, and a week of a resource as free and busy spans."""

import datetime as dt
from dataclasses import dataclass, field

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


def state_kind(state: str) -> str:
    """The colour of a state."""
    return KINDS.get(State(state), "stopped")


@dataclass(slots=True)
class Stretch:
    """A part of a day that is all free or all busy; ``starts`` are the times at which a booking can begin."""

    span: Span
    free: bool
    starts: list[dt.datetime] = field(default_factory=list)


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
        begun, near = len(found), place.near(window)
        for starts in rules.cells(window, place.cell):
            cell = Span(starts, starts + place.cell * MINUTE)
            free = terms is not None and rules.fits([near], cell, at=at, notice=False)
            if len(found) > begun and found[-1].free == free:
                found[-1].span = Span(found[-1].span.starts, cell.ends)
            else:
                found.append(Stretch(cell, free))
    for one in found:
        one.starts = _hourly(one.span, place.cell) if one.free else []
    return found


def _hourly(span: Span, cell: int) -> list[dt.datetime]:
    """The beginning, and every full hour after it."""
    step = max(cell, HOUR)
    first = span.starts
    late = first + (HOUR - first.minute) % HOUR * MINUTE
    later = [late + n * step * MINUTE for n in range(24)]
    return [first, *(one for one in later if first < one < span.ends)]
