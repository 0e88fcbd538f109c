"""What one more answer would decide: every answer to every open fact supposed at once, each a case of ``cases``.

A case is a company with one fact more; the first is the company as it is. All formulas are gone through once for all
cases together, and only a knot is asked again for those that it rests on.
"""

from collections.abc import Iterable
from typing import NamedTuple

from kosetsu.services.programmes.rules.cases import holding
from kosetsu.services.programmes.rules.circuits import bits, needed
from kosetsu.services.programmes.rules.deciding import Decider, Effect, Known

UNKNOWN = 1


class Case(NamedTuple):
    """One answer that is supposed: a fact is in one of these regions, which no comparison tells apart."""

    fact: str
    effect: Effect


class Supposed:
    """Which nodes hold, and which may, in each case."""

    def __init__(self, decider: Decider, known: Known, facts: Iterable[str], nodes: Iterable[int]) -> None:
        self.decider, self.known = decider, known
        self.cases = [Case("", Effect(0, 0, 0, 0))]
        self.of: dict[str, int] = {}
        """The cases of each fact."""
        for fact in facts:
            self._suppose(fact)
        self.everywhere = (1 << len(self.cases)) - 1
        self.holds: dict[int, int] = {}
        """By node, as ``may``."""
        self.may: dict[int, int] = {}
        self._decide(needed(decider.circuit.nodes, nodes))

    def changed(self, node: int) -> int:
        """The cases in which its verdict is not what it is now."""
        return _changed(self.holds[node], self.everywhere) | _changed(self.may[node], self.everywhere)

    def _suppose(self, fact: str) -> None:
        reader, first = self.decider.readers[fact], len(self.cases)
        possible = self.known.regions.get(fact, reader.possible)
        ways = [inside for one in reader.told_apart if (inside := one & possible)]
        self.cases += [Case(fact, reader.within(inside)) for inside in ways]
        self.of[fact] = (1 << len(self.cases)) - (1 << first)

    def _decide(self, nodes: list[int]) -> None:
        true, possible = self._literals(nodes)
        for n in nodes:
            node = self.decider.circuit.nodes[n]
            self.holds[n] = holding(node, true, self.holds, self.everywhere)
            self.may[n] = holding(node, possible, self.may, self.everywhere)
            if node.shared:
                self._look_closer(n)

    def _literals(self, nodes: list[int]) -> tuple[dict[int, int], dict[int, int]]:
        under = 0
        for n in nodes:
            under |= self.decider.circuit.nodes[n].literals
        true = {bit: self.everywhere if self.known.true >> bit & 1 else 0 for bit in bits(under)}
        possible = {bit: 0 if self.known.false >> bit & 1 else self.everywhere for bit in true}
        for n, case in enumerate(self.cases):
            for bit in bits(case.effect.true & under):
                true[bit] |= 1 << n
            for bit in bits(case.effect.false & under):
                possible[bit] &= ~(1 << n)
        return true, possible

    def _look_closer(self, n: int) -> None:
        """What decides a knot for the company as it is decides it in every case; other facts than its own do not."""
        unsure, knot = self.may[n] & ~self.holds[n], self.decider.knot(n)
        verdict = knot.looked_at(self.known) if unsure & 1 else UNKNOWN
        if verdict != UNKNOWN:
            self._say(n, unsure, verdict)
            return
        for fact in knot.facts:
            asked = bits(unsure & self.of.get(fact, 0))
            ways = [self.cases[case].effect.regions for case in asked]
            for case, found in zip(asked, knot.supposed(self.known, fact, ways), strict=True):
                self._say(n, 1 << case, found)

    def _say(self, n: int, cases: int, verdict: int) -> None:
        if verdict > UNKNOWN:
            self.holds[n] |= cases
        elif verdict < UNKNOWN:
            self.may[n] &= ~cases


def _changed(cases: int, everywhere: int) -> int:
    """Where it is not as in the first case."""
    return cases ^ (everywhere if cases & 1 else 0)
