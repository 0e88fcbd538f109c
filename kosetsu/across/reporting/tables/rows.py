"""targets.csv and published_figures.csv: what was promised, and what was printed."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from kosetsu.across.reporting.tables.problems import BrokenReporting
from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Blank, BrokenTables, RowError, Table, TableRow
from kosetsu.foundation.search import changes


class TargetRow(TableRow):
    """One line of targets.csv: one target of the mid-term plan and the measure that is held against it."""

    key: str
    plan_item: str
    area: str
    indicator: str
    unit: str
    target: int = Field(gt=0)
    aggregation: Literal["sum_5y", "mean_5y_at_least"]
    period_start: dt.date
    period_end: dt.date
    measure: str
    stated_in: str = ""
    counting_rule: str = ""


class PublishedRow(TableRow):
    """One line of published_figures.csv: a number as printed. ``measure`` is empty for what is no sum of records."""

    fiscal_year: str = ""
    source: str
    section: str = ""
    figure: str
    value: int
    unit: str = ""
    note: str = ""
    measure: Blank[str] = None


def check_targets(rows: list[tuple[int, TargetRow]]) -> Iterator[BadRow]:
    """A target needs a known measure and a period that ends after it begins."""
    measures = _known()
    for line, row in rows:
        if row.measure not in measures:
            yield BadRow(line, "measure", _("指標「%(key)s」はありません。") % {"key": row.measure})
        if row.period_end < row.period_start:
            yield BadRow(line, "period_end", _("終了日が開始日より前です。"))


def check_published(rows: list[tuple[int, PublishedRow]]) -> Iterator[BadRow]:
    """A printed figure names a known measure, or none."""
    measures = _known()
    for line, row in rows:
        if row.measure and row.measure not in measures:
            yield BadRow(line, "measure", _("指標「%(key)s」はありません。") % {"key": row.measure})


def _known() -> Mapping[str, Any]:
    from kosetsu.across.reporting.tables.book import book

    try:
        return book().measures
    except BrokenReporting as broken:
        raise BrokenTables(
            [RowError(f"reporting/{p.file}", 0, p.field, f"{p.key}: {p.reason}") for p in broken.problems]
        ) from None


def _nothing_to_write(rows: Any) -> None:
    """These files are read where they lie; the records they are held against are the casebook's."""


def _figures_are_read_anew(rows: Any) -> None:
    """Names and definitions lie in the folder; the search reads them again."""
    changes.touch_all("figure", at=now())


TARGETS = Table(
    "reporting/targets.csv",
    TargetRow,
    _figures_are_read_anew,
    order=900,
    optional=True,
    key=("key",),
    check=check_targets,
)
PUBLISHED = Table(
    "reporting/published_figures.csv", PublishedRow, _nothing_to_write, order=910, optional=True, check=check_published
)
