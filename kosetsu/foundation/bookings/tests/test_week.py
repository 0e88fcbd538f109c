"""A week's cells: asked all at once they say what a booking of each alone would be told."""

import datetime as dt
import random
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest

from kosetsu.foundation.bookings import rules
from kosetsu.foundation.bookings.actions.busy import FOREVER
from kosetsu.foundation.bookings.pages.shown import free_cells
from kosetsu.foundation.bookings.rules import MINUTE, Calendar, Span, Terms

TUESDAY = dt.date(2026, 11, 24)
MIDNIGHT = dt.datetime.combine(TUESDAY, dt.time(), ZoneInfo("Asia/Tokyo")).astimezone(dt.UTC)


@dataclass
class Place:
    terms: Terms
    calendar: Calendar
    lanes: list[list[Span]]
    cell: int = 30

    def terms_on(self, day: dt.date) -> Terms:
        return self.terms


def _span(dice: random.Random) -> Span:
    begins = MIDNIGHT + dice.randrange(-300, 1700) * MINUTE
    return Span(begins, begins + dice.choice((1, 29, 30, 60, 95, 480)) * MINUTE)


def _place(dice: random.Random) -> tuple[Place, Span]:
    cell = dice.choice((5, 10, 15, 30, 60))
    begins = dice.choice((540, 545, 600, 0))
    ends = dice.choice((1020, 1035, 1440))
    opening = {TUESDAY.weekday(): [(begins, ends)]}
    terms = Terms(
        opening, dice.choice(("days+0", "days+3", "months+2")), dice.choice((None, 20, 240)), dice.choice((1, 2)),
        notice_minutes=600, setup_minutes=dice.choice((0, 10, 30)), cleanup_minutes=dice.choice((0, 20, 45)),
    )  # fmt: skip
    closures = [_span(dice) for _ in range(dice.randrange(2))]
    if dice.random() < 0.1:
        closures.append(Span(_span(dice).starts, FOREVER))
    calendar = Calendar(ZoneInfo("Asia/Tokyo"), closures=closures)
    lanes = [[_span(dice) for _ in range(dice.randrange(5))] for _ in range(dice.choice((1, 1, 2, 3)))]
    return Place(terms, calendar, lanes, cell), Span(MIDNIGHT + begins * MINUTE, MIDNIGHT + ends * MINUTE)


@pytest.mark.parametrize("seed", range(100))
def test_cells_asked_together_are_as_free_as_each_alone(seed):
    dice = random.Random(seed)
    place, window = _place(dice)
    at = MIDNIGHT + dice.randrange(-6000, 1500) * MINUTE
    alone = [
        rules.fits([place], Span(starts, starts + place.cell * MINUTE), at=at, notice=False)
        for starts in rules.cells(window, place.cell)
    ]
    assert free_cells(place, window, at) == alone
