"""Who may not review whom: bodies a person is bound to, held against the body an item comes from.

Names count in whatever way they are written, former and other names as well; companies that belong together count as
one group.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kosetsu.foundation.reviews.states import Ground


@dataclass(frozen=True, slots=True)
class Tie:
    """A person is bound to a body (its row number), by something that the records say."""

    person: int
    body: int
    ground: Ground
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A body by all that an applicant may write: its number, and its folded names, former ones included."""

    key: int
    number: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Applied:
    """Whom an item comes from, as far as it is known."""

    item: int
    body: int | None
    number: str
    name: str
    """Folded."""


@dataclass(frozen=True, slots=True)
class Found:
    """A pair that must not be."""

    item: int
    person: int
    ground: Ground
    detail: str = ""


def groups(links: Iterable[tuple[int, int]]) -> Callable[[int], frozenset[int]]:
    """All bodies that belong together with one, itself included, by links of parents and subsidiaries."""
    near: dict[int, set[int]] = defaultdict(set)
    for one, other in links:
        near[one].add(other)
        near[other].add(one)

    def group_of(body: int) -> frozenset[int]:
        seen, waiting = {body}, [body]
        while waiting:
            for other in near.get(waiting.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return frozenset(seen)

    return group_of


def found(
    applied: Iterable[Applied], ties: Iterable[Tie], bodies: Mapping[int, Body],
    group_of: Callable[[int], Collection[int]],
) -> Iterator[Found]:  # fmt: skip
    """Every forbidden pair, once for each ground."""
    bound: dict[int, dict[tuple[int, Ground], str]] = defaultdict(dict)
    for tie in ties:
        for member in group_of(tie.body):
            ground = Ground.SAME_GROUP if member != tie.body and tie.ground == Ground.SAME_COMPANY else tie.ground
            bound[member].setdefault((tie.person, ground), tie.detail)
    by_number = {body.number: body.key for body in bodies.values() if body.number}
    by_name: dict[str, set[int]] = defaultdict(set)
    for body in bodies.values():
        for name in body.names:
            by_name[name].add(body.key)
    for one in applied:
        same = {one.body, by_number.get(one.number), *by_name.get(one.name, ())}
        pairs = {pair: detail for key in same if key for pair, detail in bound.get(key, {}).items()}
        yield from (Found(one.item, person, ground, detail) for (person, ground), detail in sorted(pairs.items()))
