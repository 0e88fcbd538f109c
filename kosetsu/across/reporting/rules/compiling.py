"""A measure becomes SQL: one sqlglot expression, rendered for DuckDB, PostgreSQL or SQLite without a change of meaning.

``kept`` are the rows that pass the filter, ``chosen`` those that count in the period; the number and the rows
behind the number both read ``chosen``, so they cannot disagree.
"""

import datetime as dt
from dataclasses import dataclass

from sqlglot import exp

from kosetsu.across.reporting.rules.measures import (
    Aggregate,
    Condition,
    Every,
    Filter,
    Measure,
    Shape,
    Value,
)
from kosetsu.across.reporting.rules.periods import Period, day_number

COMPARISONS: dict[str, type[exp.Binary]] = {
    "is": exp.EQ,
    "is_not": exp.NEQ,
    "at_least": exp.GTE,
    "at_most": exp.LTE,
    "above": exp.GT,
    "below": exp.LT,
}


@dataclass(frozen=True, slots=True)
class Compiled:
    """One measure in one period, as two questions: the number, and the rows behind it."""

    figure: exp.Select
    """One row: total, divisor (null unless a mean), rows behind it, synthetic rows among them."""
    rows: exp.Select
    """The rows themselves, in a fixed order; :func:`page` cuts a page out."""


def compile_measure(measure: Measure, shape: Shape, period: Period | None) -> Compiled:
    """The two questions of ``measure``; ``period`` is None for a register, which its day has already cut."""
    if measure.aggregate.kind == "new_or_returning":
        assert period is not None
        return _first_days(_kept(measure, shape), measure.aggregate, shape, period)
    kept = _kept(measure, shape)
    if period and shape.dated_by:
        kept = kept.where(within_sql(period, shape))
    base = exp.select().from_("chosen").with_("chosen", as_=kept)
    return Compiled(figure=_figure(base, measure.aggregate, shape), rows=_rows(base, shape))


def page(rows: exp.Select, columns: list[str], limit: int, offset: int = 0) -> exp.Select:
    """One page of the rows, with only the named columns."""
    return rows.select(*(exp.column(name, quoted=True) for name in columns), append=False).limit(limit).offset(offset)


def column_sql(name: str) -> exp.Column:
    return exp.column(name, quoted=True)


def _literal(value: Value) -> exp.Expr:
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, dt.date):
        return exp.Literal.number(day_number(value))
    return exp.Literal.string(value) if isinstance(value, str) else exp.Literal.number(value)


def condition_sql(condition: Condition, shape: Shape) -> exp.Expr:
    """One comparison; dates compare by their day number, text never by order or by LIKE (collations differ)."""
    is_date = shape.columns[condition.column] is dt.date
    column = column_sql(f"{condition.column}_day" if is_date else condition.column)
    if isinstance(condition.value, tuple):
        inside = exp.In(this=column, expressions=[_literal(v) for v in condition.value])
        return exp.Not(this=inside) if condition.operator == "not_in" else inside
    literal = _literal(condition.value)
    if condition.operator == "starts_with":
        length = exp.Literal.number(len(str(condition.value)))
        column = exp.Substring(this=column, start=exp.Literal.number(1), length=length)  # type: ignore[assignment]
        return exp.EQ(this=column, expression=literal)
    return COMPARISONS[condition.operator](this=column, expression=literal)


def filter_sql(part: Filter, shape: Shape) -> exp.Expr:
    """A tree of conditions as one boolean expression."""
    if isinstance(part, Condition):
        return condition_sql(part, shape)
    inner = [filter_sql(p, shape) for p in part.parts]
    if not inner:
        return exp.true() if isinstance(part, Every) else exp.false()
    return exp.and_(*inner, copy=False) if isinstance(part, Every) else exp.or_(*inner, copy=False)


def within_sql(period: Period, shape: Shape) -> exp.Expr:
    """Rows of the period: by day, or by fiscal year where the relation knows nothing finer."""
    by_day = shape.columns[shape.dated_by] is dt.date
    first, last = (period.first, period.last) if by_day else period.fiscal_years
    column = column_sql(f"{shape.dated_by}_day" if by_day else shape.dated_by)
    return exp.and_(
        exp.GTE(this=column, expression=_literal(first)),
        exp.LTE(this=column.copy(), expression=_literal(last)),
    )


def _kept(measure: Measure, shape: Shape) -> exp.Select:
    """The rows that pass the filter, whenever they are of."""
    return exp.select("*").from_(exp.table_(shape.name, quoted=True)).where(filter_sql(measure.filter, shape))


def _first_days(kept: exp.Select, aggregate: Aggregate, shape: Shape, period: Period) -> Compiled:
    """Days on which something counts that had not come for ``years`` years, one row per thing and day.

    Reversed days fall out before the gap is measured. Adding ``years`` × 10000 to a day number is adding years:
    29 February lands before 1 March, exactly as "five years and a day" reads. A visit more than ``years`` years before
    the period tells no more than none, so none is read. The number comes from the spaced days alone: the rows are
    read once. In a period no longer than the gap only the first day of each thing can count, which is found without
    putting all days in order.
    """
    who, day, gap = column_sql(aggregate.column), column_sql(f"{shape.dated_by}_day"), aggregate.years * 10000
    since = exp.GTE(this=day.copy(), expression=exp.Literal.number(day_number(period.first) - gap))
    until = exp.LTE(this=day.copy(), expression=_literal(period.last))
    kept = kept.where(exp.and_(exp.Not(this=exp.Is(this=who.copy(), expression=exp.null())), since, until))
    away = exp.or_(
        exp.Is(this=column_sql("previous"), expression=exp.null()),
        exp.GT(this=day.copy(), expression=exp.Add(this=column_sql("previous"), expression=exp.Literal.number(gap))),
    )
    counted = exp.and_(away, within_sql(period, shape))
    one_each = day_number(period.last) - day_number(period.first) <= gap
    spaced = exp.select().from_("spaced").with_("kept", as_=kept)
    spaced = spaced.with_("standing", as_=_standing(who, day, shape), materialized=one_each)
    if one_each:
        spaced = spaced.with_("ends", as_=_ends(who, day, within_sql(period, shape)))
    spaced = spaced.with_("spaced", as_=_first(who, day, shape) if one_each else _spaced(who, day, shape))
    synthetic = exp.EQ(this=column_sql("synthetic_key"), expression=column_sql(shape.key))
    keys = exp.select(column_sql(shape.key)).from_("spaced").where(counted.copy())
    chosen = exp.select("*").from_("kept").where(exp.In(this=column_sql(shape.key), query=keys.subquery()))
    return Compiled(
        figure=_counted(spaced.where(counted), exp.Count(this=exp.Star()), exp.null(), synthetic),
        rows=_rows(spaced.from_("chosen").with_("chosen", as_=chosen), shape),
    )


def _standing(who: exp.Column, day: exp.Column, shape: Shape) -> exp.Select:
    """One row per thing and day that remains after reversals, with its first row, and its first synthetic one."""
    key = column_sql(shape.key)
    synthetic = exp.Case(ifs=[exp.If(this=synthetic_sql(), true=key.copy())])
    return (
        exp.select(
            who.copy(),
            day.copy(),
            exp.alias_(exp.Min(this=key), shape.key, quoted=True),
            exp.alias_(exp.Min(this=synthetic), "synthetic_key", quoted=True),
        )
        .from_("kept")
        .group_by(who.copy(), day.copy())
        .having(exp.GT(this=exp.Sum(this=sign_sql(shape)), expression=exp.Literal.number(0)))
    )


def _ends(who: exp.Column, day: exp.Column, within: exp.Expr) -> exp.Select:
    """One row per thing: its first standing day within the period, and its last one before it."""
    first = exp.Min(this=exp.Case(ifs=[exp.If(this=within.copy(), true=day.copy())]))
    before = exp.Max(this=exp.Case(ifs=[exp.If(this=exp.Not(this=within.copy()), true=day.copy())]))
    columns = (who.copy(), exp.alias_(first, day.name, quoted=True), exp.alias_(before, "previous", quoted=True))
    return exp.select(*columns).from_("standing").group_by(who.copy())


def _first(who: exp.Column, day: exp.Column, shape: Shape) -> exp.Select:
    """The first standing day of each thing within the period, with the last one before the period."""
    columns = (column_sql(shape.key), column_sql("synthetic_key"), day.copy(), column_sql("previous"))
    return exp.select(*columns).from_("standing").join("ends", using=[who.copy(), day.copy()])


def _spaced(who: exp.Column, day: exp.Column, shape: Shape) -> exp.Select:
    """The same rows with the day before."""
    before = exp.Window(
        this=exp.Anonymous(this="LAG", expressions=[day.copy()]),
        partition_by=[who.copy()],
        order=exp.Order(expressions=[exp.Ordered(this=day.copy(), nulls_first=False)]),
    )
    columns = (column_sql(shape.key), column_sql("synthetic_key"), day.copy())
    return exp.select(*columns, exp.alias_(before, "previous", quoted=True)).from_("standing")


def sign_sql(shape: Shape) -> exp.Expr:
    return column_sql(shape.sign) if shape.sign else exp.Literal.number(1)


def total_sql(number: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=exp.Sum(this=number), expressions=[exp.Literal.number(0)])


def _only(passes: exp.Expr, value: exp.Expr) -> exp.Expr:
    """The value of a row that passes, nothing for any other."""
    return exp.Case(ifs=[exp.If(this=passes.copy(), true=value)], default=_zero())


def _figure(base: exp.Select, aggregate: Aggregate, shape: Shape) -> exp.Select:
    synthetic = synthetic_sql() if "source" in shape.columns else exp.false()
    return _counted(base, *_numbers(base, aggregate, shape), synthetic)


def _counted(base: exp.Select, total: exp.Expr, divisor: exp.Expr, synthetic: exp.Expr) -> exp.Select:
    """The one row of a figure."""
    return base.select(
        exp.alias_(total, "total"),
        exp.alias_(divisor, "divisor"),
        exp.alias_(exp.Count(this=exp.Star()), "rows_behind"),
        exp.alias_(total_sql(_only(synthetic, exp.Literal.number(1))), "synthetic_rows"),
    )


def _numbers(base: exp.Select, aggregate: Aggregate, shape: Shape) -> tuple[exp.Expr, exp.Expr]:
    if aggregate.kind == "sum":
        return total_sql(column_sql(aggregate.column)), exp.null()
    if aggregate.kind == "mean":
        return total_sql(column_sql(aggregate.column)), total_sql(given_sql(aggregate.column, shape))
    if aggregate.kind == "distinct":
        return _distinct(aggregate, shape), exp.null()
    return total_sql(sign_sql(shape)), exp.null()


def given_sql(column: str, shape: Shape) -> exp.Expr:
    """What a row adds to a mean's divisor: a reversing row carries the negated value and takes one away."""
    is_blank = exp.Is(this=column_sql(column), expression=exp.null())
    return exp.Case(ifs=[exp.If(this=is_blank, true=_zero())], default=sign_sql(shape))


def synthetic_sql() -> exp.Expr:
    return exp.EQ(this=column_sql("source"), expression=exp.Literal.string("synthetic"))


def _zero() -> exp.Expr:
    return exp.Literal.number(0)


def filled_sql(name: str, shape: Shape) -> exp.Expr:
    """Whether the column holds a value: blank text and null are none."""
    given_at_all = exp.Not(this=exp.Is(this=column_sql(name), expression=exp.null()))
    if shape.columns[name] is not str:
        return given_at_all
    return exp.and_(given_at_all, exp.NEQ(this=column_sql(name), expression=exp.Literal.string("")))


def _distinct(aggregate: Aggregate, shape: Shape) -> exp.Expr:
    """How many values remain after their reversals."""
    values = (
        exp.select(column_sql(aggregate.column))
        .from_("chosen")
        .where(filled_sql(aggregate.column, shape))
        .group_by(column_sql(aggregate.column))
        .having(exp.GT(this=exp.Sum(this=sign_sql(shape)), expression=exp.Literal.number(0)))
    )
    counted = exp.select(exp.Count(this=exp.Star())).from_(values.subquery("remaining"))
    return counted.subquery()


def _rows(base: exp.Select, shape: Shape) -> exp.Select:
    names = [*shape.columns]
    return base.select(*(column_sql(name) for name in names)).order_by(*(column_sql(name) for name in shape.order))
