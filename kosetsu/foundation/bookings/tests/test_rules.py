"""The next hour of an adviser: never on a holiday, a closing day or outside the period."""

import datetime as dt
from dataclasses import dataclass

from kosetsu.common.calendars import NEVER_CLOSED, ClosingDays
from kosetsu.foundation.bookings.rules import next_hour

FRIDAY = dt.date(2026, 11, 20)


@dataclass
class Hours:
    weekday: int
    starts: dt.time
    last: dt.date = dt.date.max

    def holds_on(self, day: dt.date) -> bool:
        return day <= self.last


MONDAYS = Hours(0, dt.time(13))


def test_the_next_hour_skips_a_national_holiday():
    assert next_hour([MONDAYS], FRIDAY, NEVER_CLOSED) == (dt.date(2026, 11, 30), dt.time(13))


def test_the_next_hour_skips_closing_days():
    closed = ClosingDays(dates=frozenset({dt.date(2026, 11, 30)}))
    assert next_hour([MONDAYS], FRIDAY, closed) == (dt.date(2026, 12, 7), dt.time(13))


def test_the_earliest_of_several_hours_of_a_day_is_named():
    assert next_hour([Hours(1, dt.time(14)), Hours(1, dt.time(10))], FRIDAY, NEVER_CLOSED) == (
        dt.date(2026, 11, 24),
        dt.time(10),
    )


def test_hours_that_have_ended_offer_nothing():
    assert next_hour([Hours(0, dt.time(13), last=FRIDAY)], FRIDAY, NEVER_CLOSED) is None
