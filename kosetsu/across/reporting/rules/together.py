"""Many measures in few questions: those that name values of the same columns are one GROUP BY over those columns.

The groups are added up here, so a report of seventy figures is some ten short scans, each of them planned once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from sqlglot import exp

from kosetsu.across.reporting.rules import compiling as sql
from kosetsu.across.reporting.rules.measures import Condition, Every, Measure, Shape, Value
from kosetsu.across.reporting.rules.periods import Period

PLAIN = ("count", "sum", "mean")
"""Aggregates whose numbers of several groups can be added."""
Named = Mapping[str, tuple[Value, ...]]
Numbers = tuple[int, int | None, int, int]
"""Total, divisor (None unless a mean), rows behind it, synthetic rows among them."""


@dataclass(frozen=True, slots=True)
class Shared:
    """One question that several measures share; ``distinct`` is the column whose values are counted, if any."""

    columns: tuple[str, ...]
    distinct: str
    measures: tuple[Measure, ...]

    @property
    def summed(self) -> tuple[str, ...]:
        """The columns that any of the measures adds up."""
        return tuple(dict.fromkeys(one.aggregate.column for one in self.measures if one.aggregate.kind in PLAIN[1:]))


def shared(measures: Iterable[Measure], shape: Shape) -> list[Shared]:
    """The questions for all measures that can share one; the others are asked one by one."""
    alike: dict[tuple[tuple[str, ...], str], list[Measure]] = {}
    for measure in measures:
        named = _named(measure, shape)
        if named is not None:
            distinct = measure.aggregate.column if measure.aggregate.kind == "distinct" else ""
            alike.setdefault((tuple(sorted(named)), distinct), []).append(measure)
    return [Shared(columns, distinct, tuple(found)) for (columns, distinct), found in alike.items()]


def compile_shared(one: Shared, shape: Shape, period: Period | None) -> exp.Select:
    """One row per group: its values, then what :func:`read_shared` adds up."""
    kept = exp.select("*").from_(exp.table_(shape.name, quoted=True))
    if period and shape.dated_by:
        kept = kept.where(sql.within_sql(period, shape))
    for column in one.columns:
        asked = {value for measure in one.measures for value in (_named(measure, shape) or {})[column]}
        kept = kept.where(sql.condition_sql(Condition(column, "in", tuple(sorted(asked, key=str))), shape))
    if one.distinct:
        return _grouped(_values(one, shape), one.columns, ["counted", "rows_behind", "synthetic_rows"], kept)
    sums = [number for column in one.summed for number in (sql.column_sql(column), sql.given_sql(column, shape))]
    numbers = [sql.sign_sql(shape), exp.Literal.number(1), _synthetic(shape), *sums]
    base = exp.select(*map(sql.column_sql, one.columns), *map(sql.total_sql, numbers)).from_("kept")
    return base.group_by(*map(sql.column_sql, one.columns)).with_("kept", as_=kept)


def read_shared(one: Shared, shape: Shape, rows: Sequence[Sequence[object]]) -> list[Numbers]:
    """The numbers of each measure, in the question's order."""
    width = len(one.columns)
    groups = {tuple(row[:width]): [int(number) for number in row[width:]] for row in rows}  # type: ignore[call-overload]
    return [_added(one, measure, shape, groups) for measure in one.measures]


def _added(one: Shared, measure: Measure, shape: Shape, groups: Mapping[tuple[object, ...], list[int]]) -> Numbers:
    named = _named(measure, shape) or {}
    found = [groups[key] for key in product(*(named[column] for column in one.columns)) if key in groups]
    totals = [sum(column) for column in zip(*found, strict=True)] or [0] * (3 + 2 * len(one.summed))
    kind, (first, behind, synthetic) = measure.aggregate.kind, totals[:3]
    if kind not in PLAIN[1:]:
        return first, None, behind, synthetic
    place = 3 + 2 * one.summed.index(measure.aggregate.column)
    return totals[place], totals[place + 1] if kind == "mean" else None, behind, synthetic


def _named(measure: Measure, shape: Shape) -> Named | None:
    """The values that a measure names for each column it compares; None where it compares in any other way."""
    parts = measure.filter.parts if isinstance(measure.filter, Every) else (measure.filter,)
    named: dict[str, tuple[Value, ...]] = {}
    for part in parts:
        if not isinstance(part, Condition) or part.operator not in ("is", "in") or part.column in named:
            return None
        if shape.columns[part.column] not in (str, int, bool):
            return None
        value = part.value if isinstance(part.value, tuple) else (part.value,)
        named[part.column] = tuple(dict.fromkeys(value))
    several = any(len(values) > 1 for values in named.values())
    countable = measure.aggregate.kind in PLAIN or (measure.aggregate.kind == "distinct" and not several)
    return named if countable and named else None


def _values(one: Shared, shape: Shape) -> exp.Select:
    """One row per group and value: whether the value remains after its reversals, and the rows behind it."""
    remains = exp.GT(this=exp.Sum(this=sql.sign_sql(shape)), expression=exp.Literal.number(0))
    counts = exp.Case(
        ifs=[exp.If(this=exp.and_(sql.filled_sql(one.distinct, shape), remains), true=exp.Literal.number(1))],
        default=exp.Literal.number(0),
    )
    columns = [*one.columns, *([] if one.distinct in one.columns else [one.distinct])]
    return (
        exp.select(*map(sql.column_sql, columns))
        .select(
            exp.alias_(counts, "counted"),
            exp.alias_(exp.Count(this=exp.Star()), "rows_behind"),
            exp.alias_(sql.total_sql(_synthetic(shape)), "synthetic_rows"),
        )
        .from_("kept")
        .group_by(*map(sql.column_sql, columns))
    )


def _grouped(values: exp.Select, columns: Sequence[str], numbers: Sequence[str], kept: exp.Select) -> exp.Select:
    return (
        exp.select(*map(sql.column_sql, columns), *(sql.total_sql(sql.column_sql(number)) for number in numbers))
        .from_("valued")
        .group_by(*map(sql.column_sql, columns))
        .with_("kept", as_=kept)
        .with_("valued", as_=values)
    )


def _synthetic(shape: Shape) -> exp.Expr:
    if "source" not in shape.columns:
        return exp.Literal.number(0)
    return exp.Case(ifs=[exp.If(this=sql.synthetic_sql(), true=exp.Literal.number(1))], default=exp.Literal.number(0))
