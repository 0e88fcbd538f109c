"""Prices worked by hand, one per line of ``hand_worked_prices.csv``, to the yen; and what must hold for every price.

A tariff is written ``large:unit@24=1310|min=2|step=5|base=work|round=half_up/10``: class, part, from which quantity,
amount or rate, and how it counts. A relief is written ``2/3|cap=100000|cut=1000``.
"""

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosetsu.foundation.catalogue.rules import Claim, Options, PriceBreakdown, ReliefTerms, entitled, granted, price
from kosetsu.foundation.catalogue.tests.test_rules import Line

DAY = dt.date(2026, 11, 20)
with Path(__file__).with_name("hand_worked_prices.csv").open(newline="") as _file:
    CASES = list(csv.DictReader(_file))


def lines_of(text: str) -> list[Line]:
    return [_line(one) for one in text.split()]


def _line(text: str) -> Line:
    head, *how = text.split("|")
    name, amount = head.split("=")
    client_class, _colon, part = name.rpartition(":")
    part, _at, start = part.partition("@")
    more = dict(one.split("=") for one in how)
    rounding, _slash, unit = more.get("round", "down/1").partition("/")
    rate = amount if "/" in amount else ""
    return Line(
        client_class or "any", part, None if rate else int(amount), from_quantity=int(start or 0), rate=rate,
        rounding=rounding, round_to=int(unit), minimum_quantity=int(more.get("min", 0)),
        step=int(more.get("step", 0)), base=more.get("base", "sum"),
    )  # fmt: skip


def reliefs_of(text: str) -> tuple[ReliefTerms, ...]:
    found: list[ReliefTerms] = []
    for number, one in enumerate(text.split()):
        rate, *how = one.split("|")
        said = dict(word.split("=") for word in how)
        terms = ReliefTerms(
            name=f"減免{number}", code=f"R{number}", rate=rate, cut_yen=int(said.get("cut", 1)),
            cap_yen=_number(said, "cap"), company_cap_yen=_number(said, "company"), budget_yen=_number(said, "budget"),
            certificate="罹災証明" if "certificate" in said else "", areas=frozenset({"172049"} & {*_area(said)}),
        )  # fmt: skip
        claim = Claim(
            certificates=frozenset({"罹災証明"} if said.get("certificate") == "shown" else ()),
            area="172049" if said.get("area") == "here" else "131083",
            to_company={terms.code: int(said.get("used", 0))},
            to_all={terms.code: int(said.get("given", 0))},
        )
        found += granted([terms], claim)
    return tuple(found)


def _number(said: dict[str, str], name: str) -> int | None:
    return int(said[name]) if name in said else None


def _area(said: dict[str, str]) -> list[str]:
    return ["172049"] if "area" in said else []


def _options(text: str) -> Options:
    return Options(**{name: int(value) for name, value in (word.split("=") for word in text.split())})


def worked(case: dict[str, str]) -> PriceBreakdown:
    tariff, options = lines_of(case["tariff"]), _options(case["options"])
    asked: dict[str, Any] = {"client_class": case["client_class"], "quantity": int(case["quantity"])}
    return price(tariff, offering="試験", day=DAY, options=options, reliefs=reliefs_of(case["reliefs"]), **asked)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['number']}:{case['working']}")
def test_price_is_what_the_hand_worked(case):
    assert worked(case).total_yen == int(case["total_yen"])


def test_there_are_a_hundred_and_more():
    assert len(CASES) >= 100


def test_every_line_says_how_it_was_computed():
    breakdown = worked(CASES[-2])
    assert [(line.label, line.formula, line.yen) for line in breakdown.lines] == [
        ("基本料・調整費", "1,500", 1_500),
        ("単価", "2,040 × 3時間（最低料金）", 6_120),
        ("料金区分の係数", "7,620 × 13/10 − 7,620", 2_290),
        ("至急割増", "9,910 × 1/2", 4_960),
        ("成績書", "620 × 1時間", 620),
        ("成績書の謄本", "310 × 2時間", 620),
        ("英文成績書", "2,100 × 1時間", 2_100),
        ("減免0", "1/3（上限3,000円）", -3_000),
    ]


def test_each_fee_keeps_its_tax_class_and_a_relief_is_shared_among_them():
    tariff = [Line("any", "unit", 1_000), Line("any", "report", 500, tax_class="exempt")]
    breakdown = price(
        tariff, offering="試験", day=DAY, client_class="sme", quantity=2, reliefs=(ReliefTerms("減免", "1/2", 1_001),)
    )
    assert breakdown.by_tax_class == {"taxable_10_included": 2_000 - 801, "exempt": 500 - 200}


def test_relief_names_what_is_missing():
    terms = ReliefTerms("災害減免", "1/2", certificate="罹災証明", areas=frozenset({"172049"}))
    assert entitled(terms, Claim(area="131083")).reason == "「災害減免」は、対象の地域にある事業所だけが受けられます。"
    assert entitled(terms, Claim(area="172049")).reason == "「災害減免」には「罹災証明」が必要です。"
    assert entitled(terms, Claim(frozenset({"罹災証明"}), "172049"))


_rates = st.fractions(0, 2, max_denominator=20).map(lambda one: f"{one.numerator}/{one.denominator}")
_roundings = st.sampled_from(["down", "half_up", "up"])
_factors = st.lists(
    st.builds(
        lambda part, rate, rounding, unit, step, base: Line(
            "any", part, None, rate=rate, rounding=rounding, round_to=unit, step=step, base=base
        ),
        st.sampled_from(["factor", "outside", "urgent"]), _rates, _roundings, st.sampled_from([1, 10, 100]),
        st.integers(0, 99), st.sampled_from(["sum", "work"]),
    ),
    max_size=3, unique_by=lambda line: line.part,
)  # fmt: skip


@given(_factors, st.integers(0, 10**6), st.integers(0, 1_000), st.booleans(), st.integers(0, 10**6))
def test_price_is_whole_yen_never_negative_and_the_sum_of_its_lines(factors, yen, quantity, urgent, cap):
    tariff = [Line("any", "unit", yen), Line("any", "report", 300), *factors]
    options = Options(urgent=urgent and any(line.part == "urgent" for line in factors))
    reliefs = (ReliefTerms("減免", "2/3", cap),)
    breakdown = price(
        tariff, offering="x", day=DAY, client_class="sme", quantity=quantity, options=options, reliefs=reliefs
    )
    assert all(type(line.yen) is int for line in breakdown.lines)
    assert 0 <= breakdown.total_yen == sum(line.yen for line in breakdown.lines)
    assert sum(breakdown.by_tax_class.values()) == breakdown.total_yen


@given(st.integers(1, 10**7), st.integers(0, 10**7), st.integers(0, 10**7))
def test_what_is_granted_never_exceeds_what_is_left(budget, given_before, yen):
    terms = ReliefTerms("減免", "1", code="R", budget_yen=budget)
    found = granted([terms], Claim(to_all={"R": given_before}))
    breakdown = price([Line("any", "unit", yen)], offering="x", day=DAY, client_class="sme", quantity=1, reliefs=found)
    assert yen - breakdown.total_yen <= max(budget - given_before, 0)
