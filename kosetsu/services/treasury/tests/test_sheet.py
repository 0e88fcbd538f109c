"""The finance system's sheet: every mistake with its cell, all of it or nothing, the same document line once."""

import datetime as dt

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.common.mistakes import Mistake
from kosetsu.common.spreadsheets import write_xlsx
from kosetsu.services.treasury import actions
from kosetsu.services.treasury.actions.importing import COLUMNS
from kosetsu.services.treasury.models import BudgetYear, Execution, ExecutionFile
from kosetsu.services.treasury.tests.conftest import budget, execute

pytestmark = pytest.mark.django_db
HEAD = "執行日,科目コード,金額,摘要,伝票番号,伝票の行\r\n"
GOOD = "2026-10-01,H01,250000,試薬,F-1,1\r\n2026-10-02,H02,3100,旅費,F-1,2\r\n"


def look(at, *rows):
    return actions.look_at_executions(at=at, content=(HEAD + "".join(rows)).encode(), name="a.csv")


def take(clerk, at, *rows):
    return actions.import_executions(by=clerk, at=at, content=(HEAD + "".join(rows)).encode(), name="a.csv")


def test_sheet_is_taken_in_and_its_year_begins(lines, clerk, at):
    take(clerk, at, GOOD)
    found = Execution.objects.order_by("document_line").values_list("line__code", "yen", "document", "file__rows")
    assert list(found) == [("H01", 250_000, "F-1", 2), ("H02", 3_100, "F-1", 2)]
    assert BudgetYear.objects.get().state == "executed"


def test_sheet_that_was_looked_at_writes_nothing(lines, at):
    assert ([one.yen for one in look(at, GOOD).rows], Execution.objects.count()) == ([250_000, 3_100], 0)


@pytest.mark.parametrize(
    ("row", "said"),
    [("きのう,H01,1,a,F-9,1", "セルA2：「きのう」は日付として読めません。"),
     ("2026-11-21,H01,1,a,F-9,1", "セルA2：2026-11-21はまだ来ていません。"),
     ("2025-10-01,H01,1,a,F-9,1", "セルA2：令和7年度は決算済みのため、"),
     ("2026-10-01,H99,1,a,F-9,1", "セルB2：科目「H99」は令和8年度の予算にありません。"),
     ("2026-10-01,S03,1,a,F-9,1", "セルB2：科目「S03 科目S03」は、料金の請求から計上されます。"),
     ("2026-10-01,H01,0,a,F-9,1", "セルC2：「0」は金額として読めません。"),
     ("2026-10-01,H01,1.5,a,F-9,1", "セルC2：「1.5」は金額として読めません。"),
     ("2026-10-01,H01,1,,F-9,1", "セルD2：空です。"),
     ("2026-10-01,H01,1,a,,1", "セルE2：空です。"),
     ("2026-10-01,H01,1,a,F-8,1", "セルE2：伝票F-8の1行目は、すでにあります。"),
     ("2026-10-01,H01,1,a,F-9,x", "セルF2：「x」は行番号として読めません。")],
)  # fmt: skip
def test_wrong_cell_is_named_and_nothing_of_the_sheet_is_taken_in(lines, clerk, at, row, said):
    budget(2025)
    BudgetYear.objects.filter(fiscal_year=2025).update(state="closed")
    execute(lines["H01"], 7, clerk, at, document="F-8")
    found = take(clerk, at, f"{row}\r\n", GOOD)
    assert [one.startswith(said) for one in found.problems] == [True], found.problems
    assert (Execution.objects.count(), ExecutionFile.objects.count()) == (1, 0)


def test_columns_in_another_order_are_named_by_where_they_stand(lines, at):
    content = "金額,伝票番号,摘要,科目コード,執行日\r\n5,F-1,a,H99,2026-10-01\r\n".encode()
    found = actions.look_at_executions(at=at, content=content, name="a.csv")
    assert [one.partition("：")[0] for one in found.problems] == ["セルD2"]


def test_line_of_a_document_twice_in_one_sheet_is_refused(lines, at):
    found = look(at, GOOD, "2026-10-03,H01,9,試薬,F-1,2\r\n")
    assert [one.partition("：")[0] for one in found.problems] == ["セルE4"]


def test_same_sheet_comes_in_once(lines, clerk, at):
    take(clerk, at, GOOD)
    with pytest.raises(Refused, match="このファイルは、すでに2026/11/20に取り込まれています。"):
        take(clerk, at, GOOD)
    assert Execution.objects.count() == 2


def test_sheet_without_rows_or_with_other_headings_is_refused(lines, clerk, at):
    with pytest.raises(Refused, match="取り込む行がありません。"):
        take(clerk, at)
    with pytest.raises(Mistake):
        actions.look_at_executions(at=at, content=b"a,b\r\n1,2\r\n", name="a.csv")


def test_sheet_of_planning_is_refused(lines, institute, at):
    with pytest.raises(Refused):
        take(institute.planner, at, GOOD)


def test_excel_filled_into_the_template_is_read(lines, clerk, at):
    content = write_xlsx(COLUMNS, [[dt.date(2026, 10, 1), "H01", 250_000, "試薬", "F-1", 1]], "執行")
    actions.import_executions(by=clerk, at=at, content=content, name="a.xlsx")
    assert Execution.objects.get().yen == 250_000
    assert actions.look_at_executions(at=at, content=actions.template(), name="b.xlsx").rows == []
