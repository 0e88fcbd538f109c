"""The row evaluator beside a reader of the language that knows nothing of regions and atoms."""

from typing import Any

import pytest

from kosetsu.services.programmes.rules import cases
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.tests.made_up import CASES, MadeUp


@pytest.mark.parametrize("table", [cases.LARGEST, 0])
def test_verdict_any_condition_and_missing_answers_is_what_every_completion_says(monkeypatch: Any, table: int) -> None:
    """With knots looked up, and with all of them searched."""
    monkeypatch.setattr(cases, "LARGEST", table)
    wrong = []
    for seed in range(CASES):
        made = MadeUp(seed)
        decider, one = Decider(made.book), made.descriptions[0]
        for _company in range(3):
            answers = made.masked(made.full([one.who], one.code))
            if decider.decide(answers)[0].verdict != made.oracle.verdict(one.who, answers, one.code):
                wrong.append((seed, answers))
    assert wrong == []
