"""Measures by the reporting engine, beside the ORM's aggregation of the same rows; unequal figures end the run."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bench.benchmarks import by_orm, statistics
from bench.lines import Line
from bench.scale.sizes import YEARS, Size
from bench.timing import Times, timed
from kosetsu.across.reporting.columns import store
from kosetsu.across.reporting.columns.asking import DatabaseSource, figure_of
from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.rules.compiling import compile_measure
from kosetsu.across.reporting.rules.figures import Figure
from kosetsu.across.reporting.rules.measures import ENTRIES, Measure
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.tables.book import book

Figures = list[Figure]


def run(size: Size) -> Iterator[Line]:
    """A year's statistics, the ten targets over their five years, and chapter 4's figures."""
    own, last = book(), Period.of_fiscal_year(YEARS[-1])
    targets = [(own.measures[target.measure], target.period) for target in own.targets]
    [outline] = own.outlines.values()
    chapter = [own.measures[key] for key in outline.measures() if own.measures[key].relation == ENTRIES.name]
    year = Period.of_fiscal_year(outline.fiscal_year)
    yield from _compared("a year's statistics", [(one, last) for one in statistics.measures()], size)
    yield from _compared("the ten targets", targets, size)
    yield from _compared("chapter 4", [(one, year) for one in chapter], size)


def _compared(name: str, asked: Sequence[tuple[Measure, Period]], size: Size) -> Iterator[Line]:
    columns = timed([lambda: _by_columns(asked)] * min(size.rounds, 7))
    again = timed([lambda: _read(asked)] * min(size.rounds, 7))
    database, seconds = _once(lambda: _by_database(asked))
    by_hand, reference = _once(lambda: [by_orm.figure(*one) for one in asked])
    _must_be_equal(asked, _by_columns(asked), by_hand, database)
    label = f"{name}: {len(asked)} measures"
    yield Line(label, str(columns), "ORM aggregation", _ms(reference), reference / columns.p50, "as fast")
    yield Line(f"{label}, asked of the database", _ms(seconds), "ORM aggregation", _ms(reference),
               reference / seconds, "as fast")  # fmt: skip
    yield Line(f"{label}, asked again of the same process", str(again), "the first time", _ms(columns.p50),
               again.p50 / columns.p50, "its p50")  # fmt: skip


def _by_columns(asked: Sequence[tuple[Measure, Period]]) -> Figures:
    """Opened anew and asked for the first time: no answer is remembered."""
    store.answers.forget()
    return _read(asked)


def _read(asked: Sequence[tuple[Measure, Period]]) -> Figures:
    """As a report does it: a reader of its own, asked for all numbers of a period at once."""
    reader = Reader()
    periods = dict.fromkeys(period for _measure, period in asked)
    found = {period: reader.figures([one for one, its in asked if its == period], period) for period in periods}
    return [found[period][measure.key] for measure, period in asked]


def _by_database(asked: Sequence[tuple[Measure, Period]]) -> Figures:
    source = DatabaseSource()
    return [figure_of(compile_measure(measure, ENTRIES, period), source) for measure, period in asked]


def _once(call: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    found = call()
    return found, time.perf_counter() - began


def _ms(seconds: float) -> str:
    return str(Times((seconds,))).split(",")[0].removeprefix("p50 ")


def _must_be_equal(asked: Sequence[tuple[Measure, Period]], *answers: Figures) -> None:
    for (measure, period), *figures in zip(asked, *answers, strict=True):
        if len({(one.value, one.rows) for one in figures}) != 1:
            raise SystemExit(f"{measure.key} in {period} differs: {figures}")
