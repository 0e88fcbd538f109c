"""Measures asked by name: the numbers of a period, and the rows behind one of them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kosetsu.across.reporting.columns.asking import RegisterSource, Source, figures_of, number_of
from kosetsu.across.reporting.columns.engines import engine
from kosetsu.across.reporting.columns.store import entries_source
from kosetsu.across.reporting.rules.compiling import compile_measure, page
from kosetsu.across.reporting.rules.figures import Figure
from kosetsu.across.reporting.rules.measures import ENTRIES, Aggregate, Measure
from kosetsu.across.reporting.rules.outlines import Listing
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.rules.together import shared
from kosetsu.across.reporting.tables.book import shapes
from kosetsu.common.relations import relations

LONGEST_TABLE = 5_000


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of rows: the columns with their headings, the cells, and how many rows there are in all."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    total: int


class Reader:
    """Answers measures; opens each source once and keeps it for as long as one page or report needs it."""

    def __init__(self) -> None:
        self._sources: dict[tuple[str, dt.date | None], Source] = {}
        self._engine = cache(engine)  # one for all sources, opened by the first that needs it, ended with the reader
        self._shapes = shapes()
        self._relations = relations()

    def figure(self, measure: Measure, period: Period) -> Figure:
        """The number of one measure in one period."""
        return number_of(measure, self._shapes[measure.relation], period, self._source(measure.relation, period))

    def figures(self, measures: Iterable[Measure], period: Period) -> Mapping[str, Figure]:
        """Many numbers of one period, by key: those that can share a question do."""
        wanted = [*measures]
        found: dict[str, Figure] = {}
        for relation in dict.fromkeys(measure.relation for measure in wanted):
            shape, source = self._shapes[relation], self._source(relation, period)
            for one in shared((m for m in wanted if m.relation == relation), shape):
                answers = figures_of(one, shape, period, source)
                found |= {measure.key: figure for measure, figure in zip(one.measures, answers, strict=True)}
        return {m.key: found[m.key] if m.key in found else self.figure(m, period) for m in wanted}

    def rows(self, measure: Measure, period: Period, columns: Iterable[str], *, limit: int, offset: int = 0) -> Rows:
        """A page of the rows behind one number."""
        names = [*columns]
        compiled = compile_measure(measure, self._shapes[measure.relation], period)
        source = self._source(measure.relation, period)
        rows = source.ask(page(compiled.rows, names, limit, offset))
        return Rows(tuple(names), rows, self.figure(measure, period).rows)

    def listing(self, listing: Listing, period: Period) -> list[tuple[Any, ...]]:
        """The rows a report's table takes from a relation."""
        shape = self._shapes[listing.relation]
        everything = Measure("", {}, {}, "", listing.relation, listing.filter, Aggregate("count"), "")
        question = page(compile_measure(everything, shape, period).rows, [*listing.columns], LONGEST_TABLE)
        return self._source(listing.relation, period).ask(question)

    def _source(self, relation: str, period: Period) -> Source:
        day = None if relation == ENTRIES.name else period.last
        if (relation, day) not in self._sources:
            self._sources[relation, day] = (
                entries_source(self._engine) if day is None else self._register(relation, day)
            )
        return self._sources[relation, day]

    def _register(self, relation: str, day: dt.date) -> RegisterSource:
        return RegisterSource(self._engine(), self._shapes[relation], day, self._relations[relation].read(day))
