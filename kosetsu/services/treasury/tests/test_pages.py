"""The desk of the institute's own money: who gets in, what the tables show, what the forms do."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.treasury.models import BudgetYear, Execution, Loan, Reserve
from kosetsu.services.treasury.tests.conftest import borrow, budget, execute, use
from kosetsu.services.treasury.tests.test_sheet import GOOD, HEAD
from tests import build
from tests.build import once

pytestmark = pytest.mark.django_db


def browser(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def desk(clerk):
    return browser(clerk)


def test_accounts_writes_planning_and_executives_read_and_companies_find_nothing(lines, institute, company):
    executive = build.post(build.person("理事 長"), StaffRole.EXECUTIVE, institute.head_office)
    people = (institute.accountant, executive, institute.planner, institute.researcher, company.engineer)
    read, write = "/desk/treasury/", f"/desk/treasury/lines/{lines['H01'].public_id}/execute/"
    codes = [[browser(one).get(path).status_code for one in people] for path in (read, write)]
    assert codes == [[200, 200, 200, 403, 404], [200, 403, 403, 403, 404]]


def test_table_shows_each_line_and_each_side(lines, clerk, at, desk):
    execute(lines["H01"], 300_000, clerk, at)
    [income, outlay] = desk.get("/desk/treasury/").context["parts"]
    assert (income.total.budget, outlay.total.budget) == (6_280_000, 6_100_000)
    assert [(line.code, one.executed, one.percent) for line, one in outlay.rows] == [
        ("H01", 300_000, "10.0%"), ("H02", 0, "0.0%"),
    ]  # fmt: skip


def test_institute_without_a_budget_is_told_so(desk, institute):
    assert "まだ予算がありません" in desk.get("/desk/treasury/").content.decode()
    assert desk.get("/desk/treasury/years/2026/").status_code == 404


def test_figure_opens_to_its_rows(lines, clerk, at, desk):
    execute(lines["H01"], 300_000, clerk, at)
    execute(lines["H02"], 1, clerk, at, document="D2")
    listed = desk.get(lines["H01"].get_absolute_url()).context["list"]
    assert [[cell.text for cell in row.cells] for row in listed.rows] == [
        ["試薬", "2026/11/20", "D1-1", "300,000円", "経理 係"]
    ]


def test_table_as_excel_and_as_a_paper(lines, desk):
    sheet = load_workbook(BytesIO(desk.get("/desk/treasury/years/2026/?form=excel").content)).active
    assert [row[5].value for row in sheet.iter_rows()] == [
        "予算現額", 6_000_000, 280_000, 6_280_000, 3_000_000, 3_100_000, 6_100_000,
    ]  # fmt: skip
    assert desk.get("/desk/treasury/years/2026/pdf/").content.startswith(b"%PDF")


def test_clerk_executes_and_takes_back(lines, desk):
    address = f"/desk/treasury/lines/{lines['H01'].public_id}/execute/"
    sent = {"yen": "5000", "on_date": "2026-11-20", "words": "試薬", "document": "D7", "document_line": "1"}
    assert desk.post(address, once(**sent)).status_code == 302
    again = desk.post(address, once(**sent))
    assert (again.status_code, "すでに2026-11-20に" in again.content.decode()) == (422, True)
    [row] = Execution.objects.all()
    desk.post(f"/desk/treasury/executions/{row.public_id}/reverse/", once(on_date="2026-11-20", reason="誤り"))
    assert sum(one.yen for one in Execution.objects.all()) == 0


def test_clerk_changes_the_budget(lines, desk):
    address = f"/desk/treasury/lines/{lines['H01'].public_id}/change/"
    desk.post(address, once(yen="-1000", on_date="2026-11-20", reason="減額"))
    assert lines["H01"].changes.get().yen == -1000


def upload(text):
    return SimpleUploadedFile("a.csv", text.encode())


def test_clerk_looks_at_a_sheet_and_takes_it_in(lines, desk):
    looked = desk.post("/desk/treasury/sheet/", once(file=upload(HEAD + GOOD)))
    assert (looked.status_code, looked.context["total"], Execution.objects.count()) == (200, 253_100, 0)
    assert desk.post("/desk/treasury/sheet/", once(file=upload(HEAD + GOOD), take_in="on")).status_code == 302
    assert Execution.objects.count() == 2


def test_sheet_with_a_mistake_is_shown_with_its_cell(lines, desk):
    wrong = HEAD + GOOD.replace("H02", "H99")
    for more in ({}, {"take_in": "on"}):
        answer = desk.post("/desk/treasury/sheet/", once(file=upload(wrong), **more))
        assert (answer.status_code, answer.context["problems"][0][:4]) == (422, "セルB3")
    assert Execution.objects.count() == 0
    assert desk.get("/desk/treasury/sheet/blank/").content.startswith(b"PK")


def test_year_that_is_over_is_settled_by_an_executive(institute, desk):
    budget(2025)[1].delete()  # without fees no books of fees need to be closed
    executive = browser(build.post(build.person("理事 長"), StaffRole.EXECUTIVE, institute.head_office))
    assert "settle/" in executive.get("/desk/treasury/years/2025/").content.decode()
    assert executive.post("/desk/treasury/years/2025/settle/", once(sure="on")).status_code == 302
    assert BudgetYear.objects.get().state == "closed"
    assert "settle/" not in desk.get("/desk/treasury/years/2025/").content.decode()


def test_clerk_borrows_and_repays(limit, desk):
    sent = {"lender": "銀行", "yen": "900", "borrowed_on": "2026-11-20", "due_on": "2027-03-31", "reason": "支払い"}
    desk.post("/desk/treasury/loans/new/", once(**sent))
    [loan] = Loan.objects.all()
    too_much = desk.post("/desk/treasury/loans/new/", once(**sent | {"yen": "1500000000"}))
    assert (too_much.status_code, "900円超えます" in too_much.content.decode()) == (422, True)
    desk.post(f"/desk/treasury/loans/{loan.public_id}/repay/", once(yen="900", on_date="2026-11-20"))
    assert Loan.objects.get().state == "repaid"
    assert "返済済み" in desk.get(loan.get_absolute_url()).content.decode()


def test_clerk_rolls_a_loan_over(limit, clerk, at, desk):
    loan = borrow(900, clerk, at)
    address = f"{loan.get_absolute_url()}roll-over/"
    assert address in desk.get(loan.get_absolute_url()).content.decode()
    sent = {"lender": "銀行", "yen": "900", "on_date": "2026-11-20", "due_on": "2027-11-20", "approval": "8産労第1号",
            "approved_on": "2026-11-18", "reason": "資金の不足"}  # fmt: skip
    late = desk.post(address, once(**sent | {"due_on": "2027-11-21"}))
    assert (late.status_code, "一年以内に返済します" in late.content.decode()) == (422, True)
    desk.post(address, once(**sent))
    new = Loan.objects.get(rolls_over=loan)
    pages = [desk.get(one.get_absolute_url()).content.decode() for one in (loan, new)]
    assert (new.get_absolute_url() in pages[0], loan.get_absolute_url() in pages[1]) == (True, True)
    assert ["roll-over/" in page for page in pages] == [False, False]


def test_list_of_loans_says_what_is_left_of_the_limit(limit, clerk, at, desk):
    borrow(500_000_000, clerk, at)
    text = desk.get("/desk/treasury/loans/").content.decode()
    assert "限度額 1,500,000,000円、借入中 500,000,000円、あと 1,000,000,000円" in text


def test_clerk_recognises_and_uses_a_reserve(reserve, desk):
    sent = {"kind": "general", "yen": "800", "recognised_on": "2026-11-20", "approval": "R8-9"}
    desk.post("/desk/treasury/reserves/new/", once(**sent))
    made = Reserve.objects.get(approval="R8-9")
    desk.post(f"/desk/treasury/reserves/{made.public_id}/use/", once(yen="800", on_date="2026-11-20", words="修理"))
    assert Reserve.objects.get(approval="R8-9").state == "used"
    assert "修理" in desk.get(made.get_absolute_url()).content.decode()


def test_reserves_are_found_by_purpose(reserve, clerk, at, desk):
    use(reserve, 10, clerk, at, dt.date(2026, 8, 1))
    rows = desk.get("/desk/treasury/reserves/?purpose=facilities").context["list"].rows
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["R8-1", "目的積立金", "施設・設備の整備及び改善", "2026/07/31", "100,000円", "10円", "99,990円", "承認済み"]
    ]
