from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosetsu.foundation.reviews.rules.conflicts import Applied, Body, Found, Tie, found, groups
from kosetsu.foundation.reviews.rules.points import Scale, mean, points_of, result_of
from kosetsu.foundation.reviews.rules.ranking import known_tie_rule, ranked
from kosetsu.foundation.reviews.states import Ground

SCALES = (Scale("novelty", 2, 1, 5), Scale("market", 1, 1, 5), Scale("plan", 1, 1, 5, veto_below=2))


@pytest.mark.parametrize(
    ("scores", "points"),
    [
        ({"novelty": 5, "market": 5, "plan": 5}, Fraction(100)),
        ({"novelty": 1, "market": 1, "plan": 1}, Fraction(20)),
        ({"novelty": 4, "market": 3, "plan": 2}, Fraction(65)),
        ({"novelty": 4, "market": None, "plan": 2}, Fraction(200, 3)),  # 10 of 15: market counts on neither side
        ({"novelty": None, "market": None, "plan": None}, None),
    ],
)
def test_points_are_of_a_hundred_and_leave_out_what_does_not_apply(scores, points):
    assert points_of(scores, SCALES) == points


def test_mean_of_items_reviews_is_exact():
    reviews = [{"novelty": 4, "market": 3, "plan": 2}, {"novelty": 4, "market": None, "plan": 2}]
    result = result_of("a", reviews, SCALES, quorum=2, received="")
    assert result.points == (65 + Fraction(200, 3)) / 2
    assert result.means == {"novelty": 4, "market": 3, "plan": 2}


def test_item_below_its_quorum_has_no_points_even_when_agreed():
    result = result_of(
        "a", [{"novelty": 5, "market": 5, "plan": 5}], SCALES, quorum=2, received="", agreed=Fraction(90)
    )
    assert (result.points, result.acceptable) == (None, False)


def test_mean_of_criterion_below_its_limit_is_a_veto_at_the_limit_it_is_not():
    low = [{"novelty": 5, "market": 5, "plan": 1}, {"novelty": 5, "market": 5, "plan": 2}]
    at_limit = [{"novelty": 5, "market": 5, "plan": 2}, {"novelty": 5, "market": 5, "plan": 2}]
    assert result_of("a", low, SCALES, quorum=2, received="").vetoes == ("plan",)
    assert result_of("a", at_limit, SCALES, quorum=2, received="").vetoes == ()


def _result(item, novelty, market, received=""):
    scores = {"novelty": novelty, "market": market, "plan": 5}
    return result_of(item, [scores], SCALES, quorum=1, received=received)


def test_equal_points_are_told_apart_by_the_rules_in_turn_and_stay_tied_where_none_does():
    results = [_result("a", 3, 5, "2"), _result("b", 4, 3, "3"), _result("c", 4, 3, "1"), _result("d", 5, 5)]

    def places(*ties):
        return [(one.result.item, one.rank, one.tied) for one in ranked(results, ties)]

    assert places() == [("d", 1, False), ("a", 2, True), ("b", 2, True), ("c", 2, True)]
    assert places("criterion:novelty") == [("d", 1, False), ("b", 2, True), ("c", 2, True), ("a", 4, False)]
    assert places("criterion:novelty", "received") == [
        ("d", 1, False), ("c", 2, False), ("b", 3, False), ("a", 4, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "known"), [("received", True), ("criterion:plan", True), ("criterion:price", False), ("lot", False)]
)
def test_rule_for_ties_names_the_moment_or_a_criterion(rule, known):
    assert known_tie_rule(rule, ["plan"]) is known


values = st.one_of(st.none(), st.integers(1, 5))


@given(st.lists(st.fixed_dictionaries({"novelty": values, "market": values, "plan": values}), max_size=5))
def test_points_lie_between_the_scales_ends(reviews):
    points = mean(points_of(one, SCALES) for one in reviews)
    assert points is None or 20 <= points <= 100


BODIES = {
    1: Body(1, "1234567890123", frozenset({"城東精密", "江東精工"})),
    2: Body(2, "", frozenset({"城東ホールディングス"})),
    3: Body(3, "", frozenset({"競合工業"})),
}


@pytest.mark.parametrize(
    ("applied", "grounds"),
    [
        (Applied(9, 1, "", "見知らぬ名"), [Ground.SAME_COMPANY]),
        (Applied(9, None, "1234567890123", "見知らぬ名"), [Ground.SAME_COMPANY]),
        (Applied(9, None, "", "江東精工"), [Ground.SAME_COMPANY]),  # a former name
        (Applied(9, None, "", "城東ホールディングス"), [Ground.SAME_GROUP]),
        (Applied(9, 3, "", "競合工業"), []),
        (Applied(9, None, "", "見知らぬ名"), []),
    ],
)
def test_person_of_a_company_reviews_nothing_of_it_under_any_name_nor_of_its_group(applied, grounds):
    ties = [Tie(7, 1, Ground.SAME_COMPANY)]
    assert list(found([applied], ties, BODIES, groups([(2, 1)]))) == [Found(9, 7, ground) for ground in grounds]


@given(st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=12), st.integers(1, 8))
def test_group_of_a_company_is_the_group_of_each_of_its_members(links, body):
    group_of = groups(links)
    assert {group_of(other) for other in group_of(body)} == {group_of(body)}
