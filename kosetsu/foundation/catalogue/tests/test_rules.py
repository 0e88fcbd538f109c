"""Prices to the yen, with the sums of public examples, and what must hold for every price."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosetsu.common.money import Rounding, apply, rate
from kosetsu.foundation.catalogue.rules import (
    NoTariff,
    NotOffered,
    Options,
    ReliefTerms,
    count_units,
    price,
    relief_yen,
)

DAY = dt.date(2026, 11, 20)


@dataclass
class Line:
    """A tariff line without a database."""

    client_class: str
    part: str
    yen: int | None
    unit: str = "時間"
    from_quantity: int = 0
    rate: str = ""
    rounding: str = "down"
    tax_class: str = "taxable_10_included"
    minimum_quantity: int = 0
    step: int = 0
    base: str = "sum"
    round_to: int = 1
    source: str = "fixture"
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def cost(lines: list[Line], quantity: int, client_class: str = "sme", day: dt.date = DAY, **options: Any) -> Any:
    reliefs = options.pop("reliefs", ())
    return price(
        lines,
        offering="塩水噴霧試験",
        day=day,
        client_class=client_class,
        quantity=quantity,
        options=Options(**options),
        reliefs=reliefs,
    )


SALT = [
    Line("sme", "unit", 2_900, "24時間・個"),
    Line("large", "unit", 3_800, "24時間・個"),
    Line("outside", "unit", 4_400, "24時間・個"),
    Line("any", "report", 300, "通"),
    Line("any", "copy", 300, "通"),
    Line("any", "urgent", None, "件", rate="1/2"),
]
CHAMBER = [Line("any", "setup", 2_870), Line("any", "unit", 920)]
TIERED = [Line("any", "setup", 710), Line("any", "unit", 2_040), Line("any", "unit", 1_310, from_quantity=24)]


@pytest.mark.parametrize(("client_class", "total"), [("sme", 87_600), ("large", 114_600), ("outside", 132_600)])
def test_salt_spray_for_240_hours_and_3_pieces_with_report_and_copy(client_class, total):
    assert cost(SALT, count_units("24時間・個", [240, 3]), client_class, copies=1).total_yen == total


def test_setup_and_four_hours():
    breakdown = cost(CHAMBER, 4)
    assert breakdown.total_yen == 6_550
    assert breakdown.formula == "2,870 + 920 × 4時間 = 6,550円"


def test_36_hours_over_two_tiers():
    breakdown = cost(TIERED, 36)
    assert breakdown.total_yen == 65_390
    assert [line.yen for line in breakdown.lines] == [710, 2_040 * 24, 1_310 * 12]


def test_begun_steps_count_in_full():
    assert count_units("24時間・個", [241, 3]) == 33
    assert count_units("時間", [4]) == 4


def test_urgent_adds_its_share_of_the_work_and_not_of_the_papers():
    assert cost(SALT, 30, copies=1, urgent=True).total_yen == 87_600 + 43_500


def test_ward_relief_is_cut_to_whole_thousands_and_capped():
    assert relief_yen(87_600, "2/3", 100_000, 1_000) == 58_000
    assert [relief_yen(yen, "2/3", 100_000, 1_000) for yen in (195_000, 40_500, 20_000)] == [100_000, 27_000, 13_000]


def test_relief_is_a_line_of_its_own():
    breakdown = cost(SALT, 30, copies=1, reliefs=(ReliefTerms("区の補助", "2/3", 100_000, 1_000),))
    assert breakdown.lines[-1].yen == -58_000
    assert breakdown.lines[-1].formula == "2/3（上限100,000円）"
    assert breakdown.total_yen == 29_600


def test_expired_tariff_is_refused_with_the_offering_and_the_days():
    lines = [Line("any", "unit", 100, valid_to=dt.date(2025, 3, 31))]
    with pytest.raises(NoTariff) as refused:
        cost(lines, 1)
    assert (
        refused.value.reason == "「塩水噴霧試験」の料金は2025-03-31で終わっており、2026-11-20に有効な料金がありません。"
    )


def test_offering_without_any_tariff_is_refused():
    with pytest.raises(NoTariff) as refused:
        cost([], 1)
    assert refused.value.reason == "「塩水噴霧試験」には、2026-11-20に有効な料金がありません。"


def test_class_without_a_price_is_refused():
    with pytest.raises(NoTariff):
        cost([Line("sme", "unit", 100), Line("any", "report", 300)], 1, "outside")


def test_option_without_a_price_is_refused_by_name():
    with pytest.raises(NotOffered) as refused:
        cost(SALT, 1, english=1)
    assert refused.value.reason == "「塩水噴霧試験」には「英文成績書」の料金がありません（2026-11-20）。"


def test_each_day_has_its_own_edition():
    lines = [
        Line("any", "unit", 100, valid_to=dt.date(2026, 3, 31)),
        Line("any", "unit", 120, valid_from=dt.date(2026, 4, 1)),
    ]
    assert cost(lines, 1, day=dt.date(2026, 3, 31)).total_yen == 100
    assert cost(lines, 1, day=dt.date(2026, 4, 1)).total_yen == 120


def test_a_class_own_price_goes_before_the_common_one():
    assert cost([Line("any", "unit", 100), Line("sme", "unit", 80)], 1).total_yen == 80


tier_prices = st.lists(st.tuples(st.integers(1, 50), st.integers(0, 10_000)), min_size=1, max_size=5)


def tariff_of(steps: list[tuple[int, int]]) -> list[Line]:
    start, lines = 0, []
    for width, yen in steps:
        lines.append(Line("any", "unit", yen, from_quantity=start))
        start += width
    return lines


@given(tier_prices, st.integers(0, 300))
def test_tiers_cost_what_their_single_units_cost(steps, quantity):
    lines = tariff_of(steps)
    singly = sum(
        next(line.yen or 0 for line in reversed(lines) if line.from_quantity <= number) for number in range(quantity)
    )
    assert cost(lines, quantity).total_yen == singly


@given(tier_prices, st.integers(0, 200), st.integers(0, 100))
def test_more_never_costs_less(steps, quantity, more):
    lines = tariff_of(steps)
    assert cost(lines, quantity + more).total_yen >= cost(lines, quantity).total_yen


shares = st.fractions(0, 2, max_denominator=12).map(str)


@given(st.integers(0, 10**7), shares, st.none() | st.integers(0, 10**6), st.sampled_from([1, 100, 1_000]))
def test_relief_is_never_more_than_price_share_or_cap(yen, share, cap, cut):
    relief = relief_yen(yen, share, cap, cut)
    assert 0 <= relief <= min(yen, cap if cap is not None else yen)
    assert relief <= apply(yen, rate(share), Rounding.UP)
    assert relief % cut == 0 or relief == cap


@given(st.integers(1, 500), st.integers(1, 500), st.integers(1, 48))
def test_units_cover_the_amounts_and_waste_less_than_one_step(hours, pieces, step):
    units = count_units(f"{step}時間・個", [hours, pieces])
    assert units * step >= hours * pieces
    assert (units // pieces - 1) * step < hours
