"""The results once more, from the panel's log alone: what a person can check without trusting the records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kosetsu.foundation.reviews.rules.points import Result, Scale, Scores, result_of


@dataclass(frozen=True, slots=True)
class Logged:
    """One row of the log."""

    verb: str
    data: Mapping[str, Any]


@dataclass(slots=True)
class _State:
    quorum: int = 1
    scales: list[Scale] = field(default_factory=list)
    items: dict[str, str] = field(default_factory=dict)
    """Item → the moment it came in."""
    reviews: dict[str, tuple[str, Scores]] = field(default_factory=dict)
    """Review that is handed in → its item and scores."""
    agreed: dict[str, Fraction] = field(default_factory=dict)


def replay(log: Iterable[Logged]) -> list[Result]:
    """Results of all items that were not withdrawn, in the order of their keys."""
    state = _State()
    for step in log:
        _STEPS.get(step.verb, _nothing)(state, step.data)
    return [_result(state, item) for item in sorted(state.items)]


def _result(state: _State, item: str) -> Result:
    reviews = [scores for of, scores in state.reviews.values() if of == item]
    return result_of(
        item, reviews, state.scales, quorum=state.quorum, received=state.items[item], agreed=state.agreed.get(item)
    )


def _open(state: _State, data: Mapping[str, Any]) -> None:
    state.quorum = data["quorum"]
    state.scales = [Scale(**one) for one in data["criteria"]]


def _add(state: _State, data: Mapping[str, Any]) -> None:
    state.items[data["item"]] = data["received"]


def _withdraw(state: _State, data: Mapping[str, Any]) -> None:
    state.items.pop(data["item"], None)


def _hand_in(state: _State, data: Mapping[str, Any]) -> None:
    state.reviews[data["review"]] = (data["item"], data["scores"])


def _take_back(state: _State, data: Mapping[str, Any]) -> None:
    state.reviews.pop(data["review"], None)


def _agree(state: _State, data: Mapping[str, Any]) -> None:
    state.agreed[data["item"]] = Fraction(data["numerator"], data["denominator"])


def _nothing(_state: _State, _data: Mapping[str, Any]) -> None:
    """Other verbs are in the log for people; no result depends on them."""


_STEPS = {
    "make_panel": _open,
    "open_scoring": _open,
    "add_item": _add,
    "withdraw_item": _withdraw,
    "hand_in": _hand_in,
    "return_review": _take_back,
    "void_review": _take_back,
    "agree": _agree,
}
