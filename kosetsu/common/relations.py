"""Flat tables that an app offers to reporting: what a measure counts, when it does not count casebook entries.

An app lists its relations in ``relations.py`` and names that list in its manifest
(``relations="kosetsu.services.labs.relations.RELATIONS"``)::

    RELATIONS = [
        Relation(
            name="agreements",
            title=_("協定・覚書"),
            columns={"no": int, "organisation": str, "document": str, "signed_on": dt.date},
            rows=lambda day: Agreement.objects.in_force(day).values_list("no", "organisation", "document", "signed_on"),
            as_of=True,
            public=("no", "organisation", "document", "signed_on"),
            row_link=lambda row: reverse("alliances-desk:agreement", args=[row["no"]]),
        ),
    ]
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kosetsu.common.manifests import collect

COLUMN_TYPES = (str, int, float, bool, dt.date)


@dataclass(frozen=True, slots=True)
class Relation:
    """One row per flat table: its columns with their types, and a callable that yields its rows in that order.

    An ``as_of`` relation is a register: ``rows(day)`` yields what held on that day. Any other yields everything
    with ``rows()``; ``dated_by`` then names the column that puts a row into a period.
    """

    name: str
    columns: Mapping[str, type]
    rows: Callable[..., Iterable[Sequence[Any]]]
    title: Any = ""
    as_of: bool = False
    dated_by: str = ""
    labels: Mapping[str, Any] = field(default_factory=dict)
    """Column → heading in the user's language."""
    public: Sequence[str] = ()
    """The columns that open data and public pages may show; none unless they are named here."""
    row_link: Callable[[Mapping[str, Any]], str] | None = None
    """The address of the record behind one row (staff pages); permission is asked there again."""

    def __post_init__(self) -> None:
        unknown = [name for name, kind in self.columns.items() if kind not in COLUMN_TYPES]
        if unknown:
            raise TypeError(f"relation {self.name}: columns {unknown} must be one of {COLUMN_TYPES}")
        stray = [name for name in (*self.public, *filter(None, [self.dated_by])) if name not in self.columns]
        if stray:
            raise ValueError(f"relation {self.name}: {stray} are not among its columns")

    def read(self, day: dt.date) -> Iterator[tuple[Any, ...]]:
        """The rows, as they were on ``day`` where the relation is a register."""
        return (tuple(row) for row in (self.rows(day) if self.as_of else self.rows()))

    def label(self, column: str) -> Any:
        """The column's heading, its plain name where the app gives none."""
        return self.labels.get(column, column)


def relations() -> dict[str, Relation]:
    """Every relation of every installed app, by name."""
    return {relation.name: relation for relation in collect("relations")}
