"""Who is accepted: by points, then by the rules for ties, up to the capacity; the same facts give the same choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from itertools import groupby

from kosetsu.foundation.calls.states import Rule

TIES = ("received", "number", "lottery", "chair")
"""Who was earlier, the smaller number, by lot, as the chair says; and ``criterion:CODE``."""
FINAL_TIES = ("number", "lottery", "chair")
"""Those after which no two are equal."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One application as its reviews left it; ``facts`` by the name of a rule for ties, the larger the better."""

    key: str
    points: Fraction | None
    reviews: int
    vetoed: bool = False
    facts: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the choice goes by; ``seed`` is the lot's, ``order`` what the chair said of those who are equal."""

    capacity: int
    reserve: int
    quorum: int
    least: int | None
    ties: Sequence[str]
    seed: str = ""
    order: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What became of one: its rank, and its seat, its place on the reserve list or neither, by which rule.

    ``tie`` names the rule that set it apart from those with the same points, if one had to.
    """

    key: str
    rank: int | None
    rule: Rule
    seat: int | None = None
    place: int | None = None
    tie: str = ""


class Unsettled(Exception):
    """The choice cannot be made: ``short`` have fewer reviews than the quorum, ``tied`` wait for the chair's word."""

    def __init__(self, *, short: Sequence[str] = (), tied: Sequence[str] = ()) -> None:
        super().__init__(*short, *tied)
        self.short, self.tied = list(short), list(tied)


def choose(candidates: Sequence[Candidate], terms: Terms) -> list[Chosen]:
    """Everyone's outcome, the first in rank first, those who cannot be accepted last. Raises :class:`Unsettled`."""
    if short := sorted(one.key for one in candidates if one.reviews < terms.quorum or one.points is None):
        raise Unsettled(short=short)
    ordered, ties = _ranked([one for one in candidates if _rule_out(one, terms) is None], terms)
    found = [_placed(one.key, rank, terms, ties[one.key]) for rank, one in enumerate(ordered, start=1)]
    out = sorted((one for one in candidates if _rule_out(one, terms)), key=lambda one: (-(one.points or 0), one.key))
    return [*found, *(Chosen(one.key, None, _rule_out(one, terms) or Rule.BEYOND) for one in out)]


def _rule_out(one: Candidate, terms: Terms) -> Rule | None:
    """Why it cannot be accepted however it ranks."""
    if one.vetoed:
        return Rule.VETO
    return Rule.LEAST if terms.least is not None and (one.points or 0) < terms.least else None


def _placed(key: str, rank: int, terms: Terms, tie: str) -> Chosen:
    if rank <= terms.capacity:
        return Chosen(key, rank, Rule.CAPACITY, seat=rank, tie=tie)
    if rank <= terms.capacity + terms.reserve:
        return Chosen(key, rank, Rule.RESERVE, place=rank - terms.capacity, tie=tie)
    return Chosen(key, rank, Rule.BEYOND, tie=tie)


def _ranked(candidates: Sequence[Candidate], terms: Terms) -> tuple[list[Candidate], dict[str, str]]:
    """The best first, and by which rule those with the same points came apart."""
    ordered: list[Candidate] = []
    ties: dict[str, str] = {}
    by_points = sorted(candidates, key=lambda one: one.points or Fraction(0), reverse=True)
    for _points, equal in groupby(by_points, key=lambda one: one.points):
        group = list(equal)
        ordered += _apart(group, list(terms.ties), terms, ties) if len(group) > 1 else group
        ties |= {one.key: "" for one in group if one.key not in ties}
    return ordered, ties


def _apart(group: list[Candidate], rules: list[str], terms: Terms, ties: dict[str, str]) -> list[Candidate]:
    """A group of equals in order, each by the first rule that tells it from another."""
    if len(group) == 1:
        return group
    if not rules:
        raise Unsettled(tied=sorted(one.key for one in group))
    name, *rest = rules
    values = _values(name, group, terms)
    found: list[Candidate] = []
    by_value = sorted(group, key=lambda one: values[one.key], reverse=True)
    for _value, equal in groupby(by_value, key=lambda one: values[one.key]):
        same = list(equal)
        if len(same) < len(group):
            ties |= {one.key: name for one in same}
        found += _apart(same, rest, terms, ties)
    return found


def _values(name: str, group: Sequence[Candidate], terms: Terms) -> dict[str, Fraction]:
    if name == "lottery":
        return {one.key: Fraction(-drawn(one.key, terms.seed)) for one in group}
    if name == "chair":
        said = {key: Fraction(-place) for place, key in enumerate(terms.order)}
        if missing := sorted(one.key for one in group if one.key not in said):
            raise Unsettled(tied=sorted({*missing, *(one.key for one in group)}))
        return {one.key: said[one.key] for one in group}
    return {one.key: one.facts.get(name, Fraction(0)) for one in group}


def drawn(key: str, seed: str) -> int:
    """The number a key draws by lot: anybody who has the seed draws it again."""
    return int.from_bytes(sha256(f"{seed}:{key}".encode()).digest(), "big")
