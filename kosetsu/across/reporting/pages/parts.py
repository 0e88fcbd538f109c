"""What the desk's and the public's pages share: rows page by page, the targets' chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.documents.rows import columns_for, headings, worded
from kosetsu.across.reporting.documents.targets import TargetLine, behind
from kosetsu.across.reporting.rules.measures import Measure
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.tables.book import Book
from kosetsu.common.charts import Bar, bar_chart

PER_PAGE = 100
SHORT = 16


@dataclass(frozen=True, slots=True)
class RowsPage:
    """One page of the rows behind a number."""

    columns: list[str]
    headings: Sequence[Any]
    rows: list[list[Any]]
    page: Page[Any]

    def labelled(self, row: Sequence[Any]) -> list[tuple[Any, Any, bool]]:
        """Each cell of a row with its heading, and whether it is short enough to stay on one line."""
        return [(heading, cell, len(str(cell)) <= SHORT) for heading, cell in zip(self.headings, row, strict=True)]

    @property
    def labelled_rows(self) -> list[list[tuple[Any, Any, bool]]]:
        return [self.labelled(row) for row in self.rows]


def rows_page(request: HttpRequest, measure: Measure, period: Period, book: Book, *, public: bool) -> RowsPage:
    """The page ``?page=`` of the rows, worded."""
    reader, columns = Reader(), columns_for(measure, public=public)
    total = reader.figure(measure, period).rows
    page = Paginator(range(total), PER_PAGE).get_page(request.GET.get("page"))
    found = reader.rows(measure, period, columns, limit=PER_PAGE, offset=max(page.start_index() - 1, 0)).rows
    return _without_blank(RowsPage(columns, headings(measure, columns), worded(columns, found, book), page))


def _without_blank(shown: RowsPage) -> RowsPage:
    """Columns in which no row of this page says anything only take room; the entry's number stays."""
    kept = [i for i, name in enumerate(shown.columns) if name == "entry_id" or any(row[i] != "" for row in shown.rows)]
    return RowsPage(
        [shown.columns[i] for i in kept],
        [shown.headings[i] for i in kept],
        [[row[i] for i in kept] for row in shown.rows],
        shown.page,
    )


def targets_chart(lines: Sequence[TargetLine], *, download: str = "") -> SafeString:
    """Each target as a bar in per cent of itself, with the even pace as its mark."""
    bars = [
        Bar(
            f"{line.target.key} {line.indicator}",
            line.share,
            target=100,
            pace=int(line.standing.pace * 100 / line.target.target),
        )
        for line in lines
    ]
    summary = _("%(count)d項目のうち%(behind)d項目が、均等ペースを下回っています。") % {
        "count": len(lines),
        "behind": len(behind(lines)),
    }
    return bar_chart(title=_("中期計画の目標の達成率"), summary=summary, bars=bars, unit=_("％"), download=download)
