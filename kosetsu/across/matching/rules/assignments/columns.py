"""The assignment as a linear program over few of the pairs; the prices of its rows say which others are worth a place.

A program over 613 × 201 pairs has 120,000 columns, of which some 2,000 are taken and 10,000 ever matter. It begins with
those that look best at rough prices; solved in fractions, it is given every pair that would bring more than it costs,
until there is none. Then nothing that was left out makes the answer better: it is that of the whole program.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf

import numpy

from kosetsu.across.matching.rules.assignments.board import Board, Table
from kosetsu.across.matching.rules.assignments.given import Load
from kosetsu.across.matching.rules.linear import Program
from kosetsu.across.matching.rules.solving import AT_LEAST, NEAR, Answer, Basis, solve
from kosetsu.across.matching.rules.watching import Unfinished, Watch

SMALL = 3_000
"""Up to how many pairs all are in the program from the beginning."""
AT_FIRST, ADDED = 12, 6
"""How many pairs of each item are in at first, and how many come with each round."""
ROUNDS = 12
"""How many rounds the rough prices are raised and lowered."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is looked for: most points, and every item to have ``least``, or to lack as little as possible of it."""

    gain: int = 1
    least: int = 0
    lacking: float = 0
    """What each point costs that an item lacks of ``least``, or of the worst item's; 0 where none may be lacking."""
    floor: float = 0
    """How many times the worst item's points count besides."""
    missing: float = 0
    """What each place that stays empty costs; 0 where none may."""


@dataclass(slots=True)
class Part:
    """One program over some pairs, and where its rows are."""

    items: Table
    readers: Table
    program: Program
    rows: dict[str, Table] = field(default_factory=dict)
    loads: list[tuple[int, str, int]] = field(default_factory=list)
    lacks: list[int] = field(default_factory=list)
    misses: list[int] = field(default_factory=list)
    worst: int | None = None


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The best in fractions over all pairs: its value, what is taken, what any pair would bring beyond its price."""

    value: float
    missing: float
    lacking: float
    slope: float
    """By how much more is lacking for each point more that is asked of every item."""
    taken: Table
    worth: Table
    prices: dict[tuple[int, str], float]
    """What one more item of a span would bring of which a reader may have no more, by readers and spans."""
    worst: float = 0

    @property
    def whole(self) -> bool:
        return bool((numpy.abs(self.taken - numpy.round(self.taken)) < NEAR).all())


@dataclass(frozen=True, slots=True)
class Kept:
    """Pairs of which so many stay."""

    pairs: Table
    least: int


@dataclass
class Columns:
    """The pairs that are in the program so far; it grows from question to question."""

    board: Board
    watch: Watch
    kept: Kept | None = None
    chosen: Table = None

    def __post_init__(self) -> None:
        board = self.board
        self.chosen = board.open.copy() if board.open.size <= SMALL else self._at_first() | board.locked
        if self.kept:
            self.chosen |= self.kept.pairs

    def _at_first(self) -> Table:
        """The best pairs of each item, at prices that roughly even out how much each reader is asked for."""
        board, points = self.board, numpy.where(self.board.open, self.board.points, -1).astype(float)
        counts, capacity = int(board.wanted.max()), self._capacity()
        prices, step = numpy.zeros(board.shape[1]), points.max() / 4
        times = numpy.repeat(board.times, min(counts, board.shape[1]))
        for _ in range(ROUNDS):
            left = points - prices
            asked = numpy.bincount(_highest(left, counts).ravel(), times, board.shape[1])
            prices = numpy.maximum(prices + step * numpy.clip(asked / capacity - 1, -1, 1), 0)
            step *= 0.8
        table = numpy.zeros(board.shape, dtype=bool)
        rows = numpy.arange(board.shape[0])[:, None]
        table[rows, _highest(points - prices, counts + AT_FIRST)] = True
        table[rows, _highest(points, counts + 2)] = True
        return table & board.open

    def _capacity(self) -> Table:
        even = max((self.board.wanted * self.board.times).sum() / self.board.shape[1], 1)
        return numpy.array([even if one.most is None else max(one.most, 0.1) for one in self.board.panel.readers])

    def relaxed(self, ask: Ask, usable: Table | None = None, enough: float = 0) -> Relaxed:
        """The best in fractions, with as many pairs as that takes; ``enough`` is the share of it that may be lacking.

        Raises ``Unfinished`` where time was too short.
        """
        usable, ended = self.board.open if usable is None else usable, None
        while True:
            part = self.part(ask, self.chosen & usable)
            answer = solve(part.program, self.watch, whole=False, start=ended and self._went_on(*ended, part))
            if not answer.found or answer.bound == inf:
                raise Unfinished
            worth = self._worth(part, answer, ask)
            better = usable & ~self.chosen & (worth > NEAR * max(1, ask.gain))
            more = self.board.times * self.board.wanted * numpy.where(better, worth, 0).max(axis=1)
            if not better.any() or more.sum() < enough * answer.value:
                return self._seen(part, answer, worth)
            best = _highest(numpy.where(better, worth, -inf), ADDED)
            added = numpy.zeros_like(self.chosen)
            added[numpy.arange(self.board.shape[0])[:, None], best] = True
            self.chosen |= added & better
            ended = (part, answer.basis) if answer.basis else None

    def _went_on(self, before: Part, basis: Basis, part: Part) -> Basis:
        """Where a program ended, as one with more pairs and the same rows begins: what is new is not taken."""
        pairs = len(before.items)
        statuses = numpy.full(self.board.shape, AT_LEAST)
        statuses[before.items, before.readers] = basis.columns[:pairs]
        return Basis([*statuses[part.items, part.readers].tolist(), *basis.columns[pairs:]], basis.rows)

    def _seen(self, part: Part, answer: Answer, worth: Table) -> Relaxed:
        values, duals = numpy.array(answer.values), numpy.array(answer.duals)
        taken = numpy.zeros(self.board.shape)
        taken[part.items, part.readers] = values[: len(part.items)]
        slope = float(-duals[part.rows["worst"]].sum()) if "worst" in part.rows else 0
        prices = {(reader, span): float(duals[row]) for reader, span, row in part.loads}
        missing, lacking = float(values[part.misses].sum()), float(values[part.lacks].sum())
        worst = 0 if part.worst is None else float(values[part.worst])
        return Relaxed(answer.value, missing, lacking, slope, taken, worth, prices, worst)

    def _worth(self, part: Part, answer: Answer, ask: Ask) -> Table:
        """What one more of each pair would bring."""
        board, duals = self.board, numpy.array(answer.duals)
        factor = numpy.full(board.shape[0], float(ask.gain))
        if "worst" in part.rows:
            factor -= duals[part.rows["worst"]]
        worth = board.points * factor[:, None] - duals[part.rows["readers"]][:, None]
        for name, some in (("seniors", board.senior), ("juniors", ~board.senior)):
            for item, row in enumerate(part.rows[name]):
                if row >= 0:
                    worth[item, some] -= duals[row]
        for reader, span, row in part.loads:
            worth[board.spans[span], reader] -= duals[row]
        return worth

    def taken(self, part: Part, answer: Answer) -> Table:
        """Yes for every pair that the answer takes."""
        values = numpy.array(answer.values[: len(part.items)]) > 0.5
        table = numpy.zeros(self.board.shape, dtype=bool)
        table[part.items[values], part.readers[values]] = True
        return table

    def part(self, ask: Ask, table: Table) -> Part:
        """The program over the pairs of a table, and all that are locked."""
        board, kept = self.board, self.kept
        items, readers = numpy.nonzero(table | board.locked)
        locked = board.locked[items, readers].astype(float).tolist()
        points = board.points[items, readers]
        gains, most = (points * ask.gain).astype(float).tolist(), board.times[items].astype(float).tolist()
        program = Program(gains, locked, most, [True] * len(items))
        part = Part(items, readers, program)
        self._items(part, ask)
        self._loads(part, ask)
        if ask.least or ask.floor:
            self._worst(part, ask, points)
        if kept:
            program.row(numpy.nonzero(kept.pairs[items, readers])[0].tolist(), least=kept.least)
        return part

    def _items(self, part: Part, ask: Ask) -> None:
        board, count = self.board, self.board.shape[0]
        for name in ("readers", "seniors", "juniors"):
            part.rows[name] = numpy.full(count, -1)
        senior = board.senior[part.readers]
        for n, (item, columns) in enumerate(zip(board.panel.items, grouped(part.items, count), strict=True)):
            times, wanted = int(board.times[n]), int(board.wanted[n]) * int(board.times[n])
            part.rows["readers"][n] = self._row(part, columns.tolist(), wanted, wanted, ask)
            if item.seniors:
                seniors = columns[senior[columns]].tolist()
                part.rows["seniors"][n] = self._row(part, seniors, item.seniors * times, inf, ask)
            if item.juniors:
                juniors = columns[~senior[columns]].tolist()
                part.rows["juniors"][n] = self._row(part, juniors, item.juniors * times, inf, ask)

    def _row(self, part: Part, columns: list[int], least: int, most: float, ask: Ask) -> int:
        if ask.missing and least:
            columns = [*columns, n := part.program.column(-ask.missing, most=least, whole=False)]
            part.misses.append(n)
        part.program.row(columns, least=least or -inf, most=most)
        return len(part.program.rows) - 1

    def _loads(self, part: Part, ask: Ask) -> None:
        for reader, span, load, columns in self.loaded(part):
            most = inf if load.most is None else load.most
            row = self._row(part, columns.tolist(), load.least, most, ask)
            if span in self.board.spans:
                part.loads.append((reader, span, row))

    def loaded(self, part: Part) -> Iterator[tuple[int, str, Load, Table]]:
        """What is asked of each reader, and the columns that count."""
        board = self.board
        of_reader = grouped(part.readers, board.shape[1])
        inside = {span: numpy.isin(part.items, numbers) for span, numbers in board.spans.items()}
        for reader, span, load in board.loads():
            columns = of_reader[reader]
            yield reader, span, load, columns[inside[span][columns]] if span in inside else columns[:0]

    def _worst(self, part: Part, ask: Ask, points: Table) -> None:
        """Every item has so many points, or so many as the worst."""
        program, board, rows = part.program, self.board, []
        if ask.floor:
            part.worst = program.column(ask.floor, most=1e9, whole=False)
        for n, columns in enumerate(grouped(part.items, board.shape[0])):
            weights = dict(zip(columns.tolist(), points[columns].astype(float).tolist(), strict=True))
            if part.worst is not None:
                weights[part.worst] = -float(board.times[n])
            if ask.lacking:
                weights[lack := program.column(-ask.lacking, most=inf, whole=False)] = 1.0
                part.lacks.append(lack)
            wanted = bool(board.wanted[n])
            program.row(weights if wanted else {}, least=ask.least * int(board.times[n]) if wanted else 0)
            rows.append(len(program.rows) - 1)
        part.rows["worst"] = numpy.array(rows)


def grouped(numbers: Table, count: int) -> list[Table]:
    """Where each number from 0 to ``count`` stands."""
    order = numpy.argsort(numbers, kind="stable")
    return list(numpy.split(order, numpy.searchsorted(numbers[order], numpy.arange(1, count))))


def _highest(table: Table, count: int) -> Table:
    """The columns of the highest numbers of each row."""
    count = min(count, table.shape[1])
    return numpy.argpartition(-table, count - 1, axis=1)[:, :count]
