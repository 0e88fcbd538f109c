"""The same measures by Django's ORM over the same rows: the reference of the reporting engine."""

import operator
from fractions import Fraction
from functools import reduce
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When

from kosetsu.across.reporting.rules.figures import Figure
from kosetsu.across.reporting.rules.measures import Condition, Every, Filter, Measure
from kosetsu.across.reporting.rules.periods import Period, day_number
from kosetsu.foundation.casebook.models import Entry

COLUMNS = {"branch": "branch__code", "partner": "partner__code", "entry_id": "id"}
LOOKUPS = {"at_least": "gte", "at_most": "lte", "above": "gt", "below": "lt", "in": "in", "not_in": "in",
           "starts_with": "startswith"}  # fmt: skip
SIGN = Case(
    When(reverses__isnull=False, quantity__lte=0, then=Value(-1)), default=Value(1), output_field=IntegerField()
)


def figure(measure: Measure, period: Period) -> Figure:
    """The number as one would write it with ``aggregate()``."""
    kept = Entry.objects.filter(_where(measure.filter))
    if measure.aggregate.kind == "new_or_returning":
        return _new_or_returning(kept, measure, period)
    chosen = kept.filter(on_date__gte=period.first, on_date__lte=period.last)
    found = chosen.aggregate(
        rows=Count("id"),
        synthetic=Count("id", filter=Q(source="synthetic")),
        signs=Sum(SIGN),
        **({"total": Sum(_column(measure))} if measure.aggregate.kind in ("sum", "mean") else {}),
    )
    return Figure(_value(measure, found, chosen), found["rows"], found["synthetic"])


def _value(measure: Measure, found: dict[str, Any], chosen: QuerySet[Entry]) -> Fraction | None:
    match measure.aggregate.kind:
        case "count":
            return Fraction(found["signs"] or 0)
        case "sum":
            return Fraction(found["total"] or 0)
        case "mean":
            return Fraction(found["total"], found["signs"]) if found["signs"] else None
    column = _column(measure)
    values = chosen.exclude(**{f"{column}__isnull": True}).values(column).order_by()
    if not column.endswith("_id"):
        values = values.exclude(**{column: ""})
    return Fraction(values.annotate(signs=Sum(SIGN)).filter(signs__gt=0).count())


def _new_or_returning(kept: QuerySet[Entry], measure: Measure, period: Period) -> Figure:
    """Grouped by the ORM; which days come after a long absence is counted while they are read."""
    column = _column(measure)
    days = (
        kept.filter(on_date__lte=period.last)
        .exclude(**{f"{column}__isnull": True})
        .values(column, "on_date")
        .annotate(signs=Sum(SIGN))
        .filter(signs__gt=0)
        .order_by(column, "on_date")
        .values_list(column, "on_date")
    )
    count, before = 0, (None, 0)
    for who, day in days.iterator(chunk_size=5_000):
        number = day_number(day)
        absent = before[0] != who or number > before[1] + measure.aggregate.years * 10000
        count += absent and period.first <= day
        before = (who, number)
    return Figure(Fraction(count), count)


def _column(measure: Measure) -> str:
    return COLUMNS.get(measure.aggregate.column, measure.aggregate.column)


def _where(given: Filter) -> Q:
    if isinstance(given, Condition):
        return _compare(given)
    joined = operator.and_ if isinstance(given, Every) else operator.or_
    return reduce(joined, (_where(part) for part in given.parts), Q())


def _compare(one: Condition) -> Q:
    column = COLUMNS.get(one.column, one.column)
    if one.operator in ("is", "is_not"):
        same = Q(**{column: one.value})
        return same if one.operator == "is" else ~same
    found = Q(**{f"{column}__{LOOKUPS[one.operator]}": one.value})
    return ~found if one.operator == "not_in" else found
