"""Who would be chosen as the reviews stand, and once more from the panel's log: the same facts, the same choice."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from kosetsu.foundation.calls.models import Round
from kosetsu.foundation.calls.rules.choosing import Candidate, Chosen, Terms, choose
from kosetsu.foundation.calls.rules.kinds import Kind
from kosetsu.foundation.calls.states import ApplicationState
from kosetsu.foundation.reviews.documents.results import results
from kosetsu.foundation.reviews.rules.points import Result
from kosetsu.foundation.reviews.rules.replay import Logged, replay

NOTHING = Fraction(-1)


def terms_of(round_: Round, order: Sequence[str] = ()) -> Terms:
    """What a round chooses by."""
    call = round_.call
    return terms_in(call.kind, round_.number, call.capacity, call.seed, order)


def terms_in(kind: Kind, number: int, capacity: int, seed: str, order: Sequence[str] = ()) -> Terms:
    """What a round of a kind chooses by: how many pass on, or the call's seats and its reserve list."""
    of_kind = kind.rounds[number - 1]
    last = of_kind.passes is None
    return Terms(
        capacity=of_kind.passes or capacity, reserve=kind.reserve if last else 0, quorum=of_kind.quorum,
        least=kind.least_points, ties=tuple(kind.ties), seed=seed, order=tuple(order),
    )  # fmt: skip


def candidates(round_: Round) -> list[Candidate]:
    """Those that are still in the round, as the records say; without who withdrew."""
    rows = round_.entrants.filter(application__state=ApplicationState.REVIEWING)
    numbers = dict(rows.values_list("item__public_id", "application__number"))
    by_item = {str(item): str(number) for item, number in numbers.items()}
    return [candidate_of(one, by_item[one.item]) for one in results(round_.panel) if one.item in by_item]


def kept(terms: Terms, without: Iterable[str]) -> dict[str, Any]:
    """The terms as a record keeps them."""
    return {
        "capacity": terms.capacity, "reserve": terms.reserve, "quorum": terms.quorum, "least": terms.least,
        "ties": list(terms.ties), "seed": terms.seed, "order": list(terms.order), "without": sorted(without),
    }  # fmt: skip


def replayed(terms: Mapping[str, Any], log: Sequence[Logged]) -> list[Chosen]:
    """The choice once more, from the kept terms and the panel's log alone."""
    given = dict(terms)
    without = set(given.pop("without"))
    numbers = {step.data["item"]: step.data["number"] for step in log if step.verb == "add_item"}
    found = [candidate_of(one, numbers[one.item]) for one in replay(log)]
    return choose([one for one in found if one.key not in without], Terms(**given))


def log_of(round_: Round) -> list[Logged]:
    """The panel's log as it was when the round was decided."""
    steps = round_.panel.steps.filter(position__lte=round_.log_position).order_by("position")
    return [Logged(verb, data) for verb, data in steps.values_list("verb", "data")]


def candidate_of(result: Result, number: str) -> Candidate:
    """One result as the rules of the choice take it."""
    means = {f"criterion:{code}": NOTHING if mean is None else mean for code, mean in result.means.items()}
    facts = {
        **means, "number": Fraction(-int(number.rpartition("-")[2])),
        "received": -Fraction(dt.datetime.fromisoformat(result.received).timestamp()),
    }  # fmt: skip
    return Candidate(number, result.points, result.handed_in, bool(result.vetoes), facts)
