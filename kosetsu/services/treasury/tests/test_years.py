"""A fiscal year's budget: changed, executed, corrected, settled; fees are counted where they were billed."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.models import Closing
from kosetsu.foundation.billing.tests.conftest import charge
from kosetsu.foundation.catalogue.models import TariffLine
from kosetsu.foundation.governance.append_only import VERBS, protected
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.services.treasury import actions
from kosetsu.services.treasury.documents.settlement import table_of
from kosetsu.services.treasury.models import BudgetYear, Execution
from kosetsu.services.treasury.rules import Figures
from kosetsu.services.treasury.tests.conftest import TODAY, borrow, budget, execute, roll_over, use

pytestmark = pytest.mark.django_db


def figures(fiscal_year=2026):
    year = BudgetYear.objects.select_related("settlement").get(fiscal_year=fiscal_year)
    return {line.code: one for part in table_of(year) for line, one in part.rows}


def state(fiscal_year=2026):
    return BudgetYear.objects.get(fiscal_year=fiscal_year).state


def refusal(work, *given, **more):
    with pytest.raises(Refused) as refused, transaction.atomic():
        work(*given, **more)
    return refused.value.decision.reason


def test_line_is_executed_and_its_year_begins(lines, clerk, at):
    assert state() == "planned"
    execute(lines["H01"], 250_000, clerk, at)
    assert (figures()["H01"], state()) == (Figures(3_000_000, 0, 250_000), "executed")
    assert figures()["H02"] == Figures(3_100_000, 0, 0)


def test_change_of_the_budget_stands_beside_the_plan(lines, clerk, at):
    for yen in (500_000, -200_000):
        actions.change_budget(by=clerk, at=at, line=lines["H01"], yen=yen, on_date=TODAY, reason="値上がり")
    assert figures()["H01"] == Figures(3_000_000, 300_000, 0)


@pytest.mark.parametrize(
    ("yen", "day", "reason", "said"),
    [(-3_000_001, TODAY, "減額", "いまの予算3,000,000円から3,000,001円は減らせません。"),
     (0, TODAY, "なし", "補正額が0円です。"),
     (1, TODAY, " ", "理由がありません。"),
     (1, TODAY + dt.timedelta(days=1), "増額", "2026-11-21はまだ来ていません。"),
     (1, dt.date(2026, 3, 31), "増額", "2026-03-31は令和8年度の日付ではありません。")],
)  # fmt: skip
def test_change_is_refused_with_the_number(lines, clerk, at, yen, day, reason, said):
    given = {"by": clerk, "at": at, "line": lines["H01"], "yen": yen, "on_date": day, "reason": reason}
    assert refusal(actions.change_budget, **given) == said


def test_line_of_a_document_is_executed_once_whatever_line_of_the_budget_it_names(lines, clerk, at):
    execute(lines["H01"], 250_000, clerk, at)
    said = "伝票D1の1行目は、すでに2026-11-20に科目「H01 科目H01」で登録されています。"
    assert refusal(execute, lines["H02"], 250_000, clerk, at) == said
    execute(lines["H02"], 250_000, clerk, at, document_line=2)
    assert Execution.objects.count() == 2


def test_line_filled_by_fees_takes_no_row(lines, clerk, at):
    assert refusal(execute, lines["S03"], 1, clerk, at) == "科目「S03 科目S03」は、料金の請求から計上されます。"


def test_row_of_another_year_is_refused(lines, clerk, at):
    said = "2026-03-31は令和8年度の日付ではありません。"
    assert refusal(execute, lines["H01"], 1, clerk, at, on_date=dt.date(2026, 3, 31)) == said


def test_correction_is_a_row_with_the_opposite_sign_and_comes_once(lines, clerk, at):
    row = execute(lines["H01"], 250_000, clerk, at)
    given = {"by": clerk, "at": at, "execution": row, "on_date": TODAY, "reason": "科目の誤り"}
    mirror = actions.reverse_execution(**given)
    assert (mirror.yen, figures()["H01"].executed) == (-250_000, 0)
    assert refusal(actions.reverse_execution, **given) == "伝票D1-1は、すでに取り消されています。"
    assert refusal(actions.reverse_execution, **{**given, "execution": mirror}).endswith("すでに取り消されています。")


def test_fees_are_the_billed_charges_of_the_lines_kinds_and_year(
    lines,
    charged,
    office,
    classed,
    spray,
    chamber,
    at,
):
    """Not what is not yet billed, not another kind, not another year."""
    TariffLine.objects.update(valid_from=dt.date(2025, 4, 1))
    last_year = charge(classed, spray, office, at, 10, on_date=dt.date(2026, 3, 31))
    instrument = charge(classed, chamber, office, at, 4)
    charge(classed, spray, office, at, 7)
    for one in (charged, last_year, instrument):
        billing.issue_invoice(by=office.clerk, at=at, charges=[one])
    assert figures()["S03"] == Figures(280_000, 0, 87_600)


def test_table_costs_the_same_queries_however_many_rows(lines, clerk, at, django_assert_num_queries):
    for number in range(3):
        execute(lines["H01"], 1, clerk, at, document=f"D{number}")
    year = BudgetYear.objects.select_related("settlement").get()
    with django_assert_num_queries(4):
        table_of(year)


@pytest.fixture
def last_year(institute):
    """Last year's budget, its books of fees closed."""
    made = {line.code: line for line in budget(2025)}
    Closing.objects.create(
        period="year", first_on=dt.date(2025, 4, 1), closed_at=dt.datetime(2026, 4, 10, tzinfo=dt.UTC),
        closed_by=institute.accountant,
    )  # fmt: skip
    return made


def settle(clerk, at, fiscal_year=2025):
    return actions.settle_year(by=clerk, at=at, year=BudgetYear.objects.get(fiscal_year=fiscal_year))


IN_MARCH = dt.date(2026, 3, 20)


def test_settled_year_keeps_its_figures_and_takes_no_more_rows(last_year, limit, reserve, clerk, at):
    row = execute(last_year["H01"], 250_000, clerk, at, on_date=IN_MARCH)
    settle(clerk, at)
    last_year["H01"].planned_yen = 1
    last_year["H01"].save()
    assert (state(2025), figures(2025)["H01"]) == ("closed", Figures(3_000_000, 0, 250_000))
    said = "令和7年度は決算済みのため、この年度の日付では登録できません。"
    common = {"by": clerk, "at": at, "on_date": IN_MARCH}
    assert [
        refusal(execute, last_year["H02"], 1, clerk, at, "D2", on_date=IN_MARCH),
        refusal(actions.change_budget, **common, line=last_year["H01"], yen=1, reason="x"),
        refusal(actions.reverse_execution, **common, execution=row, reason="x"),
        refusal(borrow, 1, clerk, at, borrowed_on=IN_MARCH, due_on=IN_MARCH),
        refusal(use, reserve, 1, clerk, at, IN_MARCH),
    ] == [said] * 5


def test_year_is_settled_once(last_year, clerk, at):
    settle(clerk, at)
    assert refusal(settle, clerk, at) == "いまの状態では、この操作はできません。"


def test_running_year_is_not_settled(lines, clerk, at):
    assert refusal(settle, clerk, at, 2026) == "令和8年度は2027-03-31まで続きます。"


def test_year_with_open_books_of_fees_is_not_settled(last_year, clerk, at):
    Closing.objects.all().delete()
    assert refusal(settle, clerk, at) == "令和7年度の料金の帳簿が、まだ締め切られていません。"


def test_year_with_a_loan_is_settled_when_the_loan_is_repaid(last_year, limit, clerk, at):
    loan = borrow(70_000, clerk, at, borrowed_on=IN_MARCH, due_on=dt.date(2026, 3, 31))
    assert refusal(settle, clerk, at) == "令和7年度の短期借入金が70,000円残っています。"
    actions.repay(by=clerk, at=at, loan=loan, yen=70_000, on_date=dt.date(2026, 3, 31))
    settle(clerk, at)
    assert state(2025) == "closed"


def test_year_with_a_loan_is_settled_when_the_loan_is_rolled_over_and_the_next_when_that_is_repaid(
    last_year, limit, clerk, at
):
    march = {"borrowed_on": IN_MARCH, "due_on": dt.date(2026, 3, 31)}
    loan = borrow(70_000, clerk, at, **march)
    on_date = dt.date(2026, 3, 31)
    new = roll_over(loan, 70_000, clerk, at, on_date=on_date, approved_on=IN_MARCH, due_on=dt.date(2027, 3, 31))
    settle(clerk, at)
    assert state(2025) == "closed"
    later = dt.datetime(2027, 4, 20, tzinfo=dt.UTC)
    BudgetYear.objects.create(fiscal_year=2026)
    assert refusal(settle, clerk, later, 2026) == "令和8年度の短期借入金が70,000円残っています。"
    actions.repay(by=clerk, at=later, loan=new, yen=70_000, on_date=dt.date(2027, 3, 31))
    settle(clerk, later, 2026)
    assert state(2026) == "closed"


def test_planning_reads_and_writes_nothing(lines, institute, at):
    assert refusal(execute, lines["H01"], 1, institute.planner, at) == "財務の記録は、経理の担当者が行います。"


def test_every_verb_is_in_the_audit_log(lines, clerk, at):
    row = execute(lines["H01"], 250_000, clerk, at)
    actions.reverse_execution(by=clerk, at=at, execution=row, on_date=TODAY, reason="誤り")
    actions.change_budget(by=clerk, at=at, line=lines["H01"], yen=1, on_date=TODAY, reason="増額")
    assert [one.verb for one in AuditEvent.objects.order_by("sequence")][-3:] == [
        "execute", "reverse_execution", "change_budget",
    ]  # fmt: skip


def test_rows_are_written_once(lines, clerk, at):
    row = execute(lines["H01"], 250_000, clerk, at)
    tables = ("budgetchange", "execution", "executionfile", "repayment", "reserveuse", "settlement")
    wanted = {f"treasury_{table}_refuse_{verb}" for table in tables for verb in VERBS[connection.vendor]}
    assert wanted <= protected(connection)
    with pytest.raises(IntegrityError), transaction.atomic():
        Execution.objects.filter(pk=row.pk).update(yen=1)
