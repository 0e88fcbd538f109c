"""Money that comes in: booked once, set against papers, receipted."""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import permissions, signals
from kosetsu.foundation.billing.actions import beats
from kosetsu.foundation.billing.documents.transfers import TransferRow, read_transfers
from kosetsu.foundation.billing.models import Allocation, Invoice, Payment, Receipt, TransferFile
from kosetsu.foundation.billing.states import InvoiceKind, Method


@transaction.atomic
def take_cash(
    *,
    by: Person,
    at: dt.datetime,
    invoice: Invoice,
    amount_yen: int,
    reference: str,
    received_on: dt.date | None = None,
) -> Payment:
    """Cash at the counter, set against the paper at once; ``reference`` is the till's number and comes once."""
    require(permissions.can_take_money(by))
    payment = book(
        by=by, at=at, method=Method.CASH, reference=reference, received_on=received_on or day_of(at),
        amount_yen=amount_yen, payer=invoice.billed_to, organisation=invoice.organisation,
    )  # fmt: skip
    _set(payment, invoice, min(amount_yen, _lock(invoice).open_yen), by=by, at=at)
    return payment


@transaction.atomic
def allocate(*, by: Person, at: dt.datetime, payment: Payment, invoice: Invoice, yen: int) -> Allocation:
    """Set part of a payment against a paper; never more than either has left."""
    require(permissions.can_keep_books(by))
    paper = _lock(invoice)
    held = Payment.objects.select_for_update().get(pk=payment.pk)
    require(_fits(held, paper, yen))
    made: Allocation = _set(held, paper, yen, by=by, at=at)
    return made


@transaction.atomic
def release(*, by: Person, at: dt.datetime, allocation: Allocation, reason: str) -> Allocation:
    """Take an allocation back that was a mistake, by one with the opposite sign."""
    require(permissions.can_keep_books(by))
    require(YES if reason.strip() else no(_("取り消しの理由がありません。"), _("理由を書いてください。")))
    _lock(allocation.invoice)
    taken = allocation.reverses_id or Allocation.objects.filter(reverses=allocation).exists()
    require(no(_("この充当は、すでに取り消されています。")) if taken else YES)
    require(YES if allocation.payment_id else no(_("入金の充当だけを取り消せます。")))
    beats.hold_month(day_of(at))
    mirror = Allocation.objects.create(
        invoice_id=allocation.invoice_id, payment_id=allocation.payment_id, yen=-allocation.yen, reverses=allocation,
        at=at, by=by,
    )  # fmt: skip
    beats.record("release", mirror, by=by, at=at, reason=reason, yen=mirror.yen)
    return mirror


@transaction.atomic
def issue_receipt(*, by: Person | None, at: dt.datetime, payment: Payment) -> Receipt:
    """The receipt of one payment; asked for again it is the same one."""
    held = Payment.objects.select_for_update().get(pk=payment.pk)
    known: Receipt | None = Receipt.objects.filter(payment=held).first()
    if known:
        return known
    uses = list(held.allocations.select_related("invoice__organisation", "invoice__workplace"))
    require(
        YES
        if sum(one.yen for one in uses) > 0
        else no(_("まだどの請求書にも充てていない入金です。"), _("先に請求書に充ててください。"))
    )
    first, day = uses[0].invoice, day_of(at)
    beats.hold_month(day)
    receipt = Receipt(
        payment=held, organisation=first.organisation, workplace=first.workplace, addressee=first.billed_to,
        issued_on=day, amount_yen=sum(one.yen for one in uses), issuer=beats.issuer_on(day), purposes=_purposes(uses),
        issued_at=at, issued_by=by,
    )  # fmt: skip
    receipt.number = beats.number("receipt", day)
    receipt.save(force_insert=True)
    beats.record("issue_receipt", receipt, by=by, at=at, number=receipt.number, amount_yen=receipt.amount_yen)
    return receipt


@transaction.atomic
def import_transfers(*, by: Person, at: dt.datetime, name: str, data: bytes) -> TransferFile:
    """Take a bank's file in, all of it or nothing; the same file, or a line that came before, is refused by name.

    Raises ``BadTransfers`` with every wrong row. :func:`look_at_transfers` says beforehand what would happen.
    """
    require(permissions.can_keep_books(by))
    rows = read_transfers(data, name)
    require(_new_file(data))
    require(_new_rows(rows))
    file = TransferFile.objects.create(
        name=name, digest=sha256(data).hexdigest(), rows=len(rows), total_yen=sum(row.amount_yen for row in rows),
        imported_at=at, imported_by=by,
    )  # fmt: skip
    for row in rows:
        book(
            by=by, at=at, method=Method.TRANSFER, reference=row.reference, received_on=row.on_date,
            amount_yen=row.amount_yen, payer=row.payer, file=file,
        )  # fmt: skip
    beats.record("import_transfers", file, by=by, at=at, name=name, rows=file.rows, total_yen=file.total_yen)
    return file


def look_at_transfers(*, name: str, data: bytes) -> tuple[list[TransferRow], list[Decision]]:
    """The dry run: the rows of the file, and what would be refused."""
    rows = read_transfers(data, name)
    answers = [_new_file(data), _new_rows(rows), *(permissions.can_date(day) for day in {row.on_date for row in rows})]
    return rows, [one for one in answers if not one]


def book(*, by: Person | None, at: dt.datetime, method: str, reference: str, received_on: dt.date, amount_yen: int,
         **columns: Any) -> Payment:  # fmt: skip
    """Write one sum that came in, inside the caller's transaction; the same reference a second time is refused."""
    reference = reference.strip()
    require(YES if reference else no(_("入金の照会番号がありません。"), _("番号を入力してください。")))
    require(YES if amount_yen > 0 else no(_("入金額は1円以上にしてください。")))
    beats.hold_month(received_on)
    known = Payment.objects.filter(method=method, reference=reference).first()
    require(_came_before(known) if known else YES)
    payment = Payment.objects.create(
        method=method, reference=reference, received_on=received_on, amount_yen=amount_yen, recorded_at=at,
        recorded_by=by, **columns,
    )  # fmt: skip
    beats.record("book", payment, by=by, at=at, method=str(method), amount_yen=amount_yen, reference=reference)
    return payment


def settle(*, payment: Payment, invoice: Invoice, by: Person | None, at: dt.datetime) -> None:
    """Set a payment that names its paper against it, as far as it is open; the rest waits to be paid back."""
    _set(payment, invoice, min(payment.left_yen, _lock(invoice).open_yen), by=by, at=at)


def _lock(invoice: Invoice) -> Invoice:
    locked: Invoice = Invoice.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=invoice.pk)
    return locked


def _set(payment: Payment, invoice: Invoice, yen: int, *, by: Person | None, at: dt.datetime) -> Any:
    if yen <= 0:
        return None
    made = Allocation.objects.create(invoice=invoice, payment=payment, yen=yen, at=at, by=by)
    payment.refresh_from_db(fields=["allocated_yen"])
    invoice.refresh_from_db(fields=["settled_yen"])
    if payment.organisation_id is None:
        payment.organisation = invoice.organisation
        payment.save(update_fields=["organisation"])
    beats.record("allocate", made, by=by, at=at, invoice=invoice.number, payment=payment.pk, yen=yen)
    if not invoice.open_yen:
        transaction.on_commit(partial(signals.invoice_settled.send, Invoice, invoice=invoice), robust=True)
    return made


def _fits(payment: Payment, invoice: Invoice, yen: int) -> Decision:
    values: Mapping[str, str] = {"left": f"{payment.left_yen:,}", "open": f"{invoice.open_yen:,}"}
    if invoice.kind == InvoiceKind.RETURN:
        return no(_("返還請求書には入金を充てられません。"))
    if yen < 1 or yen > payment.left_yen:
        return no(_("この入金の残りは%(left)s円です。") % values, _("残りの範囲で充ててください。"))
    if yen > invoice.open_yen:
        return no(_("この請求書の未入金は%(open)s円です。") % values, _("超えた分は返金の手続きをしてください。"))
    return YES


def _came_before(known: Payment) -> Decision:
    return no(
        _("照会番号「%(reference)s」の入金は、%(day)sに記録済みです。")
        % {"reference": known.reference, "day": known.received_on.isoformat()},
        _("入金の一覧を確かめてください。"),
    )


def _new_file(data: bytes) -> Decision:
    known = TransferFile.objects.filter(digest=sha256(data).hexdigest()).first()
    if known is None:
        return YES
    return no(
        _("このファイルは、%(day)sに取り込み済みです。") % {"day": day_of(known.imported_at).isoformat()},
        _("新しいファイルを選んでください。"),
    )


def _new_rows(rows: list[TransferRow]) -> Decision:
    known = set(
        Payment.objects.filter(method=Method.TRANSFER, reference__in=[row.reference for row in rows]).values_list(
            "reference", flat=True
        )
    )
    again = [str(row.number) for row in rows if row.reference in known]
    if not again:
        return YES
    return no(
        _("%(rows)s行目の入金は記録済みです。") % {"rows": "・".join(again[:10])},
        _("重なっている行を除いて取り込んでください。"),
    )


def _purposes(uses: list[Allocation]) -> list[list[Any]]:
    """Each paper with what of the payment went to it, and the taxes the paper states."""
    sums: dict[str, int] = {}
    for one in uses:
        sums[one.invoice.number] = sums.get(one.invoice.number, 0) + one.yen
    return [[number, yen] for number, yen in sums.items() if yen]
