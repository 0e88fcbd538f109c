"""Money that goes back and money that is given up: one person asks, another one decides."""

import datetime as dt
from typing import TypeVar

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import permissions
from kosetsu.foundation.billing.actions import beats
from kosetsu.foundation.billing.models import Allocation, Invoice, Payment, Refund, WriteOff
from kosetsu.foundation.billing.states import REFUND_MOVES, WRITE_OFF_MOVES, WriteOffState

Asked = TypeVar("Asked", Refund, WriteOff)


@transaction.atomic
def request_refund(
    *, by: Person, at: dt.datetime, yen: int, reason: str, payment: Payment | None = None, credit: Invoice | None = None
) -> Refund:
    """Ask to pay back what a payment or a credit has left; what is asked for is no longer free."""
    require(permissions.can_keep_books(by))
    return owe_refund(by=by, at=at, yen=yen, reason=reason, payment=payment, credit=credit)


@transaction.atomic
def owe_refund(
    *, by: Person, at: dt.datetime, yen: int, reason: str, payment: Payment | None = None, credit: Invoice | None = None
) -> Refund:
    """The same where a rule gives it back, which asks in the name of whoever answers for the rule."""
    require(_reasoned(reason))
    left = _left(payment, credit)
    require(YES if 1 <= yen <= left else no(_("返金できるのは%(left)s円までです。") % {"left": f"{left:,}"}))
    _spend(payment, credit, yen)
    refund = Refund.objects.create(
        payment=payment, credit=credit, yen=yen, reason=reason.strip(), requested_at=at, requested_by=by
    )
    beats.record("request_refund", refund, by=by, at=at, reason=reason, yen=yen)
    return refund


@transaction.atomic
def approve_refund(*, by: Person, at: dt.datetime, refund: Refund) -> Refund:
    """A second person agrees; the office may pay."""
    return _decide_refund("approve_refund", refund, by=by, at=at)


@transaction.atomic
def refuse_refund(*, by: Person, at: dt.datetime, refund: Refund) -> Refund:
    """A second person does not agree; the sum is free again."""
    decided = _decide_refund("refuse_refund", refund, by=by, at=at)
    _spend(decided.payment, decided.credit, -decided.yen)
    return decided


@transaction.atomic
def pay_refund(*, by: Person, at: dt.datetime, refund: Refund, paid_on: dt.date) -> Refund:
    """The office paid what was approved."""
    locked = Refund.objects.select_for_update().get(pk=refund.pk)
    require(permissions.can_keep_books(by))
    beats.hold_month(paid_on)
    locked.state = REFUND_MOVES.target("pay_refund", locked.state)
    locked.paid_on = paid_on
    locked.save(update_fields=["state", "paid_on"])
    beats.record("pay_refund", locked, by=by, at=at, yen=locked.yen, paid_on=paid_on.isoformat())
    return locked


@transaction.atomic
def propose_write_off(*, by: Person, at: dt.datetime, invoice: Invoice, reason: str) -> WriteOff:
    """Propose to give up what is still open of a paper."""
    locked = Invoice.objects.select_for_update().get(pk=invoice.pk)
    require(permissions.can_keep_books(by))
    require(_reasoned(reason))
    require(YES if locked.open_yen else no(_("未入金の残りはありません。")))
    waits = locked.write_offs.filter(state=WriteOffState.PROPOSED).exists()
    require(no(_("この請求書の不納欠損は、承認を待っています。")) if waits else YES)
    proposed = WriteOff.objects.create(
        invoice=locked, yen=locked.open_yen, reason=reason.strip(), proposed_at=at, proposed_by=by
    )
    beats.record("propose_write_off", proposed, by=by, at=at, reason=reason, yen=proposed.yen)
    return proposed


@transaction.atomic
def approve_write_off(*, by: Person, at: dt.datetime, write_off: WriteOff) -> WriteOff:
    """A second person agrees; nothing is open any more. What came meanwhile is not given up."""
    invoice = Invoice.objects.select_for_update().get(pk=write_off.invoice_id)
    decided = _decide_write_off("approve_write_off", write_off, by=by, at=at)
    beats.hold_month(day_of(at))
    yen = min(decided.yen, invoice.open_yen)
    require(YES if yen else no(_("未入金の残りはありません。")))
    Allocation.objects.create(invoice=invoice, write_off=decided, yen=yen, at=at, by=by)
    Invoice.objects.filter(pk=invoice.pk).update(written_off_yen=F("written_off_yen") + yen)
    return decided


@transaction.atomic
def refuse_write_off(*, by: Person, at: dt.datetime, write_off: WriteOff) -> WriteOff:
    """A second person does not agree; the paper goes on waiting."""
    return _decide_write_off("refuse_write_off", write_off, by=by, at=at)


def _decide_refund(verb: str, refund: Refund, *, by: Person, at: dt.datetime) -> Refund:
    locked = Refund.objects.select_for_update(of=("self",)).select_related("payment", "credit").get(pk=refund.pk)
    require(permissions.can_decide_refund(by, locked))
    return _decide(verb, locked, REFUND_MOVES.target(verb, locked.state), by=by, at=at)


def _decide_write_off(verb: str, write_off: WriteOff, *, by: Person, at: dt.datetime) -> WriteOff:
    locked = WriteOff.objects.select_for_update().get(pk=write_off.pk)
    require(permissions.can_decide_write_off(by, locked))
    return _decide(verb, locked, WRITE_OFF_MOVES.target(verb, locked.state), by=by, at=at)


def _decide(verb: str, asked: Asked, state: str, *, by: Person, at: dt.datetime) -> Asked:
    asked.state, asked.decided_at, asked.decided_by = state, at, by
    asked.save(update_fields=["state", "decided_at", "decided_by"])
    beats.record(verb, asked, by=by, at=at, state=str(state), yen=asked.yen)
    return asked


def _reasoned(reason: str) -> Decision:
    return YES if reason.strip() else no(_("理由がありません。"), _("理由を書いてください。"))


def _left(payment: Payment | None, credit: Invoice | None) -> int:
    if payment:
        return Payment.objects.select_for_update().get(pk=payment.pk).left_yen
    return Invoice.objects.select_for_update().get(pk=credit.pk).credit_yen if credit else 0


def _spend(payment: Payment | None, credit: Invoice | None, yen: int) -> None:
    if payment:
        Payment.objects.filter(pk=payment.pk).update(refunded_yen=F("refunded_yen") + yen)
    if credit:
        Invoice.objects.filter(pk=credit.pk).update(used_yen=F("used_yen") + yen)
