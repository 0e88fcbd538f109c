"""A frozen report is printed again as it was, tables from registers included."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from kosetsu.across.reporting import actions
from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.documents.listings import changed_tables
from kosetsu.across.reporting.documents.report import Report, build
from kosetsu.across.reporting.models import Edition
from kosetsu.across.reporting.tables.book import Book
from kosetsu.common.decisions import Refused
from kosetsu.services.alliances.models import Agreement

AT = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)
TABLE = "協定・覚書の締結状況"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_columns(settings: Any, tmp_path: Path) -> None:
    settings.KOSETSU_DATA_DIR = tmp_path


@pytest.fixture
def planner(tokyo: Book) -> Any:
    from kosetsu.foundation.accounts.models import Person

    return Person.objects.get(email="planning@demo.example.jp")


def printed(book: Book, edition: Edition | None = None) -> Report:
    return build(book.outlines["fy2021-chapter4"], book, Reader(), edition)


def agreements(report: Report) -> int:
    return next(len(table.rows) for _section, table in report.tables() if table.title == TABLE)


def test_frozen_report_is_printed_again_identically_after_a_register_changed(tokyo: Book, planner: Any) -> None:
    edition = actions.freeze_year(by=planner, at=AT, fiscal_year=2021)
    before = printed(tokyo, edition)
    Agreement.objects.filter(pk=Agreement.objects.earliest("pk").pk).update(ended_on=dt.date(2021, 4, 1))
    again = printed(tokyo, Edition.objects.get(pk=edition.pk))
    assert again.parts == before.parts
    assert (agreements(printed(tokyo)) < agreements(again), before.parts == printed(tokyo).parts) == (True, False)


def test_change_of_a_register_alone_makes_the_next_edition(tokyo: Book, planner: Any) -> None:
    actions.freeze_year(by=planner, at=AT, fiscal_year=2021)
    before = agreements(printed(tokyo))
    Agreement.objects.filter(pk=Agreement.objects.earliest("pk").pk).update(ended_on=dt.date(2021, 4, 1))
    second = actions.issue_edition(by=planner, at=AT, fiscal_year=2021)
    after = agreements(printed(tokyo))
    [change] = [one for one in second.changes.all() if one.measure.endswith(TABLE)]
    assert (change.before, change.after, change.reason) == (f"{before}行", f"{after}行", "登録簿の訂正")


def test_edition_without_any_change_is_refused(tokyo: Book, planner: Any) -> None:
    actions.freeze_year(by=planner, at=AT, fiscal_year=2021)
    with pytest.raises(Refused, match="変わった数字や表がありません"):
        actions.issue_edition(by=planner, at=AT, fiscal_year=2021)


def test_table_that_the_edition_before_did_not_keep_is_no_change() -> None:
    table = {"columns": ["a"], "rows": [["1"]]}
    before, after = {"r": {"x": table}}, {"r": {"x": {"columns": ["a"], "rows": []}, "y": table}, "s": {"x": table}}
    assert changed_tables(before, after) == {"x": (1, 0)}
