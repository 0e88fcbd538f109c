"""Receivables by age: what was owed on a day, whatever came since; each figure opens to its invoices."""

import datetime as dt
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from kosetsu.foundation.billing import actions
from kosetsu.foundation.billing.models import Invoice
from kosetsu.foundation.billing.pages.ageing import debtors
from kosetsu.foundation.billing.rules import AGES, age_of
from kosetsu.foundation.billing.tests.conftest import charge, with_class

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
DUE = dt.date(2026, 12, 20)
"""When the invoice of the fixtures is due: issued on 20 November, 87,600 yen."""


def owed(day):
    return {one.number: one.outstanding_yen for one in Invoice.objects.outstanding_on(day)}


@pytest.mark.parametrize(
    ("overdue", "key"),
    [(-5, "not_due"), (0, "not_due"), (1, "to_30"), (30, "to_30"), (31, "to_60"), (60, "to_60"), (61, "to_90"),
     (90, "to_90"), (91, "to_year"), (365, "to_year"), (366, "over_year"), (5000, "over_year")],
)  # fmt: skip
def test_age_of_a_paper_is_the_column_of_its_days_overdue(overdue, key):
    assert age_of(DUE, DUE + overdue * DAY).key == key


def test_paper_without_a_due_day_is_never_late():
    assert age_of(None, DUE).key == "not_due"


def test_ages_follow_each_other_without_a_gap():
    assert [age.first for age in AGES[1:]] == [age.last + 1 for age in AGES[:-1]]


def test_invoice_is_owed_from_its_day_of_issue(invoice):
    assert [owed(invoice.issued_on - DAY), owed(invoice.issued_on)] == [{}, {"請R8-00001": 87_600}]


def test_partly_paid_invoice_is_owed_in_full_before_the_money_came_and_its_rest_after(invoice, office, at):
    actions.take_cash(by=office.clerk, at=at + 9 * DAY, invoice=invoice, amount_yen=50_000, reference="1")
    days = [invoice.issued_on + n * DAY for n in (8, 9)]
    assert [owed(day) for day in days] == [{"請R8-00001": 87_600}, {"請R8-00001": 37_600}]


def test_payment_matched_late_counts_from_the_day_it_came(invoice, office, at):
    data = "入金日,金額,振込人,照会番号\r\n2026-11-20,87600,ジョウトウ,T1\r\n".encode()
    actions.import_transfers(by=office.clerk, at=at, name="a.csv", data=data)
    [payment] = actions.payments.Payment.objects.all()
    actions.allocate(by=office.clerk, at=at + 40 * DAY, payment=payment, invoice=invoice, yen=87_600)
    assert owed(invoice.issued_on + DAY) == {}


def test_released_payment_is_owed_again_from_the_day_of_the_release(invoice, office, at):
    actions.take_cash(by=office.clerk, at=at, invoice=invoice, amount_yen=87_600, reference="1")
    [made] = invoice.allocations.all()
    actions.release(by=office.clerk, at=at + 5 * DAY, allocation=made, reason="別の会社の入金")
    days = [invoice.issued_on + n * DAY for n in (4, 5)]
    assert [owed(day) for day in days] == [{}, {"請R8-00001": 87_600}]


def test_returned_invoice_is_owed_until_its_return(invoice, charged, office, at):
    actions.correct_invoice(by=office.clerk, at=at + 3 * DAY, invoice=invoice, charges=[charged], reason="誤り")
    days = [invoice.issued_on + n * DAY for n in (2, 3)]
    assert [owed(day) for day in days] == [{"請R8-00001": 87_600}, {}]


def test_written_off_invoice_is_owed_until_somebody_approved(invoice, office, at):
    asked = actions.propose_write_off(by=office.clerk, at=at, invoice=invoice, reason="倒産")
    actions.approve_write_off(by=office.head, at=at + 3 * DAY, write_off=asked)
    days = [invoice.issued_on + n * DAY for n in (2, 3)]
    assert [owed(day) for day in days] == [{"請R8-00001": 87_600}, {}]


@pytest.fixture
def two_debtors(invoice, rival, spray, office, at):
    """Ours owes 87,600 from November; the rival 58,300, issued 40 days earlier."""
    early = charge(with_class(rival), spray, office, at, 20, on_date=dt.date(2026, 10, 1))
    actions.issue_invoice(by=office.clerk, at=at - 40 * DAY, charges=[early])


def test_table_has_a_line_for_each_company_and_the_sum_of_all(two_debtors, django_assert_num_queries):
    day = DUE + 10 * DAY
    with django_assert_num_queries(1):
        rows, total = debtors(Invoice.objects.outstanding_on(day).select_related("organisation"), day)
    assert [(one.name, one.yen) for one in rows] == [
        ("城東精密株式会社", [0, 87_600, 0, 0, 0, 0, 87_600]),
        ("競合工業株式会社", [0, 0, 58_300, 0, 0, 0, 58_300]),
    ]
    assert total.yen == [0, 87_600, 58_300, 0, 0, 0, 145_900]


def browser(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_figure_opens_to_its_invoices(two_debtors, office):
    clerk = browser(office.clerk)
    page = clerk.get("/desk/billing/ageing/?day=2026-12-30")
    [ours, _theirs] = page.context["rows"]
    address = ours[1][1][2]
    listed = clerk.get(address).context["list"]
    assert [row.cells[0].text for row in listed.rows] == ["請R8-00001"]
    # On a later day the same company has nothing of this age.
    assert clerk.get(address.replace("2026-12-30", "2027-02-28")).context["list"].total == 0


def test_sum_of_an_age_opens_to_the_invoices_of_all(two_debtors, office):
    page = browser(office.clerk).get("/desk/billing/ageing/?day=2026-11-20")
    listed = browser(office.clerk).get(page.context["total"][-1][2]).context["list"]
    assert {row.cells[0].text for row in listed.rows} == {"請R8-00001", "請R8-00002"}


def test_table_as_excel_says_the_same(two_debtors, office):
    answer = browser(office.clerk).get("/desk/billing/ageing/?day=2026-12-30&form=excel")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert [row[-1].value for row in sheet.iter_rows()] == ["合計", 87_600, 58_300, 145_900]


@pytest.mark.parametrize("path", ["", "invoices/"])
def test_table_is_closed_to_other_posts_and_hidden_from_companies(path, institute, office, company):
    people = (institute.researcher, company.engineer)
    assert [browser(one).get(f"/desk/billing/ageing/{path}").status_code for one in people] == [403, 404]
