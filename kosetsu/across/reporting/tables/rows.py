"""targets.csv and published_figures.csv: what was promised, and what was printed."""

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from kosetsu.common.clock import now
from kosetsu.common.tables import Blank, Table, TableRow
from kosetsu.foundation.search import changes


class TargetRow(TableRow):
    """One line of targets.csv: one target of the mid-term plan and the measure that is held against it."""

    key: str
    plan_item: str
    area: str
    area_en: str = ""
    area_th: str = ""
    indicator: str
    indicator_en: str = ""
    indicator_th: str = ""
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
)
PUBLISHED = Table("reporting/published_figures.csv", PublishedRow, _nothing_to_write, order=910, optional=True)
