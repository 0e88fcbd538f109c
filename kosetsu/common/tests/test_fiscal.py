from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosetsu.common import fiscal

days = st.dates(min_value=date(1880, 1, 1), max_value=date(2200, 1, 1))


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2027, 3, 31), 2026)]
)
def test_fiscal_year_turns_on_the_first_of_april(day, year):
    assert fiscal.fiscal_year(day) == year


@given(days)
def test_fiscal_year_of_any_day_holds_the_day(day):
    year = fiscal.fiscal_year(day)
    assert fiscal.start_of(year) <= day <= fiscal.end_of(year)
    assert fiscal.end_of(year) + timedelta(days=1) == fiscal.start_of(year + 1)
    assert fiscal.months(year)[(fiscal.quarter(day) - 1) * 3] <= day


@pytest.mark.parametrize(("month", "quarter"), [(4, 1), (6, 1), (7, 2), (10, 3), (12, 3), (1, 4), (3, 4)])
def test_quarter_counts_from_april(month, quarter):
    assert fiscal.quarter(date(2026, month, 1)) == quarter


def test_months_run_from_april_to_march():
    months = fiscal.months(2026)
    assert (months[0], months[8], months[9], months[11]) == (
        date(2026, 4, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 3, 1),
    )  # fmt: skip


def test_days_of_a_leap_fiscal_year_are_366():
    assert [len(fiscal.days(year)) for year in (2026, 2027)] == [365, 366]


@pytest.mark.parametrize(
    ("year", "label"),
    [(2026, "令和8年度"), (2019, "令和元年度"), (2018, "平成30年度"), (1988, "昭和63年度"), (1989, "平成元年度")],
)
def test_label_names_the_era_of_the_fiscal_year(year, label):
    assert fiscal.label(year) == label


def test_western_label_names_the_year():
    assert fiscal.western_label(2026) == "2026年度"
