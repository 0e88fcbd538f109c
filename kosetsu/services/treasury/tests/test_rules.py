"""Arithmetic of the institute's own money."""

import datetime as dt
from fractions import Fraction

import pytest

from kosetsu.services.treasury.rules import Beside, Figures, a_year_after, peak


def day(number):
    return dt.date(2026, 5, number)


def test_figures_of_a_line_are_its_budget_its_rest_and_its_rate():
    one = Figures(planned=1000, changed=200, executed=400)
    assert (one.budget, one.rest, one.rate, one.percent) == (1200, 800, Fraction(1, 3), "33.3%")


def test_budget_of_nothing_has_no_rate():
    assert (Figures(0, 0, 5).rate, Figures(0, 0, 5).percent) == (None, "")


@pytest.mark.parametrize(("executed", "percent"), [(1, "12.5%"), (-1, "-12.5%"), (8, "100.0%"), (9, "112.5%")])
def test_rate_is_written_with_one_decimal(executed, percent):
    assert Figures(8, 0, executed).percent == percent


def test_figures_of_a_side_are_the_sums_of_its_lines():
    assert Figures(1, 2, 3) + Figures(10, 20, 30) == Figures(11, 22, 33)


def test_actual_stands_beside_the_plan_with_its_difference_and_share():
    one = Beside(planned=800, actual=900)
    assert (one.difference, one.percent) == (100, "112.5%")


def test_sum_with_a_line_that_the_records_do_not_hold_has_no_actual():
    whole = Beside(800, 900) + Beside(200, None)
    assert (whole, whole.difference, whole.percent) == (Beside(1_000, None), None, "")
    assert -Beside(5, 3) + Beside(7, 7) == Beside(2, 4)


@pytest.mark.parametrize(
    ("day", "last"),
    [(dt.date(2027, 3, 31), dt.date(2028, 3, 31)), (dt.date(2028, 2, 29), dt.date(2029, 2, 28))],
)
def test_year_from_a_day_ends_on_the_same_day_or_the_last_of_its_month(day, last):
    assert a_year_after(day) == last


MOVES = [(day(1), 100), (day(5), -100), (day(10), 60), (day(12), 30), (day(12), -60)]


@pytest.mark.parametrize(("since", "highest"), [(1, 100), (4, 100), (5, 60), (9, 60), (10, 60), (12, 30), (20, 30)])
def test_peak_is_the_highest_debt_of_any_day_from_then_on(since, highest):
    assert peak(MOVES, day(since)) == highest


def test_peak_before_anything_was_borrowed_sees_what_comes():
    assert (peak(MOVES, dt.date(2026, 4, 1)), peak([], day(1))) == (100, 0)
