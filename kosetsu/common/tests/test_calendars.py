from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kosetsu.common.calendars import (
    ClosingDays,
    add_working_days,
    is_working_day,
    next_working_day,
    working_days_between,
)

CLOSED = ClosingDays(yearly=(((12, 29), (1, 3)),), dates=frozenset({date(2026, 11, 20)}))
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 19), True),
        (date(2026, 11, 20), False),  # our own closing day
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 23), False),  # 勤労感謝の日
        (date(2026, 9, 22), False),  # 国民の休日
        (date(2027, 3, 22), False),  # 振替休日
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2027, 1, 1), False),
        (date(2028, 1, 3), False),
        (date(2027, 1, 4), True),
    ],
)
def test_working_day_is_none_of_the_closed_ones(day, working):
    assert is_working_day(day, CLOSED) is working


def test_next_working_day_jumps_the_year_end():
    assert next_working_day(date(2026, 12, 28), CLOSED) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("count", "day"),
    [(0, date(2026, 11, 24)), (1, date(2026, 11, 24)), (3, date(2026, 11, 26)), (-1, date(2026, 11, 19))],
)
def test_working_days_are_counted_from_a_closed_day(count, day):
    assert add_working_days(date(2026, 11, 21), count, CLOSED) == day


@settings(max_examples=50)
@given(days, st.integers(1, 15))
def test_working_days_added_are_the_working_days_between(day, count):
    end = add_working_days(day, count, CLOSED)
    assert is_working_day(end, CLOSED)
    assert working_days_between(day, end, CLOSED) == count
    assert next_working_day(end - timedelta(days=1), CLOSED) == end


def test_house_that_never_opens_is_an_error_not_a_loop():
    with pytest.raises(ValueError, match="no working day"):
        next_working_day(date(2026, 1, 1), ClosingDays(yearly=(((1, 1), (12, 31)),)))
