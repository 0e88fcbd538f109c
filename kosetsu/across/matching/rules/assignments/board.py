"""A panel as tables of numbers: a row for every item, a column for every reader."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy

from kosetsu.across.matching.rules.assignments.given import EVERYTHING, Load, Pair, Panel

Table = Any
"""An array of numpy."""


@dataclass
class Board:
    """What is possible, and what each pair is worth."""

    panel: Panel

    @cached_property
    def items(self) -> dict[str, int]:
        return {one.key: n for n, one in enumerate(self.panel.items)}

    @cached_property
    def readers(self) -> dict[str, int]:
        return {one.key: n for n, one in enumerate(self.panel.readers)}

    @cached_property
    def points(self) -> Table:
        table = numpy.zeros(self.shape, dtype=numpy.int64)
        for (item, reader), points in self.panel.points.items():
            table[self.items[item], self.readers[reader]] = points
        return table

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.panel.items), len(self.panel.readers)

    @cached_property
    def wanted(self) -> Table:
        """How many readers each item has."""
        return numpy.array([one.readers for one in self.panel.items])

    @cached_property
    def times(self) -> Table:
        """How many items each row stands for."""
        return numpy.ones(self.shape[0], dtype=int)

    @cached_property
    def senior(self) -> Table:
        return numpy.array([one.senior for one in self.panel.readers])

    @cached_property
    def spans(self) -> dict[str, Table]:
        """The numbers of the items of each span."""
        found: dict[str, list[int]] = {EVERYTHING: list(range(len(self.panel.items)))}
        for n, one in enumerate(self.panel.items):
            for span in sorted(one.spans - {EVERYTHING}):
                found.setdefault(span, []).append(n)
        return {span: numpy.array(numbers) for span, numbers in found.items()}

    @cached_property
    def open(self) -> Table:
        """Which pairs may be."""
        table = self.loose.copy()
        for pair in self.panel.refused:
            table[self.at(pair)] = False
        for n, one in enumerate(self.panel.readers):
            for span in one.away & set(self.spans):
                table[self.spans[span], n] = False
        return table

    @cached_property
    def loose(self) -> Table:
        """Which pairs may be, once nobody is away and nobody refuses."""
        table = numpy.ones(self.shape, dtype=bool)
        for pair in self.panel.conflicts:
            table[self.at(pair)] = False
        return table

    @cached_property
    def locked(self) -> Table:
        table = numpy.zeros(self.shape, dtype=bool)
        for pair in self.panel.locks:
            table[self.at(pair)] = True
        return table

    def loads(self) -> Iterator[tuple[int, str, Load]]:
        """What is asked of each reader, by spans that have items."""
        for n, one in enumerate(self.panel.readers):
            for span, load in {**one.loads, EVERYTHING: Load(one.least, one.most)}.items():
                if load.least or load.most is not None:
                    yield n, span, load

    def at(self, pair: Pair) -> tuple[int, int]:
        return self.items[pair[0]], self.readers[pair[1]]

    def pair(self, item: int, reader: int) -> Pair:
        return self.panel.items[item].key, self.panel.readers[reader].key

    def pairs(self, table: Table) -> tuple[Pair, ...]:
        """The pairs that a table of yes and no holds, in the panel's order."""
        return tuple(self.pair(*place) for place in each(table))

    def table(self, pairs: Iterable[Pair]) -> Table:
        found = numpy.zeros(self.shape, dtype=bool)
        for pair in pairs:
            found[self.at(pair)] = True
        return found

    @cached_property
    def best(self) -> Table:
        """The most points that each item could have."""
        kept = numpy.arange(self.shape[1]) < self.wanted[:, None]
        return numpy.where(kept, self._falling, 0).sum(axis=1)

    @cached_property
    def _falling(self) -> Table:
        return -numpy.sort(-numpy.where(self.open, self.points, 0), axis=1)

    def reaching(self, least: int) -> Table:
        """Pairs with which an item can have so many points: one takes the place of the weakest of the best."""
        last = numpy.clip(self.wanted - 1, 0, self.shape[1] - 1)
        weakest = self._falling[numpy.arange(self.shape[0]), last]
        reach = self.best[:, None] - numpy.maximum(weakest[:, None] - self.points, 0)
        return self.open & (reach >= least)

    def worst(self, table: Table) -> int:
        """The points of the worst item that is read, where the pairs are those of a table."""
        own = numpy.where(table, self.points, 0).sum(axis=1)[self.wanted > 0]
        return int(own.min(initial=int(self.best.max())))


def each(table: Table) -> Iterator[tuple[int, int]]:
    """Where a table of yes and no says yes."""
    for item, reader in zip(*numpy.nonzero(table), strict=True):
        yield int(item), int(reader)
