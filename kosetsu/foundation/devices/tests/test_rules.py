"""Which check decides about a day: examples, and what must hold for any history of checks."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from kosetsu.common.calendars import after_months
from kosetsu.foundation.devices import rules
from kosetsu.foundation.devices.rules import Done
from kosetsu.foundation.devices.states import Result

DAY = dt.date(2026, 4, 1)
YEAR = Done(DAY, dt.date(2027, 3, 31))


def failed(day: dt.date) -> Done:
    return Done(day, None, result=Result.FAILED)


def test_a_check_holds_from_its_day_through_its_last_day():
    days = [DAY - dt.timedelta(days=1), DAY, dt.date(2027, 3, 31), dt.date(2027, 4, 1)]
    assert [bool(rules.valid_on([YEAR], day)) for day in days] == [False, True, True, False]


def test_without_a_check_a_device_is_not_calibrated_and_the_reason_says_so():
    assert str(rules.valid_on([], DAY)) == "校正の記録がありません。 校正を記録してから使用してください。"


def test_an_overdue_device_names_its_last_day():
    assert "2027/03/31" in rules.valid_on([YEAR], dt.date(2027, 4, 1)).reason


def test_a_failed_check_ends_what_an_earlier_one_promised():
    history = [YEAR, failed(dt.date(2026, 10, 1))]
    assert [bool(rules.valid_on(history, dt.date(2026, month, 1))) for month in (9, 10, 11)] == [True, False, False]


def test_of_two_rows_of_one_day_the_later_counts():
    history = [YEAR, failed(dt.date(2026, 10, 1)), Done(dt.date(2026, 10, 1), dt.date(2026, 12, 31))]
    assert rules.valid_on(history, dt.date(2026, 10, 1))
    assert not rules.valid_on(history, dt.date(2027, 1, 1))


def test_a_moment_is_asked_by_its_own_calendar():
    late = dt.datetime(2027, 3, 31, 20, 0, tzinfo=dt.UTC)
    assert rules.valid_at([YEAR], late)
    assert not rules.valid_at([YEAR], late.astimezone(dt.timezone(dt.timedelta(hours=9))))


def test_doubt_reaches_back_to_the_last_check_that_left_it_good():
    bad = failed(dt.date(2026, 10, 1))
    assert rules.doubt([Done(dt.date(2025, 4, 1), dt.date(2026, 3, 31)), YEAR], bad) == (DAY, bad.done_on)
    assert rules.doubt([failed(DAY)], bad) == (None, bad.done_on)


def test_a_year_from_the_last_of_february_ends_with_february():
    assert rules.valid_until(dt.date(2028, 2, 29), 12) == dt.date(2029, 2, 27)
    assert after_months(dt.date(2026, 11, 30), 3) == dt.date(2027, 2, 28)


days = st.integers(0, 40).map(lambda n: DAY + dt.timedelta(days=n))
checks = st.lists(
    st.builds(
        lambda day, length: failed(day) if length is None else Done(day, day + dt.timedelta(days=length)),
        days,
        st.none() | st.integers(0, 20),
    ),
    max_size=6,
)


@given(checks, days)
def test_a_day_is_valid_exactly_where_the_newest_check_reaches_it(history, day):
    """Against the plain definition: walk the days, let each check of the day overwrite how long it holds."""
    holds_until = None
    for today in (DAY + dt.timedelta(days=n) for n in range((day - DAY).days + 1)):
        for one in history:
            if one.done_on == today:
                holds_until = one.valid_until
    assert bool(rules.valid_on(history, day)) == (holds_until is not None and holds_until >= day)


@given(checks, checks, days)
def test_a_later_check_never_changes_what_held_before_it(history, more, day):
    later = [one for one in more if one.done_on > day]
    assert rules.valid_on([*history, *later], day) == rules.valid_on(history, day)
