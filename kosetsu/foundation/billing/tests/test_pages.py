"""The company's pages and the accounts office's: who gets in, what they show, what their buttons do."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kosetsu.foundation.billing import actions
from kosetsu.foundation.billing.actions import Item
from kosetsu.foundation.billing.models import Closing, Invoice, Payment, Refund
from kosetsu.foundation.billing.tests.conftest import charge, with_class
from kosetsu.foundation.billing.tests.test_payments import TWO
from kosetsu.foundation.catalogue.models import Relief
from tests.build import once
from tests.fakes import hosted_payments

pytestmark = pytest.mark.django_db


def signed_in(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def clerk(office):
    return signed_in(office.clerk)


@pytest.fixture
def engineer(classed):
    return signed_in(classed.engineer)


def test_company_reads_its_invoice_and_a_rival_finds_nothing(invoice, engineer, rival):
    for path in ("", "pdf/"):
        address = f"/billing/{invoice.public_id}/{path}"
        assert [engineer.get(address).status_code, signed_in(rival.engineer).get(address).status_code] == [200, 404]
    assert [row.cells[0].text for row in engineer.get("/billing/").context["list"].rows] == ["請R8-00001"]


def test_without_a_provider_nobody_is_offered_to_pay_online(invoice, engineer):
    assert engineer.get(f"/billing/{invoice.public_id}/").context["methods"] == []
    assert engineer.post(f"/billing/{invoice.public_id}/pay/", once(method="card")).status_code == 422
    assert engineer.post("/billing/provider/messages/").status_code == 404


def test_company_pays_on_the_providers_page(invoice, engineer, settings, at):
    with hosted_payments.running() as fake:
        settings.PAYMENT_PROVIDER = {
            "address": fake.address, "secret": hosted_payments.SECRET,
            "webhook_secret": hosted_payments.WEBHOOK_SECRET,
        }  # fmt: skip
        gone = engineer.post(f"/billing/{invoice.public_id}/pay/", {"method": "card"})
        assert (gone.status_code, gone["Location"]) == (302, f"{fake.address}/pay/cs_1")
        body, signature = fake.message("cs_1", at)
        post = {"data": body, "content_type": "application/json"}
        answers = [
            Client(enforce_csrf_checks=True).post("/billing/provider/messages/", **post, headers={"Signature": one})
            for one in ("t=1,v1=x", signature, signature)
        ]
    assert [one.status_code for one in answers] == [400, 204, 204]
    assert (Invoice.objects.get().open_yen, Payment.objects.count()) == (0, 1)


def test_company_accepts_its_quote(classed, spray, office, at, engineer):
    quote = actions.issue_quote(
        by=office.clerk, at=at, organisation=classed.organisation, workplace=classed.workplace, title="塩水噴霧",
        items=[Item(spray, 30)],
    )  # fmt: skip
    engineer.post(f"/billing/quotes/{quote.public_id}/accept/", once())
    quote.refresh_from_db()
    assert (quote.state, quote.accepted_by) == ("accepted", classed.engineer)
    assert engineer.get(f"/billing/quotes/{quote.public_id}/pdf/").content.startswith(b"%PDF")


def test_company_opens_its_statement(invoice, office, at, engineer, classed):
    actions.take_cash(by=office.clerk, at=at, invoice=invoice, amount_yen=87_600, reference="T")
    page = engineer.get("/billing/use-statement/")
    assert [one.paid_yen for one in page.context["statements"]] == [87_600]
    assert engineer.get(f"/billing/use-statement/{classed.workplace.public_id}/pdf/?year=2026").status_code == 200


@pytest.mark.parametrize("path", ["", "charges/", "invoices/", "payments/", "reminders/", "approvals/", "closing/"])
def test_the_desk_of_accounts_is_for_accounts(office, institute, engineer, clerk, path):
    readers = (clerk, signed_in(institute.researcher), engineer)
    assert [one.get(f"/desk/billing/{path}").status_code for one in readers] == [200, 403, 404]


def test_chosen_charges_become_one_invoice_per_workplace(charged, rival, spray, office, at, clerk):
    theirs = charge(with_class(rival), spray, office, at, 1)
    clerk.post("/desk/billing/charges/issue/", {"selected": [str(charged.public_id), str(theirs.public_id), "x"]})
    assert sorted(Invoice.objects.values_list("total_yen", flat=True)) == [3_200, 87_600]
    assert clerk.get("/desk/billing/charges/").context["list"].total == 0


def test_cash_is_taken_once_however_often_the_button_is_pressed(invoice, clerk):
    sent = once(amount_yen=87_600, reference="T-1", received_on="2026-11-20")
    answers = [clerk.post(f"/desk/billing/invoices/{invoice.public_id}/cash/", sent) for _n in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert (Payment.objects.count(), Invoice.objects.get().open_yen) == (1, 0)
    again = clerk.post(
        f"/desk/billing/invoices/{invoice.public_id}/cash/", once(**{**sent, "submission_key": str(uuid4())})
    )
    assert (again.status_code, "記録済みです" in again.content.decode()) == (422, True)


def test_a_file_is_looked_at_then_taken_in_and_matched(invoice, clerk, classed):
    classed.organisation.name_kana = "ジョウトウセイミツ"
    classed.organisation.save()
    look = clerk.post("/desk/billing/payments/import/", once(file=SimpleUploadedFile("a.txt", TWO)))
    assert (len(look.context["rows"]), Payment.objects.count()) == (2, 0)
    clerk.post("/desk/billing/payments/import/", once(file=SimpleUploadedFile("a.txt", TWO), take_in="on"))
    payment = Payment.objects.get(amount_yen=87_600)
    page = clerk.get(f"/desk/billing/payments/{payment.public_id}/")
    assert [one["why"] for one in page.context["suggested"]] == [["番号が一致", "振込人が一致", "金額が一致"]]
    clerk.post(f"/desk/billing/payments/{payment.public_id}/allocate/", once(number="請R8-00001", yen=87_600))
    assert Invoice.objects.get().open_yen == 0


def test_a_wrong_file_names_its_rows_and_books_nothing(clerk):
    wrong = SimpleUploadedFile("a.txt", TWO.replace(b"081119", b"081319"))
    page = clerk.post("/desk/billing/payments/import/", once(file=wrong, take_in="on"))
    assert (page.status_code, [row for row, _why in page.context["wrong"]], Payment.objects.count()) == (422, [2, 4], 0)


def test_refund_is_approved_by_the_other_clerk_and_paid(invoice, office, clerk, at):
    payment = actions.take_cash(by=office.clerk, at=at, invoice=invoice, amount_yen=90_000, reference="T-1")
    clerk.post(f"/desk/billing/payments/{payment.public_id}/refund/", once(yen=2_400, reason="過入金"))
    refund = Refund.objects.get()
    address = f"/desk/billing/approvals/refund/{refund.public_id}"
    clerk.post(f"{address}/approve/", once())
    assert Refund.objects.get().state == "requested"
    signed_in(office.head).post(f"{address}/approve/", once())
    clerk.post(f"{address}/pay/", once())
    assert (Refund.objects.get().state, Refund.objects.get().paid_on) == ("paid", at.date())


def test_correction_and_write_off_go_through_their_pages(invoice, charged, clerk, office):
    clerk.post(f"/desk/billing/invoices/{invoice.public_id}/write-off/", once(reason="破産"))
    [proposed] = signed_in(office.head).get("/desk/billing/approvals/").context["write_offs"]
    signed_in(office.head).post(f"/desk/billing/approvals/write-off/{proposed.public_id}/refuse/", once())
    clerk.post(f"/desk/billing/invoices/{invoice.public_id}/correct/", once(charges=[charged.pk], reason="数量の誤り"))
    assert [one.kind for one in Invoice.objects.order_by("pk")] == ["invoice", "return"]


def test_reminder_is_written_and_printed(invoice, clerk, settings, at):
    settings.KOSETSU_FIXED_NOW = at + dt.timedelta(days=40)
    clerk.post(f"/desk/billing/invoices/{invoice.public_id}/remind/", once())
    reminder = invoice.reminders.get()
    assert clerk.get(f"/desk/billing/reminders/{reminder.public_id}/pdf/").content.startswith(b"%PDF")


def test_month_is_closed_and_exported(invoice, clerk, settings, at):
    settings.KOSETSU_FIXED_NOW = at + dt.timedelta(days=15)
    assert clerk.post("/desk/billing/closing/", once(month="2026-12")).status_code == 422
    assert clerk.post("/desk/billing/closing/", once(month="2026-11")).status_code == 302
    assert [one.first_on for one in Closing.objects.all()] == [dt.date(2026, 11, 1)]
    file = clerk.get("/desk/billing/closing/export/?from=2026-11-01&to=2026-11-30")
    assert "請R8-00001" in file.content.decode("cp932")
    assert clerk.get("/desk/billing/closing/export/?from=x&to=").status_code == 302


def test_a_deposit_is_asked_for_from_the_quote_and_a_credit_is_paid_back(classed, spray, office, at, clerk):
    quote = actions.issue_quote(
        by=office.clerk, at=at, organisation=classed.organisation, workplace=classed.workplace, title="長期試験",
        items=[Item(spray, 200)],
    )  # fmt: skip
    actions.accept_quote(by=classed.engineer, at=at, quote=quote)
    clerk.post(f"/desk/billing/quotes/{quote.public_id}/deposit/", once())
    deposit = Invoice.objects.get(kind="deposit")
    clerk.post(
        f"/desk/billing/invoices/{deposit.public_id}/cash/",
        once(amount_yen=290_150, reference="T-1", received_on="2026-11-20"),
    )
    clerk.post(f"/desk/billing/quotes/{quote.public_id}/withdraw/", once())
    clerk.post(f"/desk/billing/invoices/{deposit.public_id}/refund/", once(yen=290_150, reason="取下げ"))
    quote.refresh_from_db()
    assert (quote.state, Refund.objects.get().yen, Invoice.objects.get().credit_yen) == ("withdrawn", 290_150, 0)


def test_a_certificate_is_noted_for_the_company_of_an_invoice(invoice, clerk):
    Relief.objects.create(code="R", name_ja="減免", rate="1/2", certificate="罹災証明書", source="試験")
    address = f"/desk/billing/invoices/{invoice.public_id}/certificate/"
    assert clerk.post(address, once(name="別の紙", seen_on="2026-11-20")).status_code == 422
    clerk.post(address, once(name="罹災証明書", seen_on="2026-11-20"))
    assert [one.name for one in invoice.organisation.relief_certificates.all()] == ["罹災証明書"]
