"""How long licences are good, and how minutes become units."""

import datetime as dt

import pytest

from kosetsu.common.calendars import last_day
from kosetsu.services.instruments import rules
from kosetsu.services.instruments.states import Rounding, Validity

TEN = dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (dt.date(2026, 5, 12), 36, dt.date(2029, 5, 11)),
        (dt.date(2026, 4, 1), 12, dt.date(2027, 3, 31)),
        (dt.date(2028, 2, 29), 12, dt.date(2029, 2, 28)),
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
    ],
)
def test_licence_ends_on_the_day_before_the_same_day(first, months, last):
    assert last_day(first, months) == last


@pytest.mark.parametrize(
    ("used", "unit", "rounding", "counted"),
    [
        (240, 60, Rounding.UP, 4),
        (241, 60, Rounding.UP, 5),
        (247, 30, Rounding.UP, 9),
        (247, 30, Rounding.NEAREST, 8),
        (255, 30, Rounding.NEAREST, 9),
        (269, 30, Rounding.DOWN, 8),
        (1, 60, Rounding.DOWN, 1),
        (0, 60, Rounding.UP, 1),
    ],
)
def test_minutes_become_units_as_the_rule_rounds(used, unit, rounding, counted):
    assert rules.units(used, unit, rounding) == counted


def test_a_begun_minute_counts():
    assert rules.minutes(TEN, TEN + dt.timedelta(minutes=3, seconds=1)) == 4


def test_renewal_begins_so_many_months_before_the_end():
    assert rules.renewable_from(dt.date(2029, 5, 11), 6) == dt.date(2028, 11, 11)


@pytest.mark.parametrize(
    ("suspended", "on", "said"),
    [
        (False, dt.date(2026, 5, 12), Validity.VALID),
        (False, dt.date(2029, 5, 11), Validity.VALID),
        (False, dt.date(2029, 5, 12), Validity.EXPIRED),
        (False, dt.date(2026, 5, 11), Validity.EXPIRED),
        (True, dt.date(2026, 5, 12), Validity.SUSPENDED),
    ],
)
def test_public_word_of_a_card(suspended, on, said):
    days = {"valid_from": dt.date(2026, 5, 12), "valid_until": dt.date(2029, 5, 11)}
    assert rules.validity(suspended=suspended, on=on, **days) == said


def test_time_in_both_is_counted_once():
    hour = dt.timedelta(hours=1)
    opened = [(TEN, TEN + 4 * hour), (TEN + 5 * hour, TEN + 6 * hour)]
    closed = [(TEN - hour, TEN + hour), (TEN, TEN + 2 * hour), (TEN + 5 * hour, TEN + 9 * hour)]
    assert rules.total(rules.common(opened, closed)) == 180
