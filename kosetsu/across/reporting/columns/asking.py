"""Asking a compiled measure: of the columns, of the database itself, or of one register's rows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Protocol

from django.db import connection
from sqlglot import exp

from kosetsu.across.reporting.columns.engines import Engine
from kosetsu.across.reporting.columns.flat import FLAT_ENTRIES, create_table, duckdb_columns, quoted
from kosetsu.across.reporting.columns.remembering import Remembered
from kosetsu.across.reporting.rules.compiling import Compiled, compile_measure
from kosetsu.across.reporting.rules.figures import Figure
from kosetsu.across.reporting.rules.measures import POSITION, Measure, Shape
from kosetsu.across.reporting.rules.periods import Period, day_number
from kosetsu.across.reporting.rules.together import Shared, compile_shared, read_shared

QUESTIONS = 1_000
"""Questions whose texts a process keeps: to compile one anew takes longer than to answer it from a small register."""


class Question(Protocol):
    """Something that SQL can say: an expression, or one that remembers its text."""

    def sql(self, dialect: str, /) -> str:
        """The text in one dialect."""


class Worded:
    """One expression with its text in every dialect it has been put in."""

    def __init__(self, expression: exp.Select) -> None:
        self._expression = expression
        self._texts: dict[str, str] = {}

    def sql(self, dialect: str, /) -> str:
        """The text in one dialect, rendered once."""
        if dialect not in self._texts:
            self._texts[dialect] = self._expression.sql(dialect)
        return self._texts[dialect]


_questions: Remembered[Worded] = Remembered(QUESTIONS)


class Source(Protocol):
    """Anything that answers one SQL expression with rows."""

    def ask(self, question: Question) -> list[tuple[Any, ...]]:
        """The rows of ``question``."""


class DatabaseSource:
    """The database itself (SQLite or PostgreSQL): slower, always complete, the columns' equal."""

    def ask(self, question: Question) -> list[tuple[Any, ...]]:
        dialect = "postgres" if connection.vendor == "postgresql" else connection.vendor
        entries = f'WITH "entries" AS ({FLAT_ENTRIES}), '
        with connection.cursor() as cursor:
            cursor.execute(question.sql(dialect).replace("WITH ", entries, 1))
            return [tuple(row) for row in cursor.fetchall()]


class RegisterSource:
    """The rows of one relation on one day, held in memory while they are asked."""

    def __init__(self, engine: Engine, shape: Shape, day: dt.date, rows: Iterable[Sequence[Any]]) -> None:
        self._engine, self._name = engine, quoted(shape.name)
        table = f"{shape.name} {day}"
        self._table = quoted(table)
        engine.run(create_table(table, {**duckdb_columns(shape), POSITION: "INTEGER"}))
        dates = [kind is dt.date for kind in shape.columns.values()]
        engine.append(table, [(*_with_day_numbers(row, dates), place) for place, row in enumerate(rows)])

    def ask(self, question: Question) -> list[tuple[Any, ...]]:
        """The same relation of another day may stand in the same engine: the name means this one now."""
        self._engine.run(f"CREATE OR REPLACE VIEW {self._name} AS SELECT * FROM {self._table}")
        return self._engine.run(question.sql("duckdb"))


def _with_day_numbers(row: Sequence[Any], dates: Sequence[bool]) -> tuple[Any, ...]:
    cells: list[Any] = []
    for value, is_date in zip(row, dates, strict=True):
        cells.append(value)
        if is_date:
            cells.append(None if value is None else day_number(value))
    return tuple(cells)


def figure_of(compiled: Compiled, source: Source) -> Figure:
    """The number, exactly: totals are integers, a mean is a fraction of two."""
    [numbers] = source.ask(compiled.figure)
    return _figure(numbers)


def number_of(measure: Measure, shape: Shape, period: Period | None, source: Source) -> Figure:
    """The number of one measure, its question taken from memory where it was asked before."""
    key = ("one", shape.name, *shape.columns, period, _wording(measure))
    question = _questions.get_or(key, lambda: Worded(compile_measure(measure, shape, period).figure))
    [numbers] = source.ask(question)
    return _figure(numbers)


def figures_of(one: Shared, shape: Shape, period: Period | None, source: Source) -> list[Figure]:
    """The figures of all measures that share a question, in its order."""
    key = ("shared", shape.name, *shape.columns, period, one.columns, one.distinct, *map(_wording, one.measures))
    rows = source.ask(_questions.get_or(key, lambda: Worded(compile_shared(one, shape, period))))
    return [_figure(numbers) for numbers in read_shared(one, shape, rows)]


def _wording(measure: Measure) -> str:
    """All of a measure that its question depends on; written out, because True equals 1 and would be taken for it."""
    return repr((measure.filter, measure.aggregate))


def _figure(numbers: Sequence[Any]) -> Figure:
    total, divisor, rows, synthetic = numbers
    if divisor is None:
        return Figure(Fraction(int(total)), int(rows), int(synthetic))
    return Figure(Fraction(int(total), int(divisor)) if divisor else None, int(rows), int(synthetic))
