"""Many cases of a circuit at once, one bit of a long whole number for each.

A knot of few facts is decided once and for all: every combination of what its facts can be is a case, and where it
holds is one number. What a company has answered is then a set of cases, and the knot is looked up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from kosetsu.services.programmes.rules.circuits import Node, bits, needed

LARGEST = 16_384
"""How many cases a table may have; a knot of more is searched."""


def holding(node: Node, literals: Mapping[int, int], wholes: Mapping[int, int], everywhere: int) -> int:
    """The cases in which a node holds, from those in which its literals and its children do."""
    parts = [literals[bit] for bit in bits(node.literals)] + [wholes[child] for child in node.children]
    if node.least == node.parts:
        return reduce(and_, parts, everywhere)
    if node.least == 1:
        return reduce(or_, parts, 0)
    so_far = [everywhere] + [0] * max(node.least, 0)
    for part in parts:
        for many in range(node.least, 0, -1):
            so_far[many] |= so_far[many - 1] & part
    return so_far[-1]


@dataclass(frozen=True)
class Axis:
    """One fact of a table: classes of its regions that the table does not tell apart, each with its cases."""

    fact: str
    possible: int
    """The regions, as bits, it can be in while nothing is answered."""
    classes: tuple[int, ...]
    """Each the regions, as bits; every region of the fact is in one."""
    cases: tuple[int, ...]

    def within(self, regions: int) -> int:
        """The cases in which the fact is in one of these regions."""
        return reduce(or_, (case for one, case in zip(self.classes, self.cases, strict=True) if one & regions), 0)


class Table:
    """Where one node holds, over every combination of what its facts can be: exact, however often a fact stands in it.

    The first fact's classes lie side by side.
    """

    def __init__(self, nodes: Sequence[Node], node: int, axes: Sequence[Axis], literals: Mapping[int, int]) -> None:
        self.axes, everywhere = axes, axes[0].within(-1)
        found: dict[int, int] = {}
        for n in needed(nodes, (node,)):
            found[n] = holding(nodes[n], literals, found, everywhere)
        self.holds, self._everywhere = found[node], everywhere
        self._within: dict[str, dict[int | None, int]] = {axis.fact: {} for axis in axes}
        """By regions, None for no answer."""

    def verdict(self, regions: Mapping[str, int]) -> int:
        """0 no, 1 unknown, 2 yes for the regions that the answered facts can be in."""
        here = self._everywhere
        for fact, seen in self._within.items():
            within = regions.get(fact)
            here &= seen[within] if within in seen else self._cases(fact, within)
        return self._of(here)

    def supposed(self, regions: Mapping[str, int], fact: str, ways: Iterable[int]) -> list[int]:
        """The same with one fact in other regions, for each of them."""
        here = self._everywhere
        for other in self._within:
            if other != fact:
                here &= self._cases(other, regions.get(other))
        return [self._of(here & self._cases(fact, within)) for within in ways]

    def _cases(self, fact: str, within: int | None) -> int:
        seen = self._within[fact]
        if within not in seen:
            axis = next(axis for axis in self.axes if axis.fact == fact)
            seen[within] = axis.within(axis.possible if within is None else within)
        return seen[within]

    def _of(self, here: int) -> int:
        holds = here & self.holds
        return 2 if holds == here else 1 if holds else 0


def axes(facts: Sequence[tuple[str, int, Sequence[int]]]) -> list[Axis]:
    """From each fact with its possible regions and its classes."""
    size = 1
    for _fact, _possible, classes in facts:
        size *= len(classes)
    found, step = [], 1
    for fact, possible, classes in facts:
        again = ((1 << size) - 1) // ((1 << step * len(classes)) - 1)
        block = (1 << step) - 1
        cases = tuple((block << step * n) * again for n in range(len(classes)))
        found.append(Axis(fact, possible, tuple(classes), cases))
        step *= len(classes)
    return found
