"""The check of a plan for management innovation, at its thresholds and with figures missing."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from kosetsu.services.programmes.rules.innovation import (
    NOVELTIES,
    Figures,
    Proposal,
    Terms,
    check,
    terms_on,
)

TERMS = Terms(dt.date(2024, 4, 1), None, 3, 8, Fraction(3, 100), Fraction(3, 200), "tokyo-sme-measures-fy2024 page 6")
BASE = Figures(value_added_yen=100_000_000, employees=20, payroll_yen=60_000_000)
ENOUGH = Proposal(
    novelties=frozenset({"goods"}), new_to_company=True, years=5, base=BASE,
    last=Figures(value_added_yen=115_000_000, employees=23, payroll_yen=64_500_000),
)  # fmt: skip


def verdicts(proposal: Proposal) -> dict[str, str]:
    return {item.key: item.verdict for item in check(proposal, TERMS).items}


def last(**figures: Any) -> Proposal:
    return replace(ENOUGH, last=replace(ENOUGH.last, **figures))


def test_growth_exactly_at_both_thresholds_is_enough():
    found = check(ENOUGH, TERMS)
    assert found.verdict == "yes"
    assert [item.value for item in found.items] == [
        ("goods",), None, 5, Fraction(3, 100), Fraction(0), Fraction(3, 200)]  # fmt: skip


def test_average_is_of_the_whole_growth_and_not_compounded():
    """1.03 to the fifth is 115.93: whoever compounds would refuse 115."""
    assert verdicts(last(value_added_yen=115_000_000))["value_added"] == "yes"
    assert verdicts(last(value_added_yen=114_999_999))["value_added"] == "no"


def test_growth_of_value_added_for_each_employee_is_enough_alone():
    fewer = last(value_added_yen=100_000_000, employees=17)
    assert (verdicts(fewer)["value_added"], verdicts(fewer)["value_added_each"]) == ("no", "yes")
    assert check(fewer, TERMS).verdict == "yes"


def test_one_yen_too_little_pay_is_no():
    assert check(last(payroll_yen=64_499_999), TERMS).verdict == "no"


@pytest.mark.parametrize(("years", "verdict"), [(2, "no"), (3, "yes"), (8, "yes"), (9, "no"), (None, "unknown")])
def test_years_from_three_to_eight_fit(years, verdict):
    rich = replace(ENOUGH, years=years, last=Figures(10**9, 20, 10**9))
    assert verdicts(rich)["years"] == verdict
    assert check(rich, TERMS).verdict == verdict


def test_a_missing_figure_is_unknown_until_it_cannot_change_the_verdict():
    unknown = last(payroll_yen=None)
    assert check(unknown, TERMS).verdict == "unknown"
    assert check(replace(unknown, new_to_company=False), TERMS).verdict == "no"
    assert check(last(employees=None), TERMS).verdict == "yes"
    assert check(last(employees=None, value_added_yen=100_000_000), TERMS).verdict == "unknown"


def test_growth_from_a_loss_is_left_to_a_person():
    assert check(replace(ENOUGH, base=replace(BASE, value_added_yen=-5)), TERMS).verdict == "unknown"


def test_each_kind_of_novelty_is_enough_none_is_not_and_a_strange_one_is_refused():
    assert {kind: verdicts(replace(ENOUGH, novelties=frozenset({kind})))["novelty"] for kind in NOVELTIES} == (
        dict.fromkeys(NOVELTIES, "yes")
    )
    assert verdicts(replace(ENOUGH, novelties=frozenset()))["novelty"] == "no"
    assert verdicts(replace(ENOUGH, novelties=None))["novelty"] == "unknown"
    with pytest.raises(ValueError, match="software"):
        check(replace(ENOUGH, novelties=frozenset({"software"})), TERMS)


def test_terms_are_those_of_the_day():
    later = replace(TERMS, effective_from=dt.date(2025, 4, 1), payroll=Fraction(2, 100))
    dated = (replace(TERMS, effective_to=dt.date(2025, 3, 31)), later)
    assert terms_on(dt.date(2025, 3, 31), dated).payroll == Fraction(3, 200)
    assert terms_on(dt.date(2025, 4, 1), dated) == later
    with pytest.raises(LookupError):
        terms_on(dt.date(2024, 3, 31), dated)
