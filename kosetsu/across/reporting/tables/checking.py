"""What the loader holds the lines of targets.csv and published_figures.csv against: the measures of the book."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.across.reporting.tables.book import book
from kosetsu.across.reporting.tables.problems import BrokenReporting
from kosetsu.across.reporting.tables.rows import PUBLISHED, TARGETS, PublishedRow, TargetRow
from kosetsu.common.tables import BadRow, BrokenTables, RowError


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
    try:
        return book().measures
    except BrokenReporting as broken:
        raise BrokenTables(
            [RowError(f"reporting/{p.file}", 0, p.field, f"{p.key}: {p.reason}") for p in broken.problems]
        ) from None


TABLES = [replace(TARGETS, check=check_targets), replace(PUBLISHED, check=check_published)]
