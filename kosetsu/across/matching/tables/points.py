"""The institute's tables of what a composition of cohorts is worth, what brings a reviewer near to an item, and
a company near to a need or a seed."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from kosetsu.across.matching.models import CohortPoints, CompanyDeed, CompanyPoints, ReaderPoints
from kosetsu.common.tables import Blank, Several, Table, TableRow, cells, overwrite

Steps = Annotated[Several[Annotated[int, Field(ge=0)]], Field(min_length=1)]


class PointsRow(TableRow):
    """The points of one period: for the first, the second … member with the same trade, size, place or interest."""

    valid_from: dt.date
    valid_to: Blank[dt.date] = None
    trade: Steps
    size: Steps
    place: Steps
    interest: Steps
    met: Annotated[int, Field(le=0)]
    floor: Annotated[int, Field(ge=0)]
    source: str


def load_points(rows: list[tuple[int, PointsRow]]) -> None:
    """Write every period by its first day; one that a proposal was made by stays."""
    overwrite(CohortPoints, ("valid_from",), (row.model_dump() for row in cells(rows))).filter(proposals=None).delete()


class ReaderPointsRow(TableRow):
    """The points of one kind of deed, or of one wish, in a period; ``years`` empty: all deeds count."""

    kind: Literal["fields", "cases", "tests", "talks", "reviews", "want", "may"]
    points: Annotated[int, Field(ge=0, le=10_000)]
    years: Blank[Annotated[int, Field(ge=1)]] = None
    valid_from: dt.date
    valid_to: Blank[dt.date] = None
    source: str


def load_reader_points(rows: list[tuple[int, ReaderPointsRow]]) -> None:
    """Write every period of every kind; proposals keep the points of their day themselves."""
    overwrite(ReaderPoints, ("kind", "valid_from"), (row.model_dump() for row in cells(rows))).delete()


class CompanyPointsRow(TableRow):
    """The points of one kind of what a company did, in a period; ``years`` empty: all of it counts."""

    kind: CompanyDeed
    points: Annotated[int, Field(ge=0, le=10_000)]
    years: Blank[Annotated[int, Field(ge=1)]] = None
    valid_from: dt.date
    valid_to: Blank[dt.date] = None
    source: str


def load_company_points(rows: list[tuple[int, CompanyPointsRow]]) -> None:
    """Write every period of every kind."""
    overwrite(CompanyPoints, ("kind", "valid_from"), (row.model_dump() for row in cells(rows))).delete()


TABLES = [
    Table("matching/cohort_points.csv", PointsRow, load_points, order=372, optional=True, key=("valid_from",)),
    Table(
        "matching/reader_points.csv", ReaderPointsRow, load_reader_points, order=372, optional=True,
        key=("kind", "valid_from"),
    ),
    Table(
        "matching/company_points.csv", CompanyPointsRow, load_company_points, order=372, optional=True,
        key=("kind", "valid_from"),
    ),
]  # fmt: skip
