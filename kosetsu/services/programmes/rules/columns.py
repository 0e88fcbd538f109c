"""Which programmes are open to very many companies: the row evaluator's circuit over columns.

A literal becomes two **planes**, where it is true and where it is false, with one bit for each company: 64 companies
are decided by one operation of the processor. What is open and what fails is planes again, literal by literal. A knot
of few facts is looked up: its table says the verdict for every combination of states of its facts. One of many facts
is put to the row evaluator once for each combination that really occurs, where a shared fact leaves it unknown. Numpy
is imported nowhere else in the rules, and this module by no page.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.cases import Table as Cases
from kosetsu.services.programmes.rules.circuits import bits, needed
from kosetsu.services.programmes.rules.deciding import Decider, Knot, Known
from kosetsu.services.programmes.rules.language import Value

CHUNK = 2**17
"""How many companies are looked at together: a plane of them is 16 kB and stays in the cache of a processor."""
Numbers = NDArray[np.signedinteger[Any]]
"""Of any width: a byte is enough for yes and no, and eight times as fast to read."""
Truth = NDArray[np.bool_]
Verdicts = NDArray[np.uint8]
"""0 no, 1 unknown, 2 yes: ``deciding.VERDICTS``."""
Plane = NDArray[np.uint64]
Planes = dict[int, Plane]
"""By literal."""
State = NDArray[np.unsignedinteger[Any]]
"""The number of each company's state; the greatest is no answer."""
States = Mapping[str, State]
"""By fact."""
Regions = Mapping[str, Mapping[int, int]]
"""For each fact, for each state's number, the regions, as bits, it can be in."""


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
        return Column(np.array([-1 if one is None else order[one] for one in answers], narrow(len(names))), names)
    numbers = [0 if one is None else one if isinstance(one, int) else _ordinal(one) for one in answers]
    return Column(np.array(numbers, np.int64), known=np.array([one is not None for one in answers], np.bool_))


def narrow(names: int) -> type[np.signedinteger[Any]]:
    """The numbers that are wide enough for so many names."""
    return np.int8 if names < 128 else np.int32


def _ordinal(value: Value) -> int:
    ordinal: int = getattr(value, "toordinal", lambda: 0)()
    return ordinal


class _States(NamedTuple):
    """The states of one fact: each the regions it can be in."""

    regions: dict[int, int]
    of: Callable[[Column], State]


def _numbered(states: State, order: Mapping[int, int]) -> State:
    """Other numbers for the states."""
    if states.dtype == np.uint8 and max(order.values()) < 256:
        table = bytearray(256)
        for state, number in order.items():
            table[state] = number
        return np.frombuffer(states.tobytes().translate(table), np.uint8)
    numbers = np.zeros(np.iinfo(states.dtype).max + 1, np.uint16)
    numbers[list(order)] = list(order.values())
    return numbers.take(states)


class Kind(NamedTuple):
    """States of one fact that say the same: what is true and what is false in them."""

    true: tuple[int, ...]
    false: tuple[int, ...]
    states: tuple[int, ...]


@dataclass
class Columns:
    """The evaluator of one book for very many companies."""

    decider: Decider
    only: tuple[int, ...] | None = None
    """Some of the descriptions."""

    def __post_init__(self) -> None:
        who, nodes = self.decider.circuit.who, self.decider.circuit.nodes
        self.roots = who if self.only is None else tuple(who[n] for n in self.only)
        self.nodes = needed(nodes, self.roots)
        self.literals = {node: bits(nodes[node].literals) for node in self.nodes}
        self.under = 0
        for root in self.roots:
            self.under |= nodes[root].under
        self.facts = [key for key, one in self.decider.readers.items() if one.mask & self.under]

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
        kinds = {key: self._kinds(key, regions.get(key)) for key in self.facts}
        shared = [node for node in self.nodes if self.decider.circuit.nodes[node].shared]
        knots = {node: self._knot(node, regions) for node in shared}
        parts = max(1, round(count / CHUNK))
        for n in range(parts):
            start, stop = count * n // parts, count * (n + 1) // parts
            found = {key: one.of(table[key].part(start, stop)) for key, one in states.items()}
            yield Chunk(self, kinds, knots, start, stop - start, found)

    def _states(self, key: str, column: Column) -> _States:
        reader = self.decider.readers[key]
        many = len(column.names) or len(reader.regions.cuts) + 1
        dtype: type[np.unsignedinteger[Any]] = np.uint8 if many < 256 else np.uint16
        last = int(np.iinfo(dtype).max)
        if column.names:
            regions = {n: reader.of(name).regions for n, name in enumerate(column.names)}
            return _States(regions | {last: reader.possible}, lambda part: part.values.astype(dtype))

        def of_number(part: Column) -> State:
            found: State = np.zeros(len(part.values), dtype)
            for cut in reader.regions.cuts:
                found += part.values >= cut
            if part.known is not None:
                found[~part.known] = last
            return found

        return _States({n: 1 << n for n in range(many)} | {last: reader.possible}, of_number)

    def _kinds(self, key: str, regions: Mapping[int, int] | None) -> list[Kind]:
        """The kinds of states in which anything is decided; the only one of a fact that nobody answered has none."""
        reader, found = self.decider.readers[key], dict[tuple[int, int], list[int]]()
        for state, within in (regions or {0: reader.possible}).items():
            effect = reader.within(within)
            found.setdefault((effect.true & self.under, effect.false & self.under), []).append(state)
        return [Kind(tuple(bits(true)), tuple(bits(false)), tuple(states) if len(found) > 1 else ())
                for (true, false), states in found.items() if true | false]  # fmt: skip

    def _knot(self, node: int, regions: Regions) -> "_Searched | _LookedUp":
        knot = self.decider.knot(node)
        return _Searched(self.decider, node, regions) if knot.table is None else _LookedUp(knot.table, regions)


class Chunk:
    """Many thousand companies: their verdicts, and their reasons when asked for."""

    def __init__(
        self, of: Columns, kinds: Mapping[str, list[Kind]], knots: "Mapping[int, _Searched | _LookedUp]",
        start: int, count: int, states: States,
    ) -> None:  # fmt: skip
        self.of, self.start, self.count, self.states = of, start, count, states
        self._nodes, self._knots = of.decider.circuit.nodes, knots
        self._numbers: dict[tuple[str, tuple[int, ...]], State] = {}
        self._none: Plane = np.zeros((count + 63) // 64, np.uint64)
        self.true: Planes = dict.fromkeys(bits(of.under), self._none)
        self.false: Planes = dict.fromkeys(bits(of.under), self._none)
        for key, ones in kinds.items():
            for kind in ones:
                self._read(key, kind)
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

    def _read(self, key: str, kind: Kind) -> None:
        plane = self._in(key, kind.states) if kind.states else ~self._none
        for bit in kind.true:
            self.true[bit] = self.true[bit] | plane
        for bit in kind.false:
            self.false[bit] = self.false[bit] | plane

    def _in(self, key: str, states: tuple[int, ...]) -> Plane:
        """Where a fact is in one of these states."""
        if len(states) == 1:
            return self.plane(self.states[key] == states[0])
        return self.plane(_numbered(self.states[key], dict.fromkeys(states, 1)).astype(np.bool_))

    def numbered(self, key: str, order: Mapping[int, int]) -> State:
        """Other numbers for a fact's states, made once."""
        name = (key, tuple(order.values()))
        if name not in self._numbers:
            self._numbers[name] = _numbered(self.states[key], order)
        return self._numbers[name]

    # verdicts

    def _decide(self, n: int) -> None:
        node, knot = self._nodes[n], self._knots.get(n)
        if isinstance(knot, _LookedUp):
            self.yes[n], self.no[n] = knot.planes(self)
            return
        yes, no = self._planes(n, self.true, self.yes), self._planes(n, self.false, self.no)
        if node.least == node.parts:
            self.yes[n], self.no[n] = self._every(yes), self._some(no)
        elif node.least == 1:
            self.yes[n], self.no[n] = self._some(yes), self._every(no)
        else:
            self.yes[n], self.no[n] = self._many(yes, node.least), self._many(no, node.parts - node.least + 1)
        if knot is not None:
            self._look_closer(n, knot)

    def _planes(self, n: int, literals: Planes, nodes: Planes) -> list[Plane]:
        return [*(literals[bit] for bit in self.of.literals[n]), *(nodes[child] for child in self._nodes[n].children)]

    def _every(self, planes: list[Plane]) -> Plane:
        found = ~self._none
        for plane in planes:
            found &= plane
        return found

    def _some(self, planes: list[Plane]) -> Plane:
        found = self._none.copy()
        for plane in planes:
            found |= plane
        return found

    def _many(self, planes: list[Plane], least: int) -> Plane:
        """Where so many hold: after each part, where one, two, three … have held so far."""
        so_far = [~self._none] + [self._none.copy() for _ in range(max(least, 0))]
        for plane in planes:
            for many in range(least, 0, -1):
                so_far[many] |= so_far[many - 1] & plane
        return so_far[max(least, 0)]

    def _look_closer(self, n: int, knot: "_Searched") -> None:
        rows = np.flatnonzero(self.truth(self._torn(n, knot.knot) & ~(self.no[n] | self.yes[n])))
        if len(rows):
            found = knot.verdicts(rows, list(self._left(n)), self)
            self.no[n] = self.no[n] | self._at(rows[found == 0])
            self.yes[n] = self.yes[n] | self._at(rows[found == 2])

    def _left(self, n: int) -> Iterator[Plane]:
        """What is left of a knot: the parts that are unknown, what is open in them, and what a count has already."""
        left = [(n, ~(self.no[n] | self.yes[n]))]
        while left:
            number, here = left.pop()
            node = self._nodes[number]
            yield from (here & self.unsaid[bit] for bit in self.of.literals[number])
            if 1 < node.least < node.parts:
                yield from (here & plane for plane in self._planes(number, self.true, self.yes))
            left += [(child, here & ~(self.no[child] | self.yes[child])) for child in node.children]

    def _at(self, rows: NDArray[np.intp]) -> Plane:
        truth = np.zeros(self.count, np.bool_)
        truth[rows] = True
        return self.plane(truth)

    def _torn(self, n: int, knot: Knot) -> Plane:
        """Where several parts that are not decided rest on the same fact."""
        torn = self._none.copy()
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
            for bit in self.of.literals[node]:
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
            for bit in self.of.literals[node]:
                _add(found, bit, here & self.unsaid[bit])
            for child in self._nodes[node].children:
                left.append((child, here & (self.no[node] | ~self.no[child]) & ~self.yes[child]))
        return found


def _add(planes: Planes, bit: int, plane: Plane) -> None:
    planes[bit] = planes[bit] | plane if bit in planes else plane


def _where(table: Cases) -> Truth:
    """Where the node of a table holds: an axis for each fact, the last first."""
    shape = [len(axis.classes) for axis in reversed(table.axes)]
    size = prod(shape)
    packed = np.frombuffer(table.holds.to_bytes((size + 7) // 8, "little"), np.uint8)
    return np.unpackbits(packed, count=size, bitorder="little").view(np.bool_).reshape(shape)


class _LookedUp:
    """A knot with a table: the verdict for every combination of the states of its facts, the first one slowest."""

    def __init__(self, table: Cases, regions: Regions) -> None:
        self._facts: list[tuple[str, dict[int, int], int]] = []
        yes = some = _where(table)
        for n, axis in enumerate(reversed(table.axes)):
            states = regions.get(axis.fact, {0: axis.possible})
            ways = {state: tuple(bool(one & within) for one in axis.classes) for state, within in states.items()}
            kinds = list(dict.fromkeys(ways.values()))
            yes = np.stack([yes.compress(kind, n).all(n) for kind in kinds], n)
            some = np.stack([some.compress(kind, n).any(n) for kind in kinds], n)
            self._facts.append((axis.fact, {state: kinds.index(way) for state, way in ways.items()}, len(kinds)))
        self._verdicts = (yes.view(np.uint8) + some.view(np.uint8)).reshape(-1)
        self._index: type[np.unsignedinteger[Any]] = np.uint16 if yes.size < 2**16 else np.uint32

    def planes(self, chunk: Chunk) -> tuple[Plane, Plane]:
        """Where it holds and where it does not."""
        index: State = np.zeros(chunk.count, self._index)
        for key, order, count in self._facts:
            if count > 1:
                index *= self._index(count)
                index += chunk.numbered(key, order)
        found = self._verdicts.take(index)
        return chunk.plane(found == 2), chunk.plane(found == 0)


class _Searched:
    """A knot without a table: each rest of it that is left undecided, once."""

    def __init__(self, decider: Decider, node: int, regions: Regions) -> None:
        self.knot, self.regions = decider.knot(node), regions
        self._seen: dict[bytes, int] = {}

    def verdicts(self, rows: NDArray[np.intp], left: list[Plane], chunk: Chunk) -> Verdicts:
        """0 no, 1 unknown, 2 yes for each row; ``left`` is what tells apart what is left of the knot."""
        columns = np.packbits(np.stack([chunk.truth(plane)[rows] for plane in left]), axis=0)
        states = [chunk.states[key][rows] for key in self.knot.cut_short if key in chunk.states]
        parts = [columns, *(one.view(np.uint8).reshape(len(one), -1).T for one in states)]
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
        known = [{key: self.regions[key][int(chunk.states[key][row])] for key in facts} for row in rows]
        true, false = (self._numbers(planes, rows, chunk) for planes in (chunk.true, chunk.false))
        return (self.knot.looked_at(Known(*one)) for one in zip(true, false, repeat(0), known))

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
