"""The institute's folder of its own money: what Tokyo's holds, and what cannot stand."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from kosetsu.common.tables import BrokenTables, load_folder
from kosetsu.services.treasury.models import (
    BorrowingLimit,
    BudgetLine,
    BudgetYear,
    FinancialPlan,
    PlanLine,
    Reserve,
    ReservePurpose,
)

INSTITUTES = Path(__file__).resolve().parents[4] / "institutes"
pytestmark = pytest.mark.django_db
LINES = "fiscal_year,side,code,name_ja,planned_yen,charge_kinds,source\n"
LIMITS = "limit_yen,valid_from,valid_to,source\n"
PLANS = "plan,first_year,last_year,side,part,code,name_ja,planned_yen,budget_codes,held,source\n"
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
    assert [str(one) for one in FinancialPlan.objects.filter(first_year=2026)] == [
        "令和8年度 資金計画", "令和8年度 収支計画", "令和8年度～令和12年度 資金計画", "令和8年度～令和12年度 収支計画",
    ]  # fmt: skip
    sources = [
        one for model in (BudgetLine, PlanLine, Reserve) for one in model.objects.values_list("source", flat=True)
    ]
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
        ("plan_lines.csv", PLANS + "cash,2026,2026,income,ordinary,M01,料金,0,,,x\n", ""),
        ("plan_lines.csv", PLANS + "profit,2027,2026,income,ordinary,R01,料金,0,,,x\n", ""),
        ("plan_lines.csv", PLANS + "profit,2026,2026,outlay,reserves,R01,取崩,0,,,x\n", ""),
        ("plan_lines.csv", PLANS + "profit,2026,2026,income,ordinary,R01,料金,0,,money,x\n", ""),
        ("plan_lines.csv", PLANS + "profit,2026,2026,income,ordinary,R01,料金,0,S99,,x\n", "budget_codes"),
        (
            "plan_lines.csv",
            PLANS + "cash,2026,2026,income,operating,M01,料金,0,,receipts,x\n"
            "cash,2026,2026,income,operating,M02,料金,0,,receipts,x\n",
            "held",
        ),
        ("borrowing_limits.csv", LIMITS + "1,2021-04-01,,x\n2,2026-04-01,,x\n", "valid_from"),
        ("reserves.csv", RESERVES + "purpose,,2026-07-31,A,1,x\n", ""),
        ("reserves.csv", RESERVES + "purpose,unknown,2026-07-31,A,1,x\n", "purpose"),
    ],
)
def test_what_cannot_stand_is_named(tmp_path, file, text, field):
    with pytest.raises(BrokenTables) as broken:
        load_folder(folder(tmp_path, file, text), demo=False)
    assert [(one.file, one.field) for one in broken.value.errors] == [(f"treasury/{file}", field)]
    assert [one.objects.count() for one in (BudgetLine, PlanLine, Reserve)] == [0, 0, 0]


def test_cash_plan_that_does_not_balance_is_named_at_what_is_carried_into_the_next_period(tmp_path):
    rows = ["income,operating,M01,料金,500,,,x", "outlay,carried,K02,次年度への繰越金,90,,,x",
            "outlay,operating,K01,業務,400,,,x"]  # fmt: skip
    text = PLANS + "".join(f"cash,2026,2026,{one}\n" for one in rows)
    with pytest.raises(BrokenTables) as broken:
        load_folder(folder(tmp_path, "plan_lines.csv", text), demo=False)
    assert [str(one) for one in broken.value.errors] == [
        "treasury/plan_lines.csv の 3 行目「planned_yen」: "
        "資金収入の計500円と資金支出の計490円が合いません（差+10円）。次期への繰越金を確かめてください。"
    ]


@pytest.mark.parametrize(
    ("side", "code", "wrong"), [("income", "S01", True), ("outlay", "S01", True), ("income", "S02", False)]
)
def test_cash_plan_counts_budget_lines_of_its_side_that_are_not_fees(tmp_path, side, code, wrong):
    made = folder(tmp_path, "budget_lines.csv", LINES + "2026,income,S01,料金,1,test,x\n2026,income,S02,交付金,1,,x\n")
    row = f"cash,2026,2026,{side},operating,M01,収入,0,{code},,x\n"
    (made / "treasury" / "plan_lines.csv").write_text(PLANS + row, encoding="utf-8")
    errors = []
    try:
        load_folder(made, demo=False)
    except BrokenTables as broken:
        errors = [(one.file, one.row, one.field) for one in broken.errors]
    assert errors == ([("treasury/plan_lines.csv", 2, "budget_codes")] if wrong else [])


def test_plan_of_a_settled_year_stays_as_it_was_settled(tmp_path):
    made = folder(tmp_path, "plan_lines.csv", PLANS + "profit,2025,2025,outlay,ordinary,E01,業務費,100,,,x\n")
    load_folder(made, demo=False)
    BudgetYear.objects.update(state="closed")
    (made / "treasury" / "plan_lines.csv").write_text(
        PLANS + "profit,2025,2025,outlay,ordinary,E01,業務費,777,,,x\n", encoding="utf-8"
    )
    load_folder(made, demo=False)
    assert PlanLine.objects.get().planned_yen == 100
