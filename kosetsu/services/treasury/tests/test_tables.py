"""The institute's folder of its own money: what Tokyo's holds, and what cannot stand."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from kosetsu.common.tables import BrokenTables, load_folder
from kosetsu.services.treasury.models import BorrowingLimit, BudgetLine, BudgetYear, Reserve, ReservePurpose

INSTITUTES = Path(__file__).resolve().parents[4] / "institutes"
pytestmark = pytest.mark.django_db
LINES = "fiscal_year,side,code,name_ja,planned_yen,charge_kinds,source\n"
LIMITS = "limit_yen,valid_from,valid_to,source\n"
RESERVES = "kind,purpose,recognised_on,approval,yen,source\n"


def folder(tmp_path, file="", text=""):
    made = tmp_path / "institute"
    shutil.copytree(INSTITUTES / "minimal", made)
    if file:
        (made / "treasury").mkdir()
        (made / "treasury" / file).write_text(text, encoding="utf-8")
    return made


def test_tokyo_holds_the_published_limit_and_purposes_and_the_rest_is_marked_as_test_data(tmp_path):
    made = folder(tmp_path)
    shutil.copytree(INSTITUTES / "tokyo" / "treasury", made / "treasury")
    load_folder(made, demo=False)
    limit = BorrowingLimit.objects.on(dt.date(2026, 11, 20)).get()
    assert (limit.limit_yen, "第5" in limit.source) == (1_500_000_000, True)
    assert list(ReservePurpose.objects.values_list("name_ja", flat=True)) == [
        "中小企業支援の充実", "研究開発の質の向上", "法人の円滑な業務運営の確保", "施設・設備の整備及び改善",
    ]  # fmt: skip
    sources = [*BudgetLine.objects.values_list("source", flat=True), *Reserve.objects.values_list("source", flat=True)]
    assert [one for one in sources if not one.startswith("fixture")] == []


def test_minimal_institute_has_no_treasury(tmp_path):
    load_folder(folder(tmp_path), demo=False)
    assert (BorrowingLimit.objects.count(), BudgetYear.objects.count()) == (0, 0)


def test_folder_loaded_again_keeps_what_is_borrowed_and_leaves_a_settled_year_alone(tmp_path):
    made = folder(tmp_path, "budget_lines.csv", LINES + "2025,outlay,H01,業務費,100,,x\n")
    (made / "treasury" / "borrowing_limits.csv").write_text(LIMITS + "900,2021-04-01,,x\n", encoding="utf-8")
    load_folder(made, demo=False)
    BorrowingLimit.objects.update(outstanding_yen=5)
    BudgetYear.objects.update(state="closed")
    (made / "treasury" / "budget_lines.csv").write_text(LINES + "2025,outlay,H01,業務費,777,,x\n", encoding="utf-8")
    load_folder(made, demo=False)
    assert (BorrowingLimit.objects.get().outstanding_yen, BudgetLine.objects.get().planned_yen) == (5, 100)


@pytest.mark.parametrize(
    ("file", "text", "field"),
    [
        ("budget_lines.csv", LINES + "2026,outlay,H01,業務費,1,test,x\n", ""),
        ("budget_lines.csv", LINES + "2026,income,S01,料金,1,seed,x\n", ""),
        ("budget_lines.csv", LINES + "2026,income,S01,料金,1,test,x\n2026,income,S02,料金,1,test,x\n", "charge_kinds"),
        ("budget_lines.csv", LINES + "2026,income,S01,料金,-1,,x\n", "planned_yen"),
        ("borrowing_limits.csv", LIMITS + "1,2021-04-01,,x\n2,2026-04-01,,x\n", "valid_from"),
        ("reserves.csv", RESERVES + "purpose,,2026-07-31,A,1,x\n", ""),
        ("reserves.csv", RESERVES + "purpose,unknown,2026-07-31,A,1,x\n", "purpose"),
    ],
)
def test_what_cannot_stand_is_named(tmp_path, file, text, field):
    with pytest.raises(BrokenTables) as broken:
        load_folder(folder(tmp_path, file, text), demo=False)
    assert [(one.file, one.field) for one in broken.value.errors] == [(f"treasury/{file}", field)]
    assert (BudgetLine.objects.count(), Reserve.objects.count()) == (0, 0)
