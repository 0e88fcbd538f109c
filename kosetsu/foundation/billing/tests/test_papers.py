"""Quotes, charges and invoices: prices frozen, numbers gapless, tax once per rate, corrections as new papers."""

import datetime as dt

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import translation

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing import actions
from kosetsu.foundation.billing.actions import Item
from kosetsu.foundation.billing.documents import papers
from kosetsu.foundation.billing.models import Charge, Invoice, InvoiceLine, ReliefAccount
from kosetsu.foundation.billing.permissions import can_deliver
from kosetsu.foundation.billing.tests.conftest import REGISTRATION, charge, with_class
from kosetsu.foundation.catalogue.models import Relief, TariffLine
from kosetsu.foundation.catalogue.rules import Options
from kosetsu.foundation.governance.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_story_1_charges_87_600_and_the_invoice_states_its_tax_once(invoice):
    assert (invoice.total_yen, invoice.tax_yen) == (87_600, 7_963)
    assert [(one.rate, one.net_yen, one.tax_yen) for one in invoice.taxes.all()] == [("1/10", 79_637, 7_963)]
    assert (invoice.number, invoice.due_on) == ("請R8-00001", dt.date(2026, 12, 20))


def test_story_2_charges_6_550(classed, chamber, office, at):
    made = charge(classed, chamber, office, at, 4)
    assert (made.yen, [part["formula"] for part in made.parts]) == (6_550, ["2,870", "920 × 4時間"])


def test_price_that_is_kept_is_the_institutes_whatever_its_clerk_reads(classed, chamber, office, at):
    with translation.override("en"):
        made = charge(classed, chamber, office, at, 4)
    assert [(part["label"], part["formula"]) for part in made.parts] == [
        ("基本料・調整費", "2,870"), ("単価", "920 × 4時間"),
    ]  # fmt: skip


def test_large_firm_pays_114_600(company, spray, office, at):
    assert charge(with_class(company, "large"), spray, office, at, 30, copies=1).yen == 114_600


def test_quote_freezes_the_price_against_a_new_tariff(classed, spray, office, at):
    quote = actions.issue_quote(
        by=office.clerk, at=at, organisation=classed.organisation, workplace=classed.workplace, title="塩水噴霧試験",
        items=[Item(spray, 30, Options(copies=1))],
    )  # fmt: skip
    TariffLine.objects.update(yen=F("yen") * 2)
    actions.accept_quote(by=classed.engineer, at=at, quote=quote)
    made = actions.charge(
        by=office.clerk, at=at, organisation=classed.organisation, workplace=classed.workplace, offering=spray,
        quantity=30, on_date=at.date(), quote_line=quote.lines.get(),
    )  # fmt: skip
    assert (quote.total_yen, quote.valid_until, made.yen) == (87_600, dt.date(2026, 12, 20), 87_600)


def test_a_revised_quote_replaces_the_old_one_which_stays_readable(classed, spray, office, at):
    items = [Item(spray, 30, Options(copies=1))]
    first = actions.issue_quote(
        by=office.clerk, at=at, organisation=classed.organisation, workplace=None, title="試験", items=items
    )
    second = actions.revise_quote(by=office.clerk, at=at, quote=first, items=[Item(spray, 10)])
    first.refresh_from_db()
    assert [(str(one), one.state, one.total_yen) for one in (first, second)] == [
        ("見R8-00001 v1", "replaced", 87_600), ("見R8-00001 v2", "issued", 29_300),
    ]  # fmt: skip
    with pytest.raises(Refused, match="改訂済み"):
        actions.accept_quote(by=office.clerk, at=at, quote=first)


def test_an_expired_quote_cannot_be_accepted(classed, spray, office, at):
    quote = actions.issue_quote(
        by=office.clerk, at=at, organisation=classed.organisation, workplace=classed.workplace, title="試験",
        items=[Item(spray, 1)],
    )  # fmt: skip
    with pytest.raises(Refused, match="有効期限は2026-12-20"):
        actions.accept_quote(by=classed.engineer, at=at + dt.timedelta(days=31), quote=quote)


def test_a_deposit_is_asked_for_paid_and_set_against_the_invoice(classed, spray, office, at):
    quote = actions.issue_quote(
        by=office.clerk, at=at, organisation=classed.organisation, workplace=classed.workplace, title="長期試験",
        items=[Item(spray, 200)],
    )  # fmt: skip
    actions.accept_quote(by=classed.engineer, at=at, quote=quote)
    deposit = actions.request_deposit(by=office.clerk, at=at, quote=quote)
    assert (quote.total_yen, deposit.total_yen, deposit.tax_yen) == (580_300, 290_150, 0)
    assert can_deliver(_fresh(quote)).reason == "前納金290,150円のうち0円しか入金されていません。"
    actions.take_cash(by=office.clerk, at=at, invoice=deposit, amount_yen=290_150, reference="T-1")
    assert can_deliver(_fresh(quote))
    made = actions.charge(
        by=office.clerk, at=at, organisation=classed.organisation, workplace=classed.workplace, offering=spray,
        quantity=200, on_date=at.date(), quote_line=quote.lines.get(),
    )  # fmt: skip
    invoice = actions.issue_invoice(by=office.clerk, at=at, charges=[made])
    assert (invoice.total_yen, invoice.settled_yen, invoice.open_yen) == (580_300, 290_150, 290_150)


def _fresh(record):
    return type(record).objects.get(pk=record.pk)


def test_a_charge_stands_on_one_invoice(charged, invoice, office, at):
    with pytest.raises(Refused, match="すでに請R8-00001で請求しています"):
        actions.issue_invoice(by=office.clerk, at=at, charges=[charged])
    with pytest.raises(IntegrityError), transaction.atomic():
        InvoiceLine.objects.create(invoice=invoice, position=2, charge=charged, label="x", quantity=1, yen=1)


def test_numbers_have_no_gap_when_an_issue_is_refused(charged, classed, spray, office, at):
    actions.issue_invoice(by=office.clerk, at=at, charges=[charged])
    with pytest.raises(Refused):
        actions.issue_invoice(by=office.clerk, at=at, charges=[charged])
    second = actions.issue_invoice(by=office.clerk, at=at, charges=[charge(classed, spray, office, at, 1)])
    assert second.number == "請R8-00002"


def test_tax_of_two_rates_is_rounded_once_each(classed, institute, office, at):
    from kosetsu.foundation.billing.tests.conftest import offering

    made = []
    for number, tax_class in enumerate(("taxable_10_included",) * 3 + ("taxable_8_included",) * 2 + ("exempt",)):
        one = offering(institute, f"X-{number}", f"品{number}", "test", [("any", "unit", 333, "個")])
        TariffLine.objects.filter(offering=one).update(tax_class=tax_class)
        made.append(charge(classed, one, office, at, 1, reports=0))
    invoice = actions.issue_invoice(by=office.clerk, at=at, charges=made)
    assert [(one.rate, one.net_yen, one.tax_yen) for one in invoice.taxes.all()] == [
        ("1/10", 909, 90), ("2/25", 617, 49), ("", 333, 0),
    ]  # fmt: skip
    assert invoice.total_yen == 333 * 6


def test_prices_with_and_without_tax_do_not_stand_on_one_paper(classed, institute, charged, office, at):
    from kosetsu.foundation.billing.tests.conftest import offering

    net = offering(institute, "X-1", "税別", "test", [("any", "unit", 1_005, "個")])
    TariffLine.objects.filter(offering=net).update(tax_class="taxable_10_excluded")
    other = charge(classed, net, office, at, 1)
    with pytest.raises(Refused, match="税込みの料金と税別の料金"):
        actions.issue_invoice(by=office.clerk, at=at, charges=[charged, other])
    alone = actions.issue_invoice(by=office.clerk, at=at, charges=[other])
    assert (alone.tax_yen, alone.total_yen) == (100, 1_105)


def test_two_companies_do_not_share_an_invoice(charged, rival, spray, office, at):
    theirs = charge(with_class(rival), spray, office, at, 1)
    with pytest.raises(Refused, match="別の会社"):
        actions.issue_invoice(by=office.clerk, at=at, charges=[charged, theirs])


def test_a_correction_is_a_return_invoice_and_the_original_stays(invoice, charged, office, at):
    paper = actions.correct_invoice(by=office.clerk, at=at, invoice=invoice, charges=[charged], reason="数量の誤り")
    invoice.refresh_from_db()
    assert (paper.number, paper.kind, paper.total_yen, paper.tax_yen) == ("返R8-00001", "return", 87_600, 7_963)
    assert (invoice.total_yen, invoice.open_yen, paper.credit_yen) == (87_600, 0, 0)
    assert [one.yen for one in Charge.objects.order_by("pk")] == [87_600, -87_600]


def test_a_correction_of_a_paid_invoice_is_a_credit_to_be_paid_back(invoice, charged, office, at):
    actions.take_cash(by=office.clerk, at=at, invoice=invoice, amount_yen=87_600, reference="T-1")
    paper = actions.correct_invoice(by=office.clerk, at=at, invoice=invoice, charges=[charged], reason="数量の誤り")
    assert paper.credit_yen == 87_600
    refund = actions.request_refund(by=office.clerk, at=at, credit=paper, yen=87_600, reason="訂正")
    assert _fresh(paper).credit_yen == 0
    actions.approve_refund(by=office.head, at=at, refund=refund)
    assert actions.pay_refund(by=office.clerk, at=at, refund=refund, paid_on=at.date()).state == "paid"


def test_what_was_charged_or_printed_cannot_be_changed(invoice, charged):
    for table in (Charge, InvoiceLine):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            table.objects.update(yen=1)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            table.objects.all()._raw_delete("default")


def test_relief_needs_its_certificate_and_stops_at_the_companys_cap_and_the_budget(classed, rival, spray, office, at):
    Relief.objects.create(
        code="R", name_ja="災害減免", rate="1/2", company_cap_yen=60_000, budget_yen=70_000, certificate="罹災証明書",
        source="試験",
    )  # fmt: skip
    assert charge(classed, spray, office, at, 30, copies=1).yen == 87_600
    for one in (classed, with_class(rival)):
        actions.show_certificate(
            by=office.clerk, at=at, organisation=one.organisation, name="罹災証明書", seen_on=at.date()
        )
    yen = [charge(one, spray, office, at, 30, copies=1).yen for one in (classed, classed, rival, rival)]
    assert yen == [87_600 - 43_800, 87_600 - 16_200, 87_600 - 10_000, 87_600]
    assert sorted(ReliefAccount.objects.values_list("used_yen", flat=True)) == [10_000, 60_000, 70_000]


def test_taking_a_charge_back_frees_its_relief(classed, spray, office, at):
    Relief.objects.create(code="R", name_ja="減免", rate="1/2", budget_yen=50_000, source="試験")
    made = charge(classed, spray, office, at, 30, copies=1)
    actions.reverse_charge(by=office.clerk, at=at, charge=made, on_date=at.date(), reason="中止")
    assert set(ReliefAccount.objects.values_list("used_yen", flat=True)) == {0}
    with pytest.raises(Refused, match="すでに取り消されています"):
        actions.reverse_charge(by=office.clerk, at=at, charge=made, on_date=at.date(), reason="中止")


def test_database_refuses_more_relief_than_the_budget(classed, spray, office, at):
    Relief.objects.create(code="R", name_ja="減免", rate="1/2", budget_yen=50_000, source="試験")
    charge(classed, spray, office, at, 30, copies=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReliefAccount.objects.update(used_yen=50_001)


def test_every_change_of_money_is_in_the_audit(invoice, office, at):
    payment = actions.take_cash(by=office.clerk, at=at, invoice=invoice, amount_yen=87_600, reference="T-1")
    actions.issue_receipt(by=office.clerk, at=at, payment=payment)
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == [
        "charge", "issue_invoice", "book", "allocate", "issue_receipt",
    ]  # fmt: skip


def test_another_company_sees_nothing(invoice, rival, classed):
    assert list(Invoice.objects.visible_to(rival.engineer)) == []
    assert list(Invoice.objects.visible_to(classed.engineer)) == [invoice]


def _text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_invoice_pdf_holds_the_six_items_and_is_the_same_twice(invoice):
    pdf = papers.invoice_pdf(invoice)
    text = _text(pdf)
    said = [REGISTRATION, "県立産業技術センター", "令和8年11月20日", "塩水噴霧試験", "10%", "79,637円", "7,963円",
            "87,600円", "城東精密株式会社 本社工場 御中"]  # fmt: skip
    assert [one for one in said if one.replace(" ", "") not in text.replace(" ", "")] == []
    assert papers.invoice_pdf(invoice) == pdf


def test_return_invoice_names_the_original_its_day_and_the_reason(invoice, charged, office, at):
    paper = actions.correct_invoice(by=office.clerk, at=at, invoice=invoice, charges=[charged], reason="数量の誤り")
    text = _text(papers.invoice_pdf(paper))
    assert [
        one for one in ("返還請求書", "請R8-00001", "数量の誤り", REGISTRATION, "2026/11/20") if one not in text
    ] == []
