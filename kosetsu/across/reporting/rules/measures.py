"""What a measure is: a filter and an aggregate over one relation. Definitions are data, this is their shape."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Value = str | int | float | bool | dt.date

Operator = Literal["is", "is_not", "in", "not_in", "at_least", "at_most", "above", "below", "starts_with"]
LISTS: tuple[Operator, ...] = ("in", "not_in")
ORDERED: tuple[Operator, ...] = ("at_least", "at_most", "above", "below")
OPERATORS: tuple[Operator, ...] = ("is", "is_not", *LISTS, *ORDERED, "starts_with")


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of a column with a value (a tuple of values for in and not_in)."""

    column: str
    operator: Operator
    value: Value | tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """All parts must hold; without parts, every row passes."""

    parts: tuple["Filter", ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part must hold."""

    parts: tuple["Filter", ...]


Filter = Condition | Every | Some

AggregateKind = Literal["count", "sum", "distinct", "mean", "new_or_returning"]
AGGREGATES: tuple[AggregateKind, ...] = ("count", "sum", "distinct", "mean", "new_or_returning")


@dataclass(frozen=True, slots=True)
class Aggregate:
    """How the rows become one number; ``years`` belongs to new_or_returning alone."""

    kind: AggregateKind
    column: str = ""
    years: int = 0


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in ``language``, Japanese where there is none."""
    return texts.get(language) or texts["ja"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One row per published number: its name, its definition in words, and what is counted."""

    key: str
    name: Mapping[str, str]
    definition: Mapping[str, str]
    unit: str
    relation: str
    filter: Filter
    aggregate: Aggregate
    source: str
    public: bool = True
    """Whether the open figures show it."""

    def named(self, language: str) -> str:
        """The name in ``language``."""
        return in_language(self.name, language)

    def defined(self, language: str) -> str:
        """The definition in ``language``."""
        return in_language(self.definition, language)


POSITION = "_position"


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of a relation as SQL sees them.

    ``sign`` is the column that is −1 for a reversing row; ``dated_by`` puts a row into a period: a day, or a fiscal
    year (an integer). Every date column
    ``c`` has a companion ``c_day`` (integer yyyymmdd), because no two dialects agree on date literals.
    """

    name: str
    columns: Mapping[str, type]
    dated_by: str = ""
    sign: str = ""
    key: str = ""
    """The column that tells one row from another."""

    @property
    def order(self) -> tuple[str, ...]:
        """The columns rows are listed by; a relation's rows keep the order they were given in."""
        return (f"{self.dated_by}_day", self.key) if self.key else (POSITION,)


ENTRIES = Shape(
    name="entries",
    columns={
        "entry_id": int,
        "service": str,
        "kind": str,
        "on_date": dt.date,
        "fiscal_year": int,
        "branch": str,
        "organisation_id": int,
        "workplace_id": int,
        "partner": str,
        "channel": str,
        "format": str,
        "field": str,
        "quantity": int,
        "unit": str,
        "amount_yen": int,
        "headcount": int,
        "headcount_online": int,
        "reference": str,
        "topic": str,
        "source": str,
        "sign": int,
    },
    dated_by="on_date",
    sign="sign",
    key="entry_id",
)
"""The casebook's relation, with the sign of each row in place of the row it reverses."""

PUBLIC_ENTRY_COLUMNS = ("service", "kind", "on_date", "branch", "quantity", "unit", "source")
"""What anyone may see of a row: never a person, a company, a partner, or free text."""
