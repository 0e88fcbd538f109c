"""In which order items stand: by points, then by the rules for ties, and whether a tie is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kosetsu.foundation.reviews.rules.points import Result

RECEIVED = "received"
CRITERION = "criterion:"
NOTHING = Fraction(-1)


@dataclass(frozen=True, slots=True)
class Placed:
    """One item's place, counted from one; those that no rule can tell apart share it and are ``tied``."""

    result: Result
    rank: int
    tied: bool


def known_tie_rule(rule: str, codes: Iterable[str]) -> bool:
    """Whether ``rule`` is ``received`` (who came first) or ``criterion:CODE`` of these criteria."""
    return rule == RECEIVED or (rule.startswith(CRITERION) and rule.removeprefix(CRITERION) in set(codes))


def ranked(results: Iterable[Result], ties: Sequence[str] = ()) -> list[Placed]:
    """All items that can be accepted, best first. ``ties`` are asked in turn where points are equal."""
    ordered = sorted((one for one in results if one.acceptable), key=lambda one: (_key(one, ties), str(one.item)))
    keys = [_key(one, ties) for one in ordered]
    return [Placed(one, keys.index(key) + 1, keys.count(key) > 1) for one, key in zip(ordered, keys, strict=True)]


def _key(result: Result, ties: Sequence[str]) -> tuple[Fraction | str, ...]:
    assert result.points is not None
    return (-result.points, *(_tie(result, rule) for rule in ties))


def _tie(result: Result, rule: str) -> Fraction | str:
    if rule == RECEIVED:
        return result.received
    value = result.means.get(rule.removeprefix(CRITERION))
    return -(NOTHING if value is None else value)
