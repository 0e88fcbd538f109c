"""Size under the SME Act: either threshold is enough, and what is not known stays unknown."""

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosetsu.foundation.parties.rules.law import WIDENED, size_thresholds, thresholds_on
from kosetsu.foundation.parties.rules.sizes import SizeFacts, possible_thresholds, size_of
from kosetsu.foundation.parties.states import SizeClass

DAY = dt.date(2026, 11, 20)
ACT = thresholds_on(DAY)
WIDE = thresholds_on(DAY, ("basic", WIDENED))
OKU = 100_000_000
SMALL, SME, LARGE, UNKNOWN = SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE, SizeClass.UNKNOWN


@pytest.mark.parametrize(
    ("industry", "capital", "employees", "size"),
    [
        ("E24", 3 * OKU, 1000, SME),
        ("E24", 3 * OKU + 1, 300, SME),
        ("E24", 3 * OKU + 1, 301, LARGE),
        ("E24", 9 * OKU, 20, SMALL),
        ("E24", 9 * OKU, 21, SME),
        ("I55", OKU, 101, SME),
        ("I55", OKU + 1, 101, LARGE),
        ("I55", OKU + 1, 100, SME),
        ("I58", 50_000_000, 51, SME),
        ("I58", 50_000_001, 51, LARGE),
        ("I58", 50_000_001, 5, SMALL),
        ("M76", 50_000_001, 50, SME),
        ("G39", 50_000_001, 101, LARGE),
        ("G401", 50_000_001, 101, SME),
        ("N791", 50_000_001, 101, SME),
        ("N78", 50_000_001, 101, LARGE),
        ("E24", 3 * OKU, None, SME),
        ("E24", 3 * OKU + 1, None, UNKNOWN),
        ("E24", None, 301, UNKNOWN),
        ("E24", None, None, UNKNOWN),
        ("", 10_000_000, 3, SMALL),
        ("", 10_000_000, 15, SME),
        ("", 2 * OKU, 200, UNKNOWN),
        ("G", 2 * OKU, 200, UNKNOWN),
        ("G", 40_000_000, 200, SME),
        ("", 9 * OKU, 9_000, LARGE),
    ],
)
def test_size_by_industry_capital_and_employees(industry, capital, employees, size):
    assert size_of(SizeFacts(industry, capital, employees), ACT).size == size


def test_sole_trader_is_judged_by_employees_alone():
    assert size_of(SizeFacts("E24", 1, 301, individual=True), ACT).size == LARGE
    assert size_of(SizeFacts("E24", 1, None, individual=True), ACT).size == UNKNOWN


@pytest.mark.parametrize(
    ("industry", "capital", "employees", "size"),
    [
        ("E1933", 4 * OKU, 900, SME),
        ("E1919", 4 * OKU, 900, SME),
        ("G391", 3 * OKU, 900, SME),
        ("G3921", 3 * OKU, 900, SME),
        ("M751", OKU, 200, SME),
    ],
)
def test_acts_that_widen_the_range_count_only_where_the_institute_applies_them(industry, capital, employees, size):
    assert size_of(SizeFacts(industry, capital, employees), WIDE).size == size
    assert size_of(SizeFacts(industry, capital, employees), ACT).size == LARGE


@pytest.mark.parametrize("industry", ["E1911", "E1931", "G3922", "M752"])
def test_industry_that_the_widening_acts_leave_out_stays_large(industry):
    """Tyres of cars and aircraft, industrial belts, the sale of information, simple lodgings."""
    assert size_of(SizeFacts(industry, 4 * OKU, 900), WIDE).size == LARGE


def test_code_too_short_to_tell_an_excepted_industry_from_the_rest_is_not_guessed():
    assert [size_of(SizeFacts(code, 4 * OKU, 900), WIDE).size for code in ("E19", "E191", "E193", "G392")] == [
        UNKNOWN, UNKNOWN, UNKNOWN, LARGE,
    ]  # fmt: skip
    assert size_of(SizeFacts("G392", 3 * OKU, 300), WIDE).size == UNKNOWN


def test_lodgings_are_small_up_to_twenty_since_2014():
    sizes = {}
    for day in (dt.date(2014, 1, 6), dt.date(2014, 1, 7)):
        rows = thresholds_on(day, ("basic", WIDENED))
        sizes[day.day] = [size_of(SizeFacts(code, OKU, 20), rows).size for code in ("M751", "N801")]
    assert sizes == {6: [SME, SME], 7: [SMALL, SMALL]}


def test_verdict_names_the_value_the_threshold_and_the_provision():
    verdict = size_of(SizeFacts("E24", 20_000_000, 45), ACT)
    assert verdict.reason == "常用従業員45人は、製造業その他の上限300人以下です。"
    assert verdict.source == "中小企業基本法第2条第1項第1号・第5項"


def test_large_verdict_names_both_values():
    assert size_of(SizeFacts("I55", 2 * OKU, 150), ACT).reason == (
        "卸売業の上限に対し、資本金は200,000,000円（上限100,000,000円）、常用従業員は150人（上限100人）で、どちらも超えています。"
    )


def test_no_threshold_holds_before_the_act_was_amended():
    assert thresholds_on(dt.date(1999, 12, 2)) == []


def test_no_industry_stands_in_two_classes_of_one_act():
    for act, day in {(one.act, one.valid_from) for one in size_thresholds()}:
        named = [prefix for one in thresholds_on(day, (act,)) for prefix in one.industries]
        assert len(named) == len(set(named))


def worlds(facts: SizeFacts) -> Iterator[SizeFacts]:
    """Ways in which the missing facts could turn out."""
    capitals = [facts.capital_yen] if facts.capital_yen is not None else [1, 10**12]
    heads = [facts.employees] if facts.employees is not None else [0, 10**6]
    codes = [facts.industry] if facts.industry else ["E24", "I50", "I58", "L72"]
    return (SizeFacts(code, yen, head) for code in codes for yen in capitals for head in heads)


yen = st.none() | st.integers(0, 10**9)
heads = st.none() | st.integers(0, 2_000)
industries = st.sampled_from(["", "E24", "I50", "I58", "G39", "L72", "N791"])


@given(industries, yen, heads)
def test_large_or_small_is_never_said_when_the_missing_facts_could_change_it(industry, capital, employees):
    facts = SizeFacts(industry, capital, employees)
    size = size_of(facts, ACT).size
    outcomes = {size_of(world, ACT).size for world in worlds(facts)}
    if size in (LARGE, SMALL):
        assert outcomes == {size}
    elif size == SME:
        assert LARGE not in outcomes


@given(industries.filter(bool), st.integers(0, 10**9), st.integers(0, 2_000), st.integers(0, 10**9))
def test_growing_never_makes_a_business_smaller(industry, capital, employees, more):
    order = [SMALL, SME, LARGE]
    before = size_of(SizeFacts(industry, capital, employees), ACT).size
    after = size_of(SizeFacts(industry, capital + more, employees + more % 500), ACT).size
    assert order.index(after) >= order.index(before)


@given(st.text(alphabet="ABEGILMN0123456789", max_size=5))
def test_every_code_falls_under_some_threshold(industry):
    assert possible_thresholds(industry, ACT)
