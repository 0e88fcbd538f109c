"""Which programmes are open to very many companies: the row evaluator's circuit over columns.

A literal becomes two **planes**, where it is true and where it is false, with one bit for each company: 64 companies
are decided by one operation of the processor. What is open and what fails is planes again, literal by literal. A knot
that stays unknown because of a shared fact is put to the row evaluator once for each combination of states that really
occurs. Numpy is imported nowhere else in the rules, and this module by no page.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.circuits import Node, bits
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.rules.language import Value

CHUNK = 2**17
"""How many companies are looked at together: a plane of them is 16 kB and stays in the cache of a processor."""
Numbers = NDArray[np.int64]
Truth = NDArray[np.bool_]
Verdicts = NDArray[np.uint8]
"""0 no, 1 unknown, 2 yes: ``deciding.VERDICTS``."""
Plane = NDArray[np.uint64]
Planes = dict[int, Plane]
"""By literal."""
States = Mapping[str, NDArray[np.uint16]]
"""For each fact the number of each company's state."""


class Column(NamedTuple):
    """The answers of all companies to one question."""

    values: Numbers
    """A number, a day as its ordinal; where there are ``names``, which of them, -1 for no answer."""
    names: tuple[Value, ...] = ()
    known: Truth | None = None
    """Where a number is answered at all; everywhere without it."""

    def part(self, start: int, stop: int) -> "Column":
        return Column(self.values[start:stop], self.names, None if self.known is None else self.known[start:stop])


Table = Mapping[str, Column]
"""Columns of the same length by fact; a fact without a column is answered by nobody."""


def column(answers: Sequence[Value | None], named: bool) -> Column:
    """A column from one answer a company, None where there is none; ``named`` for all but numbers and days."""
    if named:
        names = tuple(dict.fromkeys(one for one in answers if one is not None))
        order = {name: n for n, name in enumerate(names)}
        return Column(np.array([-1 if one is None else order[one] for one in answers], np.int64), names)
    numbers = [0 if one is None else one if isinstance(one, int) else _ordinal(one) for one in answers]
    return Column(np.array(numbers, np.int64), known=np.array([one is not None for one in answers], np.bool_))


def _ordinal(value: Value) -> int:
    ordinal: int = getattr(value, "toordinal", lambda: 0)()
    return ordinal


@dataclass
class _States:
    """The states of one fact: each the regions it can be in; the last is no answer."""

    regions: list[int]
    of: Callable[[Column], NDArray[np.uint16]]


@dataclass
class Columns:
    """The evaluator of one book for very many companies."""

    decider: Decider
    only: tuple[int, ...] | None = None
    """Some of the descriptions."""

    def __post_init__(self) -> None:
        who, nodes = self.decider.circuit.who, self.decider.circuit.nodes
        self.roots = who if self.only is None else tuple(who[n] for n in self.only)
        self.nodes = self._needed()
        self.under = 0
        for root in self.roots:
            self.under |= nodes[root].under
        self.facts = [key for key, one in self.decider.readers.items() if one.mask & self.under]

    def _needed(self) -> list[int]:
        found: set[int] = set()
        left = list(self.roots)
        while left:
            node = left.pop()
            if node not in found:
                found.add(node)
                left.extend(self.decider.circuit.nodes[node].children)
        return sorted(found)

    def verdicts(self, table: Table, count: int) -> Verdicts:
        """One row for each description, one column for each company."""
        found = np.empty((len(self.roots), count), np.uint8)
        for chunk in self.chunks(table, count):
            for n in range(len(self.roots)):
                found[n, chunk.start : chunk.start + chunk.count] = chunk.verdicts(n)
        return found

    def chunks(self, table: Table, count: int) -> "Iterator[Chunk]":
        """The same many thousand companies at a time, with reasons for who asks."""
        states = {key: self._states(key, table[key]) for key in self.facts if key in table}
        regions = {key: one.regions for key, one in states.items()}
        shared = [node for node in self.nodes if self.decider.circuit.nodes[node].shared]
        knots = {node: _ManyKnots(self.decider, node, regions) for node in shared}
        for start in range(0, count, CHUNK):
            stop = min(start + CHUNK, count)
            found = {key: one.of(table[key].part(start, stop)) for key, one in states.items()}
            yield Chunk(self, knots, start, stop - start, found, regions)

    def _states(self, key: str, column: Column) -> _States:
        reader = self.decider.readers[key]
        if not column.names:
            cuts, last = reader.regions.cuts, reader.regions.count

            def of_number(part: Column) -> NDArray[np.uint16]:
                found = np.zeros(len(part.values), np.uint16)
                for cut in cuts:
                    found += part.values >= cut
                if part.known is not None:
                    found[~part.known] = last
                return found

            return _States([*(1 << region for region in range(last)), reader.possible], of_number)
        regions = list(dict.fromkeys([reader.of(name).regions for name in column.names]))
        order = [*(regions.index(reader.of(name).regions) for name in column.names), len(regions)]
        numbers = np.array(order, np.uint16)
        return _States([*regions, reader.possible], lambda part: numbers[part.values])


class Chunk:
    """Many thousand companies: their verdicts, and their reasons when asked for."""

    def __init__(
        self, of: Columns, knots: "Mapping[int, _ManyKnots]", start: int, count: int,
        states: States, regions: Mapping[str, list[int]],
    ) -> None:  # fmt: skip
        self.of, self.start, self.count, self.states = of, start, count, states
        self._nodes, self._knots = of.decider.circuit.nodes, knots
        self._none: Plane = np.zeros((count + 63) // 64, np.uint64)
        self.true: Planes = {}
        self.false: Planes = {}
        for key in of.facts:
            self._read(key, regions.get(key) or [of.decider.readers[key].possible])
        self.unsaid: Planes = {bit: ~(one | self.false[bit]) for bit, one in self.true.items()}
        self.yes: Planes = {}
        """By node, as ``no``."""
        self.no: Planes = {}
        for node in of.nodes:
            self._decide(node)

    def verdicts(self, n: int) -> Verdicts:
        """Of the n-th description asked about, one for each company."""
        root = self.of.roots[n]
        found = self.truth(self.yes[root]).view(np.uint8) + np.uint8(1)
        found -= self.truth(self.no[root]).view(np.uint8)
        return found

    def truth(self, plane: Plane) -> Truth:
        """A plane with a place of its own for each company."""
        return np.unpackbits(plane.view(np.uint8), count=self.count, bitorder="little").view(np.bool_)

    def plane(self, truth: Truth) -> Plane:
        """The opposite of ``truth``."""
        found = np.zeros(len(self._none) * 8, np.uint8)
        packed = np.packbits(truth, bitorder="little")
        found[: len(packed)] = packed
        return found.view(np.uint64)

    # literals

    def _read(self, key: str, regions: list[int]) -> None:
        """The planes of a fact's literals: states that say the same of all of them are one class."""
        reader, under = self.of.decider.readers[key], self.of.under
        for bit in bits(reader.mask & under):
            self.true[bit] = self.false[bit] = self._none
        effects = [reader.within(within) for within in regions]
        kinds = list(dict.fromkeys((one.true & under, one.false & under) for one in effects))
        for (true, false), plane in zip(kinds, self._classes(key, [
            kinds.index((one.true & under, one.false & under)) for one in effects
        ], len(kinds)), strict=True):  # fmt: skip
            for bit in bits(true):
                self.true[bit] = self.true[bit] | plane
            for bit in bits(false):
                self.false[bit] = self.false[bit] | plane

    def _classes(self, key: str, of_state: list[int], count: int) -> Iterator[Plane]:
        """Where a fact is in each of its classes."""
        if key not in self.states or count == 1:
            return iter([~self._none] * count)
        found = np.array(of_state, np.uint8 if count < 256 else np.uint16)[self.states[key]]
        return (self.plane(found == one) for one in range(count))

    # verdicts

    def _decide(self, n: int) -> None:
        node = self._nodes[n]
        if node.least == node.parts:
            self.yes[n], self.no[n] = self._every(node, self.true, self.yes), self._some(node, self.false, self.no)
        elif node.least == 1:
            self.yes[n], self.no[n] = self._some(node, self.true, self.yes), self._every(node, self.false, self.no)
        else:
            self.yes[n] = self._many(node, self.true, self.yes, node.least)
            self.no[n] = self._many(node, self.false, self.no, node.parts - node.least + 1)
        if node.shared:
            self._look_closer(n)

    def _planes(self, node: Node, literals: Planes, nodes: Planes) -> list[Plane]:
        return [*(literals[bit] for bit in bits(node.literals)), *(nodes[child] for child in node.children)]

    def _every(self, node: Node, literals: Planes, nodes: Planes) -> Plane:
        found = ~self._none
        for plane in self._planes(node, literals, nodes):
            found &= plane
        return found

    def _some(self, node: Node, literals: Planes, nodes: Planes) -> Plane:
        found = self._none.copy()
        for plane in self._planes(node, literals, nodes):
            found |= plane
        return found

    def _many(self, node: Node, literals: Planes, nodes: Planes, least: int) -> Plane:
        """Where so many hold: after each part, where one, two, three … have held so far."""
        so_far = [~self._none] + [self._none.copy() for _ in range(max(least, 0))]
        for plane in self._planes(node, literals, nodes):
            for many in range(least, 0, -1):
                so_far[many] |= so_far[many - 1] & plane
        return so_far[max(least, 0)]

    def _look_closer(self, n: int) -> None:
        rows = np.flatnonzero(self.truth(self._torn(n) & ~(self.no[n] | self.yes[n])))
        if len(rows):
            found = self._knots[n].verdicts(rows, list(self._left(n)), self)
            self.no[n] = self.no[n] | self._at(rows[found == 0])
            self.yes[n] = self.yes[n] | self._at(rows[found == 2])

    def _left(self, n: int) -> Iterator[Plane]:
        """What is left of a knot: the parts that are unknown, what is open in them, and what a count has already."""
        left = [(n, ~(self.no[n] | self.yes[n]))]
        while left:
            number, here = left.pop()
            node = self._nodes[number]
            yield from (here & self.unsaid[bit] for bit in bits(node.literals))
            if 1 < node.least < node.parts:
                yield from (here & plane for plane in self._planes(node, self.true, self.yes))
            left += [(child, here & ~(self.no[child] | self.yes[child])) for child in node.children]

    def _at(self, rows: NDArray[np.intp]) -> Plane:
        truth = np.zeros(self.count, np.bool_)
        truth[rows] = True
        return self.plane(truth)

    def _torn(self, n: int) -> Plane:
        """Where several parts that are not decided rest on the same fact."""
        knot, torn = self._knots[n].knot, self._none.copy()
        open_ = self._opened(n, ~(self.no[n] | self.yes[n]))
        for split in knot.splits:
            one = self._none
            for bit in bits(split.literals):
                if bit in open_:
                    torn |= open_[bit] if knot.node.repeated >> bit & 1 else one & open_[bit]
                    one = one | open_[bit]
        return torn

    # reasons

    def failing(self, n: int) -> Planes:
        """Which literals make the n-th description asked about a no, and for whom."""
        found: Planes = {}
        root = self.of.roots[n]
        left = [(root, self.no[root])]
        while left:
            node, here = left.pop()
            for bit in bits(self._nodes[node].literals):
                _add(found, bit, here & self.false[bit])
            left += [(child, here & self.no[child]) for child in self._nodes[node].children]
        return found

    def open(self, n: int) -> Planes:
        """Which open literals it still rests on, and for whom."""
        root = self.of.roots[n]
        return self._opened(root, ~self.yes[root])

    def _opened(self, n: int, where: Plane) -> Planes:
        """While a part is unknown, what is open in a part of it that is no does not count."""
        found: Planes = {}
        left = [(n, where)]
        while left:
            node, here = left.pop()
            for bit in bits(self._nodes[node].literals):
                _add(found, bit, here & self.unsaid[bit])
            for child in self._nodes[node].children:
                left.append((child, here & (self.no[node] | ~self.no[child]) & ~self.yes[child]))
        return found


def _add(planes: Planes, bit: int, plane: Plane) -> None:
    planes[bit] = planes[bit] | plane if bit in planes else plane


class _ManyKnots:
    """One knot for many companies: each rest of it that is left undecided, once."""

    def __init__(self, decider: Decider, node: int, regions: Mapping[str, list[int]]) -> None:
        self.knot, self.regions = decider.knot(node), regions
        self._seen: dict[bytes, int] = {}

    def verdicts(self, rows: NDArray[np.intp], left: list[Plane], chunk: Chunk) -> Verdicts:
        """0 no, 1 unknown, 2 yes for each row; ``left`` is what tells apart what is left of the knot."""
        columns = np.packbits(np.stack([chunk.truth(plane)[rows] for plane in left]), axis=0)
        states = [chunk.states[key][rows] for key in self.knot.cut_short if key in chunk.states]
        parts = [columns, *(one.view(np.uint8).reshape(-1, 2).T for one in states)]
        keys = np.ascontiguousarray(np.concatenate(parts).T)
        unique, first, back = np.unique(
            keys.view(np.dtype((np.void, keys.shape[1]))).reshape(-1), return_index=True, return_inverse=True
        )
        names = [key.tobytes() for key in unique]
        new = [n for n, key in enumerate(names) if key not in self._seen]
        self._seen |= zip([names[n] for n in new], self._asked(rows[first[new]], chunk), strict=True)
        return np.array([self._seen[key] for key in names], np.uint8)[back.reshape(-1)]

    def _asked(self, rows: NDArray[np.intp], chunk: Chunk) -> Iterator[int]:
        """What the row evaluator says of each row."""
        facts = [key for key in self.knot.cut_short if key in chunk.states]
        known = [{key: self.regions[key][chunk.states[key][row]] for key in facts} for row in rows]
        true, false = (self._numbers(planes, rows, chunk) for planes in (chunk.true, chunk.false))
        return map(self.knot.looked_at, true, false, known)

    def _numbers(self, planes: Planes, rows: NDArray[np.intp], chunk: Chunk) -> list[int]:
        """The literals of each row under the knot as one number."""
        found = np.zeros((self.knot.node.under.bit_length(), len(rows)), np.bool_)
        for bit in bits(self.knot.node.under):
            found[bit] = chunk.truth(planes[bit])[rows]
        packed = np.packbits(found, axis=0, bitorder="little").T
        return [int.from_bytes(row.tobytes(), "little") for row in packed]


class Preview(NamedTuple):
    """Whom an edit of one description makes a difference to: numbers of companies."""

    newly: NDArray[np.intp]
    """It was ruled out for them, and is not any more."""
    no_longer: NDArray[np.intp]
    """It was not ruled out, and now is."""
    counts: NDArray[np.int64]
    """How many companies by verdict before and after."""


def preview(before: Book, after: Book, table: Table, count: int) -> Preview:
    """Every company decided for the only description of each book, as it is and as it is to be."""
    old, new = (Columns(Decider(book)).verdicts(table, count)[0] for book in (before, after))
    counts = np.bincount(old.astype(np.intp) * 3 + new, minlength=9).reshape(3, 3)
    return Preview(np.flatnonzero((old == 0) & (new != 0)), np.flatnonzero((old != 0) & (new == 0)), counts)
