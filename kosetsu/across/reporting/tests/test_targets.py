"""Targets on a day: the even pace, and a mean that is asked from the first day."""

import datetime as dt
from fractions import Fraction

import pytest

from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.rules.targets import Aggregation, Standing, Target, measured_until, pace

PLAN = Period(dt.date(2026, 4, 1), dt.date(2031, 3, 31))


def target(aggregation: Aggregation = "sum_5y", number: int = 12_500) -> Target:
    return Target("K01", "1-1-1a", {"ja": "技術相談"}, {"ja": "事業所数"}, "事業所", number, aggregation, PLAN, "m")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2026, 3, 31), 0),
        (dt.date(2027, 3, 31), 2_500),
        (dt.date(2028, 3, 31), 5_000),
        (dt.date(2031, 3, 31), 12_500),
        (dt.date(2040, 1, 1), 12_500),
        (dt.date(2026, 4, 1), Fraction(2_500, 365)),
    ],
)
def test_pace_is_even_year_by_year(day: dt.date, expected: Fraction) -> None:
    assert pace(target(), day) == expected


def test_mean_must_hold_from_the_first_day() -> None:
    assert pace(target("mean_5y_at_least", 90), dt.date(2026, 4, 1)) == 90


def test_nothing_is_measured_before_the_plan_begins() -> None:
    assert measured_until(target(), dt.date(2026, 3, 31)) is None


def test_actual_counts_only_days_of_the_plan() -> None:
    assert measured_until(target(), dt.date(2032, 1, 1)) == PLAN


@pytest.mark.parametrize(("actual", "expected"), [(None, None), (Fraction(89), False), (Fraction(90), True)])
def test_standing_beside_the_pace(actual: Fraction | None, expected: bool | None) -> None:
    assert Standing(actual, Fraction(90)).on_pace is expected
