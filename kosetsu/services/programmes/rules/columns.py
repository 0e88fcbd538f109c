"""Which programmes are open to very many companies: the row evaluator's circuit over columns.

A fact becomes a column of states, a state the literals it decides: 64 to a word, looked up in a small table. A node is
then a few operations on words for some thousand companies at once. A knot that stays unknown because of a shared fact
is put to the row evaluator once for each combination of states that really occurs. Numpy is imported nowhere else in
the rules, and this module by no page.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.circuits import Node
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.rules.language import Value

CHUNK = 4096
"""How many companies are looked at together: their words stay in the cache of a processor."""
Numbers = NDArray[np.int64]
Truth = NDArray[np.bool_]
Verdicts = NDArray[np.uint8]
"""0 no, 1 unknown, 2 yes: ``deciding.VERDICTS``."""
Word = NDArray[np.uint64]
Words = dict[int, Word]
"""Literals by the number of their word."""
States = Mapping[str, NDArray[np.intp]]
"""For each fact the number of each company's state."""
ONES = np.uint64(2**64 - 1)


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
    of: Callable[[Column], NDArray[np.intp]]


@dataclass
class Columns:
    """The evaluator of one book for very many companies."""

    decider: Decider
    only: tuple[int, ...] | None = None
    """Some of the descriptions."""

    def __post_init__(self) -> None:
        who = self.decider.circuit.who
        self.roots = who if self.only is None else tuple(who[n] for n in self.only)
        self.nodes = self._needed()
        self.words = (len(self.decider.circuit.literals) + 63) // 64
        under = [self.decider.circuit.nodes[root].under for root in self.roots]
        self.facts = [key for key, one in self.decider.readers.items() if any(one.mask & mask for mask in under)]

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
            found[:, chunk.start : chunk.start + chunk.count] = chunk.verdicts
        return found

    def chunks(self, table: Table, count: int) -> "Iterator[Chunk]":
        """The same some thousand companies at a time, with reasons for who asks."""
        states = {key: self._states(key, table[key]) for key in self.facts if key in table}
        tables = {key: self._tables(key, one.regions) for key, one in states.items()}
        readers = self.decider.readers
        unsaid = {key: self._tables(key, [readers[key].possible]) for key in self.facts if key not in table}
        shared = [node for node in self.nodes if self.decider.circuit.nodes[node].shared]
        regions = {key: one.regions for key, one in states.items()}
        knots = {node: _ManyKnots(self.decider, node, regions) for node in shared}
        for start in range(0, count, CHUNK):
            stop = min(start + CHUNK, count)
            found = {key: one.of(table[key].part(start, stop)) for key, one in states.items()}
            true, false = self._literals({**tables, **unsaid}, found, np.zeros(stop - start, np.intp))
            yield Chunk(self, knots, start, stop - start, true, false, found)

    def _states(self, key: str, column: Column) -> _States:
        reader = self.decider.readers[key]
        if not column.names:
            cuts = np.array(reader.regions.cuts, np.int64)
            last = reader.regions.count

            def of_number(part: Column) -> NDArray[np.intp]:
                found = np.searchsorted(cuts, part.values, side="right")
                return found if part.known is None else np.where(part.known, found, last)

            return _States([*(1 << region for region in range(last)), reader.possible], of_number)
        regions = list(dict.fromkeys([reader.of(name).regions for name in column.names]))
        numbers = np.array([*(regions.index(reader.of(name).regions) for name in column.names), len(regions)], np.intp)
        return _States([*regions, reader.possible], lambda part: numbers[part.values])

    def _tables(self, key: str, regions: list[int]) -> list[tuple[int, Word, Word]]:
        """For each word a fact has literals in: those true and those false in each state."""
        reader = self.decider.readers[key]
        effects = [reader.within(one) for one in regions]
        return [
            (n, np.array([_word(one.true, n) for one in effects], np.uint64),
             np.array([_word(one.false, n) for one in effects], np.uint64))
            for n in _words(reader.mask)
        ]  # fmt: skip

    def _literals(
        self, tables: Mapping[str, list[tuple[int, Word, Word]]], states: States, none: NDArray[np.intp]
    ) -> tuple[list[Word], list[Word]]:  # fmt: skip
        true = [np.zeros(len(none), np.uint64) for _ in range(self.words)]
        false = [np.zeros(len(none), np.uint64) for _ in range(self.words)]
        for key, words in tables.items():
            at = states.get(key, none)
            for n, trues, falses in words:
                true[n] |= trues[at]
                false[n] |= falses[at]
        return true, false


class Chunk:
    """Some thousand companies: their verdicts, and their reasons when asked for."""

    def __init__(
        self, of: Columns, knots: "Mapping[int, _ManyKnots]", start: int, count: int,
        true: list[Word], false: list[Word], states: States,
    ) -> None:  # fmt: skip
        self.of, self._knots, self.start, self.count = of, knots, start, count
        self._true, self._false, self._states = true, false, states
        self._open = [~(yes | no) for yes, no in zip(true, false, strict=True)]
        self._no: dict[int, Truth] = {}
        self._yes: dict[int, Truth] = {}
        self._failing: dict[int, Words] = {}
        self._unsure: dict[int, Words] = {}
        for node in of.nodes:
            self._decide(node)
        self.verdicts: Verdicts = np.stack([self._verdict(root) for root in of.roots])

    def failing(self, n: int) -> Words:
        """The failing literals of the n-th description asked about, for each company."""
        return self._failing_of(self.of.roots[n])

    def open(self, n: int) -> Words:
        """Its open literals."""
        return self._open_of(self.of.roots[n])

    def _verdict(self, node: int) -> Verdicts:
        return 1 - self._no[node].view(np.uint8) + self._yes[node].view(np.uint8)

    # verdicts

    def _decide(self, n: int) -> None:
        node = self.of.decider.circuit.nodes[n]
        if node.least == node.parts:
            no, maybe = self._any(self._false, node, self._no), self._any(self._open, node, self._unknown(node))
            self._no[n], self._yes[n] = no, ~(no | maybe)
        elif node.least == 1:
            yes, maybe = self._any(self._true, node, self._yes), self._any(self._open, node, self._unknown(node))
            self._no[n], self._yes[n] = ~(yes | maybe), yes
        else:
            self._yes[n] = self._many(self._true, node, self._yes) >= node.least
            self._no[n] = self._many(self._false, node, self._no) > node.parts - node.least
        if node.shared:
            self._look_closer(n)

    def _unknown(self, node: Node) -> dict[int, Truth]:
        return {child: ~(self._no[child] | self._yes[child]) for child in node.children}

    def _any(self, words: list[Word], node: Node, children: Mapping[int, Truth]) -> Truth:
        found: Word | None = None
        for n in _words(node.literals):
            here = words[n] & np.uint64(_word(node.literals, n))
            found = here if found is None else np.bitwise_or(found, here, out=found)
        truth = np.zeros(self.count, np.bool_) if found is None else found != 0
        for child in node.children:
            truth |= children[child]
        return truth

    def _many(self, words: list[Word], node: Node, children: Mapping[int, Truth]) -> NDArray[np.int16]:
        found = np.zeros(self.count, np.int16)
        for n in _words(node.literals):
            found += np.bitwise_count(words[n] & np.uint64(_word(node.literals, n)))
        for child in node.children:
            found += children[child]
        return found

    def _look_closer(self, n: int) -> None:
        rows = np.flatnonzero(~(self._no[n] | self._yes[n]))
        if len(rows):
            found = self._knots[n].verdicts(rows, self._states)
            self._no[n][rows] = found == 0
            self._yes[n][rows] = found == 2

    # reasons

    def _failing_of(self, n: int) -> Words:
        """Nothing unless it is no; the parts' own, and what fails in them."""
        if n not in self._failing:
            node = self.of.decider.circuit.nodes[n]
            parts = [self._own(self._false, node), *(self._failing_of(child) for child in node.children)]
            plain = node.least == node.parts and not node.shared
            self._failing[n] = _joined(parts) if plain else _where(self._no[n], _joined(parts))
        return self._failing[n]

    def _open_of(self, n: int) -> Words:
        """Nothing if it is yes; nothing of a part that is no while the whole is unknown."""
        if n not in self._unsure:
            node = self.of.decider.circuit.nodes[n]
            parts = [self._own(self._open, node)]
            for child in node.children:
                words = self._open_of(child)
                plain = node.least == node.parts and not node.shared
                parts.append(words if plain else _where(self._no[n] | ~self._no[child], words))
            plain = node.least == node.parts and not node.shared
            self._unsure[n] = _joined(parts) if plain else _where(~self._yes[n], _joined(parts))
        return self._unsure[n]

    def _own(self, words: list[Word], node: Node) -> Words:
        return {n: words[n] & np.uint64(_word(node.literals, n)) for n in _words(node.literals)}


class _ManyKnots:
    """One knot for many companies: each combination of states, as far as they make a difference to it, once."""

    def __init__(self, decider: Decider, node: int, regions: Mapping[str, list[int]]) -> None:
        self.knot, self.regions = decider.knot(node), regions
        self.under = decider.circuit.nodes[node].under
        self.readers = {key: one for key, one in decider.readers.items() if one.mask & self.under}
        self.alike = {key: self._alike(key) for key in self.readers if key in regions}
        self._seen: dict[int, int] = {}

    def verdicts(self, rows: NDArray[np.intp], states: States) -> Verdicts:
        """0 no, 1 unknown, 2 yes for each row."""
        keys = self._keys(rows, states)
        if len(keys) == 1:
            unique, first, back = np.unique(keys[0], return_index=True, return_inverse=True)
            found = [self._kept(key, row, states) for key, row in zip(unique.tolist(), rows[first], strict=True)]
        else:
            _unique, first, back = np.unique(np.stack(keys), axis=1, return_index=True, return_inverse=True)
            found = [self._one(row, states) for row in rows[first]]
        return np.array(found, np.uint8)[back.reshape(-1)]

    def _keys(self, rows: NDArray[np.intp], states: States) -> list[Numbers]:
        """The combination of each row as one number, or as several where one is too small for it."""
        found, radix = [np.zeros(len(rows), np.int64)], 1
        for key, (numbers, kinds) in self.alike.items():
            if radix * kinds >= 2**62:
                found, radix = [*found, np.zeros(len(rows), np.int64)], 1
            found[-1] += numbers[states[key][rows]] * radix
            radix *= kinds
        return found

    def _alike(self, key: str) -> tuple[Numbers, int]:
        """For each state a number, the same where the knot does not tell them apart; and how many there are."""
        classes = self.readers[key].classes(self.under)
        kinds = [sum(1 << n for n, one in enumerate(classes) if one & within) for within in self.regions[key]]
        order = list(dict.fromkeys(kinds))
        return np.array([order.index(one) for one in kinds], np.int64), len(order)

    def _kept(self, key: int, row: int, states: States) -> int:
        if key not in self._seen:
            self._seen[key] = self._one(row, states)
        return self._seen[key]

    def _one(self, row: int, states: States) -> int:
        known = {key: self.regions[key][states[key][row]] for key in self.alike}
        effects = [one.within(known.get(key, one.possible)) for key, one in self.readers.items()]
        true, false = sum(one.true for one in effects), sum(one.false for one in effects)
        verdict, open_ = self.knot.plain(true, false)
        return self.knot.verdict(true, false, open_, known) if verdict == 1 else verdict


def _words(mask: int) -> list[int]:
    """The words a mask has bits in."""
    return [n for n in range((mask.bit_length() + 63) // 64) if _word(mask, n)]


def _word(mask: int, n: int) -> int:
    return mask >> 64 * n & (2**64 - 1)


def _joined(parts: list[Words]) -> Words:
    found: Words = {}
    for words in parts:
        for n, word in words.items():
            found[n] = found[n] | word if n in found else word
    return found


def _where(truth: Truth, words: Words) -> Words:
    keep = np.where(truth, ONES, np.uint64(0))
    return {n: word & keep for n, word in words.items()}


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
