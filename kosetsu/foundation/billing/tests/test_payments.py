"""Money that comes in: once, in parts, too much, from a bank's file, from a provider; and what is given up."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing import actions
from kosetsu.foundation.billing.actions.providers import BadSignature, HostedPages
from kosetsu.foundation.billing.documents.finance import finance_csv
from kosetsu.foundation.billing.documents.transfers import BadTransfers, read_transfers
from kosetsu.foundation.billing.models import Allocation, Invoice, Payment, PaymentPage, Receipt
from kosetsu.foundation.billing.rules import Open, suggestions
from kosetsu.foundation.billing.tests.conftest import charge
from kosetsu.foundation.governance.append_only import VERBS, protected
from tests.fakes import hosted_payments

pytestmark = pytest.mark.django_db


def cash(office, at, invoice, yen, reference="T-1"):
    return actions.take_cash(by=office.clerk, at=at, invoice=invoice, amount_yen=yen, reference=reference)


def test_parts_add_up_and_the_last_one_settles(invoice, office, at, django_capture_on_commit_callbacks):
    settled = []
    from kosetsu.foundation.billing.signals import invoice_settled

    invoice_settled.connect(lambda invoice, **_rest: settled.append(invoice.number), weak=False, dispatch_uid="t")
    with django_capture_on_commit_callbacks(execute=True):
        cash(office, at, invoice, 50_000)
        assert Invoice.objects.get().open_yen == 37_600
        cash(office, at, invoice, 37_600, "T-2")
    invoice_settled.disconnect(dispatch_uid="t")
    assert (Invoice.objects.get().open_yen, settled) == (0, ["請R8-00001"])


def test_the_same_till_number_again_is_recognised(invoice, office, at):
    cash(office, at, invoice, 50_000)
    with pytest.raises(Refused, match="照会番号「T-1」の入金は、2026-11-20に記録済みです"):
        cash(office, at, invoice, 37_600)
    assert Payment.objects.count() == 1


def test_what_is_too_much_waits_and_is_paid_back_by_a_second_person(invoice, office, at):
    payment = cash(office, at, invoice, 90_000)
    assert payment.left_yen == 2_400
    refund = actions.request_refund(by=office.clerk, at=at, payment=payment, yen=2_400, reason="過入金")
    with pytest.raises(Refused, match="申請した本人は承認できません"):
        actions.approve_refund(by=office.clerk, at=at, refund=refund)
    actions.approve_refund(by=office.head, at=at, refund=refund)
    actions.pay_refund(by=office.clerk, at=at, refund=refund, paid_on=at.date())
    assert Payment.objects.get().left_yen == 0
    with pytest.raises(Refused, match="返金できるのは0円まで"):
        actions.request_refund(by=office.clerk, at=at, payment=payment, yen=1, reason="過入金")


def test_a_refused_refund_is_free_again(invoice, office, at):
    payment = cash(office, at, invoice, 90_000)
    refund = actions.request_refund(by=office.clerk, at=at, payment=payment, yen=2_400, reason="過入金")
    actions.refuse_refund(by=office.head, at=at, refund=refund)
    assert Payment.objects.get().left_yen == 2_400


def test_database_counts_allocations_and_refuses_more_than_either_has(invoice, office, at):
    payment = cash(office, at, invoice, 50_000)
    for yen in (1, 37_601):
        with pytest.raises(IntegrityError), transaction.atomic():
            Allocation.objects.create(invoice=invoice, payment=payment, yen=yen, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.objects.create(invoice=invoice, yen=1, at=at)
    assert list(Payment.objects.values_list("allocated_yen", flat=True)) == [50_000]


def test_without_its_trigger_the_database_would_take_more(invoice, office, at):
    """Negative control: it is the trigger that refuses."""
    payment = cash(office, at, invoice, 50_000)
    on = " ON billing_allocation" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER billing_allocation_counts{on}")
    Allocation.objects.create(invoice=invoice, payment=payment, yen=1, at=at)
    assert Allocation.objects.count() == 2


def test_the_guards_of_money_exist():
    tables = ("charge", "quoteline", "invoiceline", "invoicetax", "allocation")
    wanted = {f"billing_{table}_refuse_{verb}" for table in tables for verb in VERBS[connection.vendor]}
    assert wanted <= protected(connection)


def test_a_mistaken_allocation_is_released_by_its_opposite(invoice, office, at):
    payment = cash(office, at, invoice, 87_600)
    actions.release(by=office.clerk, at=at, allocation=payment.allocations.get(), reason="別の請求書")
    payment.refresh_from_db()
    assert (Invoice.objects.get().open_yen, payment.left_yen) == (87_600, 87_600)


def test_a_receipt_is_issued_once(invoice, office, at):
    payment = cash(office, at, invoice, 87_600)
    numbers = [actions.issue_receipt(by=office.clerk, at=at, payment=payment).number for _n in range(2)]
    assert (numbers, Receipt.objects.get().purposes) == (["領R8-00001"] * 2, [["請R8-00001", 87_600]])


def test_an_engineer_of_the_institute_cannot_book(invoice, institute, at):
    with pytest.raises(Refused, match="経理の担当者だけ"):
        actions.take_cash(by=institute.researcher, at=at, invoice=invoice, amount_yen=1, reference="x")


# the bank's file


def record(kind: str, *fields: tuple[int, str]) -> bytes:
    """One record of 200 bytes: ``(width, text)`` after the kind."""
    made = kind.encode() + b"".join(text.encode("cp932").ljust(width)[:width] for width, text in fields)
    return made.ljust(200)


def notice(*transfers: tuple[str, str, int, str, str], count: int | None = None, total: int | None = None) -> bytes:
    """A notice of transfers: (number, day, yen, payer, EDI)."""
    head = record("1", (2, "01"), (1, "0"), (18, "081120081120081120"), (4, "0001"), (15, "ﾐﾎﾝ"), (3, "001"),
                  (15, "ｱﾘｱｹ"), (1, "1"), (7, "0001234"), (40, "ｻﾝｷﾞｹﾝ"))  # fmt: skip
    lines = [
        record("2", (6, number), (6, day), (6, day), (10, f"{yen:010}"), (10, "0" * 10), (10, ""), (48, payer),
               (15, "ﾐﾎﾝ"), (15, "ﾎﾝﾃﾝ"), (1, " "), (20, edi))
        for number, day, yen, payer, edi in transfers
    ]  # fmt: skip
    rows = len(transfers) if count is None else count
    yen = sum(one[2] for one in transfers) if total is None else total
    tail = record("8", (6, f"{rows:06}"), (12, f"{yen:012}"), (6, "0" * 6), (12, "0" * 12))
    return b"\r\n".join([head, *lines, tail, record("9"), b""])


TWO = notice(("000001", "081119", 87_600, "ｶ)ｼﾞﾖｳﾄｳｾｲﾐﾂ", "00001"), ("000002", "081120", 5_000, "ｷﾖｳｺﾞｳ", ""))


def test_fixed_length_records_are_read():
    rows = read_transfers(TWO, "notice.txt")
    assert [(row.number, row.on_date, row.amount_yen, row.payer, row.reference) for row in rows] == [
        (2, dt.date(2026, 11, 19), 87_600, "ｶ)ｼﾞﾖｳﾄｳｾｲﾐﾂ 00001", "0001-001-0001234/20261119/000001"),
        (3, dt.date(2026, 11, 20), 5_000, "ｷﾖｳｺﾞｳ", "0001-001-0001234/20261120/000002"),
    ]
    assert [row.amount_yen for row in read_transfers(TWO.replace(b"\r\n", b""), "notice.txt")] == [87_600, 5_000]


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (TWO.replace(b"081119", b"081319"), [(2, "日付・金額・振込依頼人名のどれかが読めません。"),
                                           (4, "合計が明細と合いません（明細は1件、5,000円）。")]),
        (TWO.replace(b"\r\n2000002", b"\r\n200002"), [(3, "長さが199バイトです（200バイトのはず）。"),
                                                   (4, "合計が明細と合いません（明細は1件、87,600円）。")]),
        (notice(("1", "081119", 10, "ｱ", ""), total=11), [(3, "合計が明細と合いません（明細は1件、10円）。")]),
        (notice(("000001", "081119", 10, "ｱ", ""), ("000001", "081119", 20, "ｲ", "")),
         [(3, "2行目と同じ照会番号です。")]),
        (TWO[:606], [(3, "トレーラーレコードがありません。")]),
    ],
    ids=["no such day", "too short", "total", "same number", "cut off"],
)  # fmt: skip
def test_every_wrong_row_is_named(data, wrong):
    with pytest.raises(BadTransfers) as refused:
        read_transfers(data, "notice.txt")
    assert refused.value.rows == wrong


def test_csv_is_read_and_its_errors_are_named():
    head = "入金日,金額,振込人,照会番号\r\n"
    rows = read_transfers(f'{head}R8.11.20,"87,600",城東精密,A-1\r\n'.encode("cp932"), "a.csv")
    assert [(row.on_date, row.amount_yen, row.reference) for row in rows] == [(dt.date(2026, 11, 20), 87_600, "A-1")]
    with pytest.raises(BadTransfers) as refused:
        read_transfers(f"{head}いつか,1,a,A-1\r\n2026-11-20,0,b,A-2\r\n2026-11-20,1,c,\r\n".encode(), "a.csv")
    assert [number for number, _reason in refused.value.rows] == [2, 3, 4]


def test_a_file_is_taken_once_and_all_or_nothing(office, at, institute):
    rows, refusals = actions.look_at_transfers(name="a.txt", data=TWO)
    assert (len(rows), refusals, Payment.objects.count()) == (2, [], 0)
    file = actions.import_transfers(by=office.clerk, at=at, name="a.txt", data=TWO)
    assert (file.rows, file.total_yen) == (2, 92_600)
    with pytest.raises(Refused, match="2026-11-20に取り込み済み"):
        actions.import_transfers(by=office.clerk, at=at, name="b.txt", data=TWO)
    other = notice(("000003", "081120", 1, "ｱ", ""), ("000002", "081120", 5_000, "ｷﾖｳｺﾞｳ", ""))
    with pytest.raises(Refused, match="3行目の入金は記録済み"):
        actions.import_transfers(by=office.clerk, at=at, name="c.txt", data=other)
    assert Payment.objects.count() == 2


def test_suggestions_weigh_number_name_and_amount():
    papers = [
        Open(1, "請R8-00001", 87_600, ("ジョウトウセイミツ",)),
        Open(2, "請R8-00002", 87_600, ("キョウゴウコウギョウ",)),
        Open(3, "請R8-00003", 5_000, ("ジョウトウセイミツ",)),
    ]
    found = suggestions(87_600, "ｶ)ｼﾞﾖｳﾄｳｾｲﾐﾂ", papers)
    assert [(one.key, one.reasons) for one in found] == [(1, ("name", "amount")), (3, ("name",))]
    assert [one.key for one in suggestions(1, "ｶ)ﾀﾞﾚｶ 00002", papers)] == [2]
    assert suggestions(87_600, "ﾀﾞﾚｶ", papers) == []


def test_a_suggested_transfer_is_set_against_its_invoice(invoice, office, at):
    actions.import_transfers(by=office.clerk, at=at, name="a.txt", data=TWO)
    payment = Payment.objects.get(amount_yen=87_600)
    actions.allocate(by=office.clerk, at=at, payment=payment, invoice=invoice, yen=87_600)
    with pytest.raises(Refused, match="この請求書の未入金は0円です"):
        actions.allocate(by=office.clerk, at=at, payment=Payment.objects.get(amount_yen=5_000), invoice=invoice, yen=1)
    assert Payment.objects.get(amount_yen=87_600).organisation == invoice.organisation


# the provider


@pytest.fixture
def fake() -> Iterator[hosted_payments.Fake]:
    with hosted_payments.running() as found:
        yield found


@pytest.fixture
def provider(fake: hosted_payments.Fake) -> HostedPages:
    return HostedPages(fake.address, hosted_payments.SECRET, hosted_payments.WEBHOOK_SECRET)


def opened(classed, invoice, provider, at, method="card"):
    return actions.open_page(
        by=classed.engineer, at=at, invoice=invoice, method=method, provider=provider, back_to="https://example.jp/"
    )


def test_a_page_paid_at_the_provider_settles_the_invoice_once(classed, invoice, provider, fake, at):
    page = opened(classed, invoice, provider, at)
    assert (page.url, fake.asked[0]["amount"], fake.asked[0]["client_reference"]) == (
        f"{fake.address}/pay/cs_1", "87600", "請R8-00001",
    )  # fmt: skip
    body, signature = fake.message("cs_1", at)
    taken = [actions.take_message(at=at, provider=provider, message=provider.read(body, signature, at)) for _n in "ab"]
    assert (taken, Invoice.objects.get().open_yen, Payment.objects.get().reference) == ([True, False], 0, "hosted:cs_1")
    with pytest.raises(Refused, match="すでに支払い済み"):
        opened(classed, invoice, provider, at)


def test_while_a_page_waits_the_same_one_is_given_and_an_expired_one_is_replaced(classed, invoice, provider, fake, at):
    assert opened(classed, invoice, provider, at) == opened(classed, invoice, provider, at)
    later = opened(classed, invoice, provider, at + dt.timedelta(hours=2), method="qr")
    assert (later.session, list(PaymentPage.objects.order_by("pk").values_list("state", flat=True))) == (
        "cs_2", ["ended", "opened"],
    )  # fmt: skip


def test_paid_on_two_pages_the_second_sum_waits_to_be_paid_back(classed, invoice, provider, fake, at):
    first = opened(classed, invoice, provider, at)
    second = opened(classed, invoice, provider, at + dt.timedelta(hours=2), method="qr")
    for page in (second, first):
        body, signature = fake.message(page.session, at)
        actions.take_message(at=at, provider=provider, message=provider.read(body, signature, at))
    assert [one.left_yen for one in Payment.objects.order_by("pk")] == [0, 87_600]


@pytest.mark.parametrize("how", ["secret", "body", "old", "none"])
def test_a_message_with_a_wrong_signature_is_refused(classed, invoice, provider, fake, at, how):
    opened(classed, invoice, provider, at)
    body, signature = fake.message("cs_1", at - dt.timedelta(minutes=6) if how == "old" else at)
    if how == "secret":
        signature = hosted_payments.sign(body, int(at.timestamp()), "another")
    if how == "none":
        signature = ""
    with pytest.raises(BadSignature):
        provider.read(body + (b" " if how == "body" else b""), signature, at)


def test_a_provider_that_fails_says_so_and_nothing_is_kept(classed, invoice, provider, fake, at):
    fake.broken = True
    with pytest.raises(Refused, match="決済の画面を開けませんでした"):
        opened(classed, invoice, provider, at)
    assert PaymentPage.objects.count() == 0


def test_a_rival_cannot_open_a_page_for_it(rival, invoice, provider, at):
    with pytest.raises(Refused) as refused:
        actions.open_page(by=rival.engineer, at=at, invoice=invoice, method="card", provider=provider, back_to="x")
    assert refused.value.decision.hidden


# reminders, giving up, closing, export


def test_reminders_follow_the_rule_step_by_step(invoice, office, at):
    with pytest.raises(Refused, match="いま送る督促がありません"):
        actions.remind(by=office.clerk, at=at, invoice=invoice)
    sent = [actions.remind(by=office.clerk, at=at + dt.timedelta(days=days), invoice=invoice).step for days in (37, 60)]
    assert sent == [1, 2]
    cash(office, at, invoice, 87_600)
    assert actions.due_reminders(at.date() + dt.timedelta(days=400)) == []


def test_a_write_off_needs_a_second_person(invoice, office, at):
    cash(office, at, invoice, 7_600)
    proposed = actions.propose_write_off(by=office.clerk, at=at, invoice=invoice, reason="破産")
    with pytest.raises(Refused, match="申請した本人"):
        actions.approve_write_off(by=office.clerk, at=at, write_off=proposed)
    actions.approve_write_off(by=office.head, at=at, write_off=proposed)
    found = Invoice.objects.get()
    assert (found.open_yen, found.written_off_yen, found.standing_on(at.date())[0]) == (0, 80_000, "stopped")


def test_database_refuses_a_write_off_decided_by_its_proposer(invoice, office, at):
    proposed = actions.propose_write_off(by=office.clerk, at=at, invoice=invoice, reason="破産")
    proposed.decided_by = office.clerk
    with pytest.raises(IntegrityError), transaction.atomic():
        proposed.save()


DECEMBER = dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def test_nothing_is_dated_in_a_closed_month(invoice, classed, spray, office, at):
    closing = actions.close_month(by=office.clerk, at=DECEMBER, month=at.date())
    assert (closing.totals["charged_yen"], closing.totals["invoiced_yen"]) == (87_600, 87_600)
    with pytest.raises(
        Refused, match="2026-11は締切済みのため、2026-11-20の日付では登録できません。 締め切っていない月"
    ):
        charge(classed, spray, office, at, 1)
    with pytest.raises(Refused, match="2026-11は締切済み"):
        actions.take_cash(
            by=office.clerk, at=DECEMBER, invoice=invoice, amount_yen=1, reference="x", received_on=at.date()
        )
    made = charge(classed, spray, office, DECEMBER, 1)
    with pytest.raises(Refused, match="2026-11は締切済み"):
        actions.issue_invoice(by=office.clerk, at=DECEMBER, charges=[made], issued_on=at.date())


def test_months_close_in_order_after_they_are_over_and_the_year_after_its_months(invoice, office, at):
    with pytest.raises(Refused, match="まだ終わっていない月"):
        actions.close_month(by=office.clerk, at=at, month=at.date())
    with pytest.raises(Refused, match="2026-11がまだ締め切られていません"):
        actions.close_month(by=office.clerk, at=DECEMBER.replace(year=2027, month=1), month=dt.date(2026, 12, 1))
    with pytest.raises(Refused, match="締め切っていない月が12か月あります"):
        actions.close_books(by=office.clerk, at=DECEMBER, fiscal_year=2026)


def test_finance_file_is_cp932_and_follows_the_layout(invoice, charged, office, at):
    cash(office, at, invoice, 87_600)
    actions.correct_invoice(by=office.clerk, at=at, invoice=invoice, charges=[charged], reason="誤り")
    assert finance_csv(dt.date(2026, 11, 1), dt.date(2026, 11, 30)).decode("cp932").split("\r\n") == [
        "date,kind,number,organisation,net_yen,tax_yen,=01",
        "20261120,invoice,請R8-00001,城東精密株式会社,79637,7963,01",
        "20261120,return,返R8-00001,城東精密株式会社,-79637,-7963,01",
        "20261120,payment:cash,T-1,城東精密株式会社,87600,0,01",
        "",
    ]
