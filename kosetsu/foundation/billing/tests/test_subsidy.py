"""A ward's relief: a share of what was paid, cut to whole thousands, up to a yearly cap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosetsu.foundation.billing.rules import SubsidyTerms, subsidy_yen

TWO_THIRDS = SubsidyTerms("2/3", 100_000, cut_unit_yen=1_000)


@pytest.mark.parametrize(
    ("paid", "given_back"), [(87_600, 58_000), (195_000, 100_000), (40_500, 27_000), (20_000, 13_000), (0, 0)]
)
def test_two_thirds_are_given_back_up_to_the_cap(paid, given_back):
    assert subsidy_yen(paid, TWO_THIRDS) == given_back


def test_what_was_given_this_year_lowers_the_cap():
    assert subsidy_yen(195_000, TWO_THIRDS, already_yen=58_000) == 42_000


def test_terms_without_a_printed_rate_promise_nothing():
    assert subsidy_yen(195_000, SubsidyTerms("", 100_000)) is None


def test_costs_below_the_minimum_are_not_eligible():
    assert subsidy_yen(19_999, SubsidyTerms("1/2", 100_000, minimum_cost_yen=20_000)) == 0


@given(paid=st.integers(0, 10**9), limit=st.integers(0, 10**7), unit=st.sampled_from([1, 100, 1_000]))
def test_relief_is_never_more_than_paid_share_or_cap(paid, limit, unit):
    amount = subsidy_yen(paid, SubsidyTerms("2/3", limit, unit))
    assert 0 <= amount <= limit
    assert amount * 3 <= paid * 2
