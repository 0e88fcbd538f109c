"""Rent to the yen: cases worked by hand, and every stay against an oracle that goes day by day."""

import datetime as dt
from collections import defaultdict
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosetsu.common.money import Rounding
from kosetsu.services.labs.rules.rent import Days, Letting, MonthPrice, month_of, months, rent_lines

DAY = dt.timedelta(days=1)
ALWAYS = dt.date(2020, 4, 1)
FLAT = [MonthPrice(ALWAYS, 66_000, "t")]


def d(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def rent(first: str, last: str, *lettings: Letting, prices=FLAT, share="calendar", rounding=Rounding.DOWN) -> int:
    lines = rent_lines(Days(d(first), d(last)), prices, lettings, share=share, rounding=rounding)
    return sum(line.yen for line in lines)


def half(first: str, last: str, rate: str = "1/2") -> Letting:
    return Letting(Days(d(first), d(last)), Fraction(rate), "減免")


@pytest.mark.parametrize(
    ("first", "last", "yen"),
    [
        ("2026-04-01", "2026-04-30", 66_000),
        ("2026-04-15", "2026-04-30", 35_200),  # 66,000 × 16/30
        ("2026-05-01", "2026-05-10", 21_290),  # 66,000 × 10/31 = 21,290.3
        ("2027-02-01", "2027-02-14", 33_000),  # half of 28 days
        ("2028-02-29", "2028-02-29", 2_275),  # 66,000 / 29 = 2,275.8
    ],
)
def test_a_part_of_a_month_costs_its_days_share_cut_down(first, last, yen):
    assert rent(first, last) == yen


@pytest.mark.parametrize(
    ("share", "days", "yen"),
    [
        ("thirty", ("2026-05-02", "2026-05-31"), 66_000),  # 30 of 31 days are 30/30
        ("thirty", ("2026-05-01", "2026-05-31"), 66_000),
        ("thirty", ("2027-02-01", "2027-02-14"), 30_800),  # 14/30
        ("whole", ("2026-05-31", "2026-05-31"), 66_000),
    ],
)
def test_the_rule_says_what_a_month_is_divided_by(share, days, yen):
    assert rent(*days, share=share) == yen


@pytest.mark.parametrize(("rounding", "yen"), [("down", 21_290), ("half_up", 21_290), ("up", 21_291)])
def test_the_month_is_rounded_once_as_the_rule_says(rounding, yen):
    assert rent("2026-05-01", "2026-05-10", rounding=Rounding(rounding)) == yen


def test_a_price_that_changes_within_the_month_counts_each_day_at_its_price():
    """66,000 × 9/30 = 19,800 and 70,000 × 21/30 = 49,000; each line tells its own part."""
    prices = [MonthPrice(ALWAYS, 66_000), MonthPrice(d("2026-04-10"), 70_000)]
    lines = rent_lines(month_of(d("2026-04-01")), prices, [], share="calendar", rounding=Rounding.DOWN)
    assert [(line.formula, line.yen) for line in lines] == [("66,000 × 9/30", 19_800), ("70,000 × 21/30", 49_000)]


def test_a_relief_lets_off_its_share_of_its_days_only():
    """66,000 × 15/30 × 1/2 = 16,500 of a whole April."""
    assert rent("2026-04-01", "2026-04-30", half("2026-04-16", "2026-12-31")) == 66_000 - 16_500


def test_a_third_let_off_of_a_broken_month_is_cut_down_on_its_own():
    """66,000 × 10/31 = 21,290.3 → 21,290; a third of it, 7,096.7 → 7,096."""
    assert rent("2026-05-01", "2026-05-10", half("2026-01-01", "2026-12-31", "1/3")) == 21_290 - 7_096


@pytest.mark.parametrize("rounding", list(Rounding))
def test_all_let_off_costs_nothing_however_it_is_rounded(rounding):
    letting = half("2026-01-01", "2026-12-31", "1")
    assert rent("2026-05-03", "2026-05-19", letting, rounding=rounding) == 0


def test_two_reliefs_rounded_up_never_pay_the_tenant():
    halves = [half("2026-05-01", "2026-05-05", "1"), half("2026-05-06", "2026-05-10", "1")]
    assert rent("2026-05-01", "2026-05-10", *halves, rounding=Rounding.UP) == 0


def test_months_of_a_span_touch_and_leave_nothing_out():
    found = months(Days(d("2026-11-20"), d("2027-02-03")))
    assert [(str(one.first), str(one.last)) for one in found] == [
        ("2026-11-20", "2026-11-30"), ("2026-12-01", "2026-12-31"), ("2027-01-01", "2027-01-31"),
        ("2027-02-01", "2027-02-03"),
    ]  # fmt: skip


ROUND = {
    Rounding.DOWN: floor,
    Rounding.UP: ceil,
    Rounding.HALF_UP: lambda exact: floor(exact + Fraction(1, 2)),
}


def oracle(stay: Days, prices: dict[dt.date, int], off: dict[int, dict[dt.date, Fraction]], share: str,
           rounding: Rounding) -> dict[str, int]:  # fmt: skip
    """Every day on its own: its price's share, its relief's share; summed by month, rounded once each."""
    by_month = defaultdict(list)
    day = stay.first
    while day <= stay.last:
        by_month[f"{day:%Y-%m}"].append(day)
        day += DAY
    found = {}
    for month, days in by_month.items():
        of_month = sum(1 for n in range(31) if (days[0].replace(day=1) + n * DAY).month == days[0].month)
        under = {"calendar": of_month, "thirty": of_month if len(days) == of_month else 30, "whole": len(days)}[share]
        owed = ROUND[rounding](sum(Fraction(prices[one], under) for one in days))
        less = sum(
            ROUND[rounding](sum(rates.get(one, Fraction(0)) * Fraction(prices[one], under) for one in days))
            for rates in off.values()
        )
        found[month] = max(owed - less, 0)
    return found


FIRST = d("2026-04-01")
days_of_a_year = st.integers(0, 364).map(lambda n: FIRST + n * DAY)


@st.composite
def years(draw):
    """A stay within a year, up to three changes of the price, up to two reliefs that do not meet."""
    first, last = sorted((draw(days_of_a_year), draw(days_of_a_year)))
    changes = draw(st.dictionaries(days_of_a_year, st.integers(1, 300_000), max_size=3))
    prices = [MonthPrice(ALWAYS, draw(st.integers(1, 300_000))), *(MonthPrice(*one) for one in sorted(changes.items()))]
    cuts = sorted(draw(st.lists(days_of_a_year, min_size=4, max_size=4, unique=True)))
    rates = draw(st.lists(st.fractions(Fraction(1, 12), 1, max_denominator=12), max_size=2))
    lettings = [Letting(Days(cuts[2 * n], cuts[2 * n + 1]), rate, "減免") for n, rate in enumerate(rates)]
    return Days(first, last), prices, lettings


@given(year=years(), share=st.sampled_from(["calendar", "thirty", "whole"]), rounding=st.sampled_from(list(Rounding)))
def test_a_year_of_rent_and_reliefs_is_what_counting_day_by_day_gives(year, share, rounding):
    stay, prices, lettings = year
    price_of, now = {}, prices[0].yen
    changes = {one.since: one.yen for one in prices[1:]}
    for n in range(365):
        now = changes.get(FIRST + n * DAY, now)
        price_of[FIRST + n * DAY] = now
    off = {n: {one.days.first + k * DAY: one.rate for k in range(len(one.days))} for n, one in enumerate(lettings)}
    ours = {}
    for part in months(stay):
        held = [MonthPrice(part.first, price_of[part.first])]
        held += [MonthPrice(day, yen) for day, yen in sorted(changes.items()) if part.first < day <= part.last]
        lines = rent_lines(part, held, lettings, share=share, rounding=rounding)
        ours[f"{part.first:%Y-%m}"] = sum(line.yen for line in lines)
    assert ours == oracle(stay, price_of, off, share, rounding)
