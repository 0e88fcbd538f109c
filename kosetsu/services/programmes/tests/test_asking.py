"""The next question, beside the oracle: it can change something, and nothing that can is left when there is none."""

from itertools import groupby
from typing import Any

import pytest

from kosetsu.services.programmes.rules import cases
from kosetsu.services.programmes.rules.asking import next_question
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.tests.made_up import CASES, MadeUp

TOO_MANY = 2_000


@pytest.mark.parametrize("table", [cases.LARGEST, 0])
def test_next_question_any_programmes_can_change_a_verdict_or_an_amount(monkeypatch: Any, table: int) -> None:
    """With knots looked up, and with all of them searched."""
    monkeypatch.setattr(cases, "LARGEST", table)
    wrong = []
    for seed in range(CASES):
        made = MadeUp(seed, depth=2)
        one, costs = made.descriptions[0], made.costs()
        answers = made.masked(made.full(list(one.conditions()), one.code), at_most=3)
        found = next_question(Decider(made.book), answers, costs)
        mattering = _mattering(made, answers, costs)
        if mattering is not None and (found.fact not in mattering if found else mattering):
            wrong.append((seed, answers, found, mattering))
    assert wrong == []


def _mattering(made: MadeUp, answers: dict[str, Any], costs: dict[str, int]) -> set[str] | None:
    """Facts that make a difference to what is given, or to the verdict, for some answers to all the others."""
    one = made.descriptions[0]
    fulls = []
    for full in made.oracle.completions(list(one.conditions()), answers, one.code):
        fulls.append((full, made.oracle.holds(one.who, full, one.code), made.oracle.amount(one, full, costs)))
        if len(fulls) > TOO_MANY:
            return None
    return {fact for fact in made.by_key if _makes_a_difference(fact, fulls)}


def _makes_a_difference(fact: str, fulls: list[Any]) -> bool:
    def others(found: Any) -> str:
        return str(sorted((key, str(value)) for key, value in found[0].items() if key != fact))

    groups = groupby(sorted(fulls, key=others), key=others)
    return any(len({found[1:] for found in group}) > 1 for _key, group in groups)


def test_next_question_asked_until_none_ends_with_everything_settled() -> None:
    for seed in range(CASES // 3):
        made = MadeUp(seed, descriptions=3, depth=2)
        decider = Decider(made.book)
        conditions = [each for one in made.descriptions for each in one.conditions()]
        full, answers = made.full(conditions), {}
        full |= {"industry": full.get("industry", "") + "_"}
        while (question := next_question(decider, answers, {})) is not None:
            assert question.fact not in answers
            answers[question.fact] = full.get(question.fact, False)
        confirmed = [key for key in made.book.facts if key not in made.by_key]
        open_ = [one.verdict for one in decider.decide(answers)].count("unknown")
        assert bool(open_) <= bool(confirmed)
