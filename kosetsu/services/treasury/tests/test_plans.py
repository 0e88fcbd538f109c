"""The plans beside the budget: what is planned, what the records count beside it, and how a settled year keeps both."""

import datetime as dt
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from kosetsu.foundation.billing.models import Payment, Refund
from kosetsu.services.treasury import actions
from kosetsu.services.treasury.documents.plans import plan_table
from kosetsu.services.treasury.models import BudgetYear, FinancialPlan, PlanLine
from kosetsu.services.treasury.rules import Beside
from kosetsu.services.treasury.tests.conftest import TODAY, borrow, budget, execute, use

pytestmark = pytest.mark.django_db
PROFIT = [
    ("income", "ordinary", "R01", 6_000, {"budget_codes": ["S01"]}),
    ("income", "reserves", "R02", 500, {"held": ["reserves_used"]}),
    ("outlay", "ordinary", "E01", 6_400, {"budget_codes": ["H01", "H02"]}),
]
CASH = [
    ("income", "operating", "M01", 6_000, {"budget_codes": ["S01"]}),
    ("income", "operating", "M02", 700, {"held": ["receipts"]}),
    ("income", "financing", "M03", 300, {"held": ["borrowed"]}),
    ("income", "carried", "M04", 400, {}),
    ("outlay", "operating", "K01", 6_500, {"budget_codes": ["H01"]}),
    ("outlay", "financing", "K02", 300, {"held": ["repaid"]}),
    ("outlay", "carried", "K03", 600, {}),
]


def made(kind, wanted, first_year=2026, last_year=2026):
    plan = FinancialPlan.objects.create(kind=kind, first_year=first_year, last_year=last_year)
    for order, (side, part, code, yen, counts) in enumerate(wanted):
        PlanLine.objects.create(
            plan=plan, side=side, part=part, code=code, order=order, planned_yen=yen, name_ja=f"科目{code}",
            source="試験", **counts,
        )  # fmt: skip
    return plan


def figures(plan):
    return {line.code: one for side in plan_table(plan).sides for line, one in side.rows}


def paid(yen, reference, on_date):
    at = dt.datetime.combine(on_date, dt.time(9), dt.UTC)
    return Payment.objects.create(
        method="transfer", reference=reference, received_on=on_date, amount_yen=yen, recorded_at=at
    )


def test_line_counts_what_was_executed_under_the_budget_lines_it_names(lines, clerk, at):
    execute(lines["H01"], 4_000, clerk, at)
    execute(lines["H02"], 2_000, clerk, at, document="D2")
    found = figures(made("profit", PROFIT))
    assert (found["E01"], found["R01"]) == (Beside(6_400, 6_000), Beside(6_000, 0))


def test_cash_counts_money_that_came_and_went_in_its_year(institute, lines, limit, clerk, at):
    """Not what came the year before, not a refund that nobody paid out yet."""
    paid(5, "before", dt.date(2026, 3, 31))
    payment = paid(900, "now", TODAY)
    refund = {"payment": payment, "reason": "重複", "requested_at": at, "requested_by": clerk}
    director = institute.counter
    Refund.objects.create(yen=40, **refund)
    Refund.objects.create(yen=100, state="paid", decided_by=director, decided_at=at, paid_on=TODAY, **refund)
    loan = borrow(300, clerk, at)
    actions.repay(by=clerk, at=at, loan=loan, yen=120, on_date=TODAY)
    found = figures(made("cash", CASH))
    assert [found[code].actual for code in ("M02", "M03", "K02")] == [800, 300, 120]


def test_what_the_records_do_not_hold_has_no_actual_and_neither_has_its_sum(lines):
    income, outlay = plan_table(made("cash", CASH)).sides
    assert (income.total, outlay.total) == (Beside(7_400, None), Beside(7_400, None))


def test_change_of_cash_leaves_out_what_is_carried_over(lines, clerk, at):
    execute(lines["H01"], 4_000, clerk, at)
    assert plan_table(made("cash", CASH)).results == (("資金の増減", Beside(200, -4_000)),)


def test_net_profit_is_before_the_reserves_and_gross_profit_with_them(lines, reserve, clerk, at):
    use(reserve, 450, clerk, at)
    execute(lines["S01"], 6_000, clerk, at)
    execute(lines["H01"], 6_100, clerk, at, document="D2")
    assert plan_table(made("profit", PROFIT)).results == (
        ("純利益", Beside(-400, -100)), ("総利益", Beside(100, 350)),
    )  # fmt: skip


def test_plan_of_the_mid_term_counts_all_its_years(lines, clerk, at):
    last_year = {line.code: line for line in budget(2025)}
    execute(last_year["H01"], 1_000, clerk, at, on_date=dt.date(2026, 3, 1))
    execute(lines["H01"], 4_000, clerk, at)
    plan = made("profit", PROFIT, 2025, 2029)
    assert (str(plan), figures(plan)["E01"].actual) == ("令和7年度～令和11年度 収支計画", 5_000)


def test_plan_is_planned_executed_and_closed_with_its_years(lines, clerk, at):
    year, two_years = made("cash", CASH), made("cash", CASH, 2025, 2026)
    states = [(year.state, two_years.state)]
    execute(lines["H01"], 1, clerk, at)
    states.append((year.state, two_years.state))
    BudgetYear.objects.update(state="closed")
    states.append((year.state, two_years.state))
    BudgetYear.objects.create(fiscal_year=2025, state="closed")
    states.append((year.state, two_years.state))
    assert states == [
        ("planned", "planned"), ("executed", "executed"), ("closed", "executed"), ("closed", "closed"),
    ]  # fmt: skip


def test_settled_year_keeps_the_figures_of_its_plans(institute, clerk, at):
    last_year = {line.code: line for line in budget(2025)}
    last_year["S03"].delete()  # without fees no books of fees need to be closed
    execute(last_year["H01"], 6_400, clerk, at, on_date=dt.date(2026, 3, 1))
    plan = made("profit", PROFIT, 2025, 2025)
    made("profit", PROFIT, 2025, 2026)
    actions.settle_year(by=clerk, at=at, year=BudgetYear.objects.get())
    plan.lines.update(planned_yen=1, budget_codes=[])
    assert (figures(plan)["E01"], len(BudgetYear.objects.get().settlement.totals)) == (Beside(6_400, 6_400), 3 + 3)


def test_page_of_a_plan_leads_to_the_others_and_is_an_excel_and_a_paper(lines, clerk):
    desk = Client()
    desk.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    cash, profit = made("cash", CASH), made("profit", PROFIT, 2026, 2030)
    year = desk.get("/desk/treasury/").content.decode()
    page = desk.get(cash.get_absolute_url())
    assert [one.get_absolute_url() in year for one in (cash, profit)] == [True, True]
    assert (page.context["table"].results[0][1].planned, profit.get_absolute_url() in page.content.decode()) == (
        200,
        True,
    )
    sheet = load_workbook(BytesIO(desk.get(f"{cash.get_absolute_url()}?form=excel").content)).active
    assert [row[4].value for row in sheet.iter_rows()] == [
        "計画額", 6_000, 700, 300, 400, 7_400, 6_500, 300, 600, 7_400, 200,
    ]  # fmt: skip
    assert desk.get(f"{cash.get_absolute_url()}pdf/").content.startswith(b"%PDF")


def test_plans_are_read_by_accounts_and_planning_and_companies_find_nothing(lines, institute, company):
    address, answers = made("cash", CASH).get_absolute_url(), []
    for person in (institute.accountant, institute.planner, institute.researcher, company.engineer):
        browser = Client()
        browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        answers.append(browser.get(address).status_code)
    assert answers == [200, 200, 403, 404]


def test_table_of_a_year_costs_the_same_queries_however_many_rows(lines, clerk, at, django_assert_num_queries):
    for number in range(3):
        execute(lines["H01"], 1, clerk, at, document=f"D{number}")
    plan = made("cash", CASH)
    with django_assert_num_queries(11):
        plan_table(plan)
