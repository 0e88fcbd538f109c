"""Why a programme is not open to a company, and the cheapest change of it that opens it.

Nothing here is a rule of thumb: the failing set is the smallest, the change the cheapest of all, and a change is put
to the evaluator again before it is said.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush
from typing import NamedTuple

from kosetsu.services.programmes.rules.book import Book, One, number
from kosetsu.services.programmes.rules.circuits import bits
from kosetsu.services.programmes.rules.deciding import Decider, Known, Outcome, Reader, Verdict
from kosetsu.services.programmes.rules.language import NUMBERS, Change, Value

TRIES = 20_000
"""How many combinations are looked at; beyond it nothing is claimed."""
NEVER = 10**6


# --- why not ---------------------------------------------------------------------------------------------------------


class Reason(NamedTuple):
    """One comparison that fails: what the source says, what the company has, and the number it is held against."""

    one: One
    fact: str
    clause: str
    value: Value | None
    threshold: int | None
    """Of a number; any other comparison is in ``Atom.said``."""

    @property
    def negated(self) -> bool:
        """Whether it is the opposite of the comparison that has to hold."""
        return self.one.negated


def reason(book: Book, one: One, answers: Mapping[str, Value]) -> Reason:
    """What a page needs to word a literal."""
    atom = book.atoms[one.atom]
    limit: int | None = getattr(atom.said, "at_least", getattr(atom.said, "at_most", None))
    return Reason(one, atom.fact, getattr(atom.said, "clause", ""), answers.get(atom.fact), limit)


def why_not(decider: Decider, n: int, answers: Mapping[str, Value]) -> tuple[Reason, ...] | None:
    """The smallest set of failing comparisons which, if they were met, would make the verdict other than no.

    A comparison that holds now counts only as far as it can hold together with those that are to be met. None where
    the verdict is not no; empty where meeting comparisons cannot open it.
    """
    known, node = decider.known(answers), decider.circuit.who[n]
    if decider.outcomes((node,), known)[0].verdict is not Verdict.NO:
        return None
    found = _Smallest(decider, node, known).found()
    return tuple(reason(decider.book, decider.circuit.literals[literal], answers) for literal in bits(found))


class _Met(NamedTuple):
    """What has been settled on the way: facts put into regions, failing literals that stand in several places."""

    regions: dict[str, int]
    met: int
    left: int
    """Failing literals that are not to be met."""


@dataclass
class _Smallest:
    """Literals are first taken for independent; where those used cannot hold together, their fact is settled."""

    decider: Decider
    node: int
    known: Known
    best: int = 0
    size: int = NEVER

    def found(self) -> int:
        """The failing literals to be met; none where there is no such set."""
        stack = [_Met({}, 0, 0)]
        for _try in range(TRIES):
            if not stack:
                return self.best
            now = stack.pop()
            cost, used = self._cheapest(self.node, self._absent(now), now.met, {})
            if cost + now.met.bit_count() < self.size:
                ways = self._unsettled(now, used)
                if ways is None:
                    self.best = used & self.failing | now.met
                    self.size = self.best.bit_count()
                else:
                    stack += ways
        return 0

    @cached_property
    def failing(self) -> int:
        return self.known.false & self.decider.circuit.nodes[self.node].under

    @cached_property
    def repeated(self) -> int:
        """Failing literals that stand in several places: met once, they are met everywhere."""
        return self.failing & self.decider.circuit.nodes[self.node].repeated

    @cached_property
    def readers(self) -> list[Reader]:
        under = self.decider.circuit.nodes[self.node].under
        return [one for one in self.decider.readers.values() if one.mask & under]

    def _absent(self, now: _Met) -> int:
        """Literals that cannot be true."""
        return now.left | sum(self.decider.readers[key].within(one).false for key, one in now.regions.items())

    def _cheapest(self, node: int, absent: int, met: int, seen: dict[int, tuple[int, int]]) -> tuple[int, int]:
        """The fewest failing literals with which a node holds, and all the literals it then rests on."""
        if node not in seen:
            one = self.decider.circuit.nodes[node]
            parts = [(self._cost(1 << bit, absent, met), 1 << bit) for bit in bits(one.literals)]
            parts += [self._cheapest(child, absent, met, seen) for child in one.children]
            chosen = sorted(parts)[: one.least]
            cost = sum(cost for cost, _used in chosen) if len(chosen) == one.least else NEVER
            used = 0
            for _cost, mask in chosen:
                used |= mask
            seen[node] = min(cost, NEVER), used
        return seen[node]

    def _cost(self, literal: int, absent: int, met: int) -> int:
        """A failing literal in several places costs nothing until it is settled, so what is said is never too much."""
        if literal & absent:
            return NEVER
        return int(bool(literal & self.failing & ~met & ~self.repeated))

    def _unsettled(self, now: _Met, used: int) -> list[_Met] | None:
        """The ways on; None where all that is used can really hold together."""
        for bit in bits(used & self.repeated & ~now.met):
            return [now._replace(left=now.left | 1 << bit), now._replace(met=now.met | 1 << bit)]
        torn = next((one for one in self.readers if not self._together(one, used | now.met)), None)
        if torn is None:
            return None
        key = torn.regions.fact.key
        places = [] if key in now.regions else self._places(torn)
        return [now._replace(regions={**now.regions, key: one}) for one in places]

    def _together(self, reader: Reader, used: int) -> bool:
        wanted = used & reader.mask
        within = reader.possible
        if not wanted & self.failing:
            within = self.known.regions.get(reader.regions.fact.key, reader.possible)
        return not wanted or any(not wanted & reader.within(one & within).false for one in self._places(reader)
                                 if one & within)  # fmt: skip

    def _places(self, reader: Reader) -> list[int]:
        return reader.classes(self.decider.circuit.nodes[self.node].under)


# --- the cheapest change ---------------------------------------------------------------------------------------------


class Move(NamedTuple):
    """One fact made other than it is."""

    fact: str
    before: Value | None
    after: Value
    days: int
    """Whole days, a part of a day counted as one."""
    fee_yen: int


class Changes(NamedTuple):
    """The cheapest changes, what must come first standing first, and what the verdict then is."""

    moves: tuple[Move, ...]
    days: int
    """The sum of all days, as if one were done after the other."""
    fee_yen: int
    verdict: Verdict


def cheapest_change(decider: Decider, n: int, answers: Mapping[str, Value]) -> Changes | None:
    """The cheapest new values of changeable facts with which the verdict is not no any more.

    Cheapest is the smallest sum of days, then of fees, then the fewest facts; what a change needs before it counts.
    A number is changed to the nearest value that makes a difference. A fact that is not answered is not changed: "no"
    already holds for all its values. None where the verdict is not no, or nothing changeable opens it.
    """
    return _Changing(decider, decider.circuit.who[n], answers).found()


Cost = tuple[int, int, int]


@dataclass
class _Changing:
    """The cheapest first, and from each only changes of a fact that some part which must hold waits for."""

    decider: Decider
    node: int
    answers: Mapping[str, Value]
    _options: dict[str, list[Move]] = field(default_factory=dict)

    def found(self) -> Changes | None:
        if self._outcome({}).verdict is not Verdict.NO:
            return None
        heap: list[tuple[Cost, int, dict[str, Move]]] = [((0, 0, 0), 0, {})]
        seen: set[frozenset[Move]] = set()
        for _try in range(TRIES):
            if not heap:
                return None
            (days, fee, _count), _order, moves = heappop(heap)
            outcome = self._outcome(moves)
            if outcome.verdict is not Verdict.NO:
                return Changes(tuple(moves.values()), days, fee, outcome.verdict)
            for more in self._further(moves):
                state = frozenset(more.values())
                if state not in seen:
                    seen.add(state)
                    heappush(heap, (_cost(more), len(seen), more))
        return None

    def _outcome(self, moves: Mapping[str, Move]) -> Outcome:
        return self.decider.outcomes((self.node,), self._known(moves))[0]

    def _known(self, moves: Mapping[str, Move]) -> Known:
        return self.decider.known({**self.answers, **{key: move.after for key, move in moves.items()}})

    def _further(self, moves: dict[str, Move]) -> Iterator[dict[str, Move]]:
        for fact in self._waited_for(self.node, self._known(moves)):
            if fact not in moves:
                yield from (more for move in self._moves(fact) if (more := self._with(moves, move, ())) is not None)

    def _waited_for(self, node: int, known: Known) -> set[str]:
        """Facts of which one at least must change, as few of them as can be seen."""
        one, circuit = self.decider.circuit.nodes[node], self.decider.circuit
        parts = [{circuit.fact(literal)} for literal in bits(one.literals & known.false)]
        outcomes = self.decider.outcomes(one.children, known)
        parts += [self._waited_for(child, known) for child, outcome in zip(one.children, outcomes, strict=True)
                  if outcome.verdict is Verdict.NO]  # fmt: skip
        if len(parts) <= one.parts - one.least:  # its parts rule each other out
            return {circuit.fact(literal) for literal in bits(one.under)}
        return min(parts, key=self._branches) if one.least == one.parts else set().union(*parts)

    def _branches(self, facts: set[str]) -> int:
        return sum(len(self._moves(fact)) for fact in facts)

    def _with(self, moves: dict[str, Move], move: Move, waiting: tuple[str, ...]) -> dict[str, Move] | None:
        """The moves and one more, preceded by what it needs; None where that cannot be, or would undo what one of the
        moves needs."""
        change = self._change(move.fact)
        if change is None or move.fact in waiting:
            return None
        now: dict[str, Move] | None = moves
        for key in change.needs:
            if now is not None:
                now = self._needed(now, key, (*waiting, move.fact))
        if now is None or now.get(move.fact, move) != move:
            return None
        undone = move.after is not True and any(move.fact in self._needs(fact) for fact in now)
        return None if undone else {**now, move.fact: move}

    def _needed(self, moves: dict[str, Move], key: str, waiting: tuple[str, ...]) -> dict[str, Move] | None:
        if key in moves:
            return moves if moves[key].after is True else None
        if self.answers.get(key) is True:
            return moves
        step = next((move for move in self._to_names(key) if move.after is True), None)
        return None if step is None else self._with(moves, step, waiting)

    # what a fact can become

    def _change(self, fact: str) -> Change | None:
        described = self.decider.book.facts.get(fact)
        return described.change if described is not None else None

    def _needs(self, fact: str) -> tuple[str, ...]:
        change = self._change(fact)
        return () if change is None else change.needs

    def _moves(self, fact: str) -> list[Move]:
        if fact not in self._options:
            self._options[fact] = list(self._found(fact))
        return self._options[fact]

    def _found(self, fact: str) -> Iterator[Move]:
        if self._change(fact) is None or fact not in self.answers:
            return
        kind = self.decider.book.facts[fact].kind
        yield from self._to_numbers(fact) if kind in NUMBERS or kind == "day" else self._to_names(fact)

    def _to_names(self, fact: str) -> Iterator[Move]:
        change = self._change(fact)
        if change is not None:
            before = self.answers.get(fact)
            yield from (Move(fact, before, to, change.days, change.fee_yen) for to in change.to if to != before)

    def _to_numbers(self, fact: str) -> Iterator[Move]:
        """Of the regions that the programme does not tell apart, the cheapest to reach."""
        reader = self.decider.readers[fact]
        for regions in reader.classes(self.decider.circuit.nodes[self.node].under):
            moves = [move for region in bits(regions) if (move := self._to_region(fact, region)) is not None]
            if moves:
                yield min(moves, key=lambda move: (move.days, move.fee_yen))

    def _to_region(self, fact: str, region: int) -> Move | None:
        change, before = self._change(fact), self.answers[fact]
        after = self.decider.readers[fact].regions.nearest(region, before)
        distance = number(after) - number(before)
        if change is None or not distance or change.direction == ("up" if distance < 0 else "down"):
            return None
        days = change.days + math.ceil(change.days_each * abs(distance))
        return Move(fact, before, after, days, change.fee_yen)


def _cost(moves: Mapping[str, Move]) -> Cost:
    return sum(one.days for one in moves.values()), sum(one.fee_yen for one in moves.values()), len(moves)
