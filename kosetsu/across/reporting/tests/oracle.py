"""A naive reading of measures in plain Python: what every database must agree with."""

import datetime as dt
from fractions import Fraction
from typing import Any

from kosetsu.across.reporting.rules.figures import Figure
from kosetsu.across.reporting.rules.measures import Condition, Every, Filter, Measure
from kosetsu.across.reporting.rules.periods import Period

Row = dict[str, Any]


def passes(part: Filter, row: Row) -> bool:
    if not isinstance(part, Condition):
        return (all if isinstance(part, Every) else any)(passes(p, row) for p in part.parts)
    value, given = row[part.column], part.value
    if value is None:
        return False
    return {
        "is": lambda: value == given,
        "is_not": lambda: value != given,
        "in": lambda: value in given,
        "not_in": lambda: value not in given,
        "at_least": lambda: value >= given,
        "at_most": lambda: value <= given,
        "above": lambda: value > given,
        "below": lambda: value < given,
        "starts_with": lambda: value.startswith(given),
    }[part.operator]()


def five_years_on(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 2, 28)


def new_or_returning(rows: list[Row], column: str, years: int, period: Period) -> int:
    net: dict[tuple[int, dt.date], int] = {}
    for row in rows:
        if row[column] is not None:
            key = (row[column], row["on_date"])
            net[key] = net.get(key, 0) + row["sign"]
    counted, last = 0, {}
    for who, day in sorted(key for key, n in net.items() if n > 0):
        away = who not in last or day > five_years_on(last[who], years)
        counted += away and period.first <= day <= period.last
        last[who] = day
    return counted


def distinct(rows: list[Row], column: str) -> int:
    net: dict[Any, int] = {}
    for row in rows:
        if row[column] not in (None, ""):
            net[row[column]] = net.get(row[column], 0) + row["sign"]
    return sum(n > 0 for n in net.values())


def value_of(measure: Measure, rows: list[Row], period: Period) -> Fraction | None:
    kept = [row for row in rows if passes(measure.filter, row)]
    chosen = [row for row in kept if period.first <= row["on_date"] <= period.last]
    kind, column = measure.aggregate.kind, measure.aggregate.column
    if kind == "count":
        return Fraction(sum(row["sign"] for row in chosen))
    if kind == "distinct":
        return Fraction(distinct(chosen, column))
    if kind == "new_or_returning":
        return Fraction(new_or_returning(kept, column, measure.aggregate.years, period))
    given = [row for row in chosen if row[column] is not None]
    total = sum(row[column] for row in given)
    if kind == "sum":
        return Fraction(total)
    divisor = sum(row["sign"] for row in given)
    return Fraction(total, divisor) if divisor else None


def agrees(figure: Figure, measure: Measure, rows: list[Row], period: Period) -> bool:
    return figure.value == value_of(measure, rows, period)
