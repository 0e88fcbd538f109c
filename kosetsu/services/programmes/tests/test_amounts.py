"""How much is given, beside the oracle's amount for every completion of what is missing."""

import os
from fractions import Fraction
from itertools import islice

from kosetsu.services.programmes.rules.amounts import amount
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.rules.language import ALWAYS, Course
from kosetsu.services.programmes.rules.paying import Line
from kosetsu.services.programmes.tests.made_up import CASES, DAY, SIZES, MadeUp
from kosetsu.services.programmes.tests.oracle import NO_END

MASKED = int(os.environ.get("KOSETSU_PROGRAMME_MASKED", str(CASES * 4)))
"""How many masked companies; 100,000 for the proof."""


def test_amount_missing_answers_and_costs_contains_the_true_amount() -> None:
    outside = []
    for seed in range(MASKED // 4):
        made = MadeUp(seed, depth=1)
        decider, one = Decider(made.book), made.descriptions[0]
        for _company in range(4):
            full, costs = made.full(list(one.conditions()), one.code), made.costs()
            least, most = made.oracle.amount(one, full, costs)
            hidden = {kind: yen if made.random.random() < 0.7 else None for kind, yen in costs.items()}
            found = amount(decider, 0, made.masked(full), hidden if made.random.random() < 0.9 else None)
            inside = found.least <= least and (found.most is None or (most is not None and most <= found.most))
            if not inside or (found.verdict != "yes" and found.least):
                outside.append((seed, least, most, found))
    assert outside == []


def test_amount_missing_answers_known_costs_is_the_least_and_the_most_of_all_completions() -> None:
    wrong = []
    for seed in range(CASES):
        made = MadeUp(seed, depth=1)
        one, costs = made.descriptions[0], made.costs()
        conditions = list(one.conditions())
        answers = made.masked(made.full(conditions, one.code), at_most=3)
        fulls = list(islice(made.oracle.completions(conditions, answers, one.code), 3_001))
        spans = [made.oracle.amount(one, full, costs) for full in fulls]
        least, most = min(low for low, _high in spans), max(NO_END if high is None else high for _low, high in spans)
        found = amount(Decider(made.book), 0, answers, costs)
        if len(fulls) <= 3_000 and (found.least, NO_END if found.most is None else found.most) != (least, most):
            wrong.append((seed, answers, least, most, found))
    assert wrong == []


def test_amount_course_with_rate_limit_and_cut_says_every_step() -> None:
    course = Course(key="main", rate=Fraction(2, 3), limit_yen=5_000_000, cut_unit_yen=1_000, costs=("machines",))
    found = amount(_decider(course), 0, {}, {"machines": 1_000_000, "travel": 300})
    assert (found.least, found.most, found.exact) == (666_000, 666_000, True)
    assert found.lines == (
        Line("spent", 1_000_000), Line("rate", rate=Fraction(2, 3)), Line("share", 666_666), Line("limit", 5_000_000),
        Line("cut", 1_000), Line("given", 666_000),
    )  # fmt: skip


def test_amount_no_rate_no_limit_is_open_and_named() -> None:
    found = amount(_decider(Course(key="main")), 0, {}, {"machines": 1_000_000})
    assert (found.least, found.most, found.open_terms) == (0, None, ("rate", "limit_yen"))


def test_amount_rate_without_limit_is_no_more_than_the_share() -> None:
    found = amount(_decider(Course(key="main", rate=Fraction(1, 2))), 0, {}, {"machines": 1_000_001})
    assert (found.least, found.most, found.open_terms) == (0, 500_000, ("limit_yen",))


def test_amount_below_the_least_that_can_be_applied_for_is_nothing() -> None:
    course = Course(key="main", rate=Fraction(1, 2), limit_yen=900, least_yen=500)
    found = amount(_decider(course), 0, {}, {"machines": 900})
    assert (found.least, found.most, found.course) == (0, 0, "")


def _decider(course: Course) -> Decider:
    made = MadeUp(1)
    one = made.descriptions[0].model_copy(update={"who": ALWAYS, "courses": (course,)})
    return Decider(Book(DAY, made.vocabulary, (one,), SIZES))
