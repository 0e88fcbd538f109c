"""Who may see and change money. The accounts office issues and books; a second person approves what is given up."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.billing.models import Charge, Closing, Invoice, Quote, Receipt, Refund, WriteOff
from kosetsu.foundation.billing.rules import month_of
from kosetsu.foundation.billing.states import QUOTE_MOVES, InvoiceKind, Period, QuoteState
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole

OFFICE = (StaffRole.ACCOUNTS, StaffRole.ADMINISTRATOR)
TILL = (*OFFICE, StaffRole.COUNTER)
APPROVERS = (StaffRole.ACCOUNTS, StaffRole.ADMINISTRATOR, StaffRole.EXECUTIVE, StaffRole.BRANCH_HEAD)


def can_read_books(user: Any) -> Decision:
    """The desk of the accounts office."""
    if standing(user).has(*OFFICE):
        return YES
    if not standing(user).is_staff:
        return HIDDEN
    return no(_("この画面は、経理の担当者だけが開けます。"), _("必要なときは、経理へ依頼してください。"))


def can_keep_books(user: Any) -> Decision:
    """Issue, book, match, remind, close: the accounts office."""
    return can_read_books(user)


def can_take_money(user: Any) -> Decision:
    """Cash at the counter is taken by the counter as well."""
    return YES if standing(user).has(*TILL) else can_read_books(user)


def can_quote(user: Any) -> Decision:
    """Everyone of the institute quotes what they offer."""
    return YES if standing(user).is_staff else HIDDEN


def can_see(user: Any, paper: Quote | Invoice | Receipt) -> Decision:
    """Staff, and the people of the workplace it belongs to; for anyone else it does not exist."""
    return YES if type(paper)._default_manager.visible_to(user).filter(pk=paper.pk).exists() else HIDDEN


def can_accept_quote(user: Any, quote: Quote, day: dt.date) -> Decision:
    """The client accepts while it is valid; staff enter what came on paper."""
    if not (decision := can_see(user, quote)):
        return decision
    if not QUOTE_MOVES.allows("accept_quote", quote.state):
        return no(_("この見積りは「%(state)s」です。") % {"state": QuoteState(quote.state).label})
    if quote.valid_until < day:
        return no(
            _("この見積りの有効期限は%(day)sでした。") % {"day": quote.valid_until.isoformat()},
            _("新しい見積りを依頼してください。"),
        )
    return YES


def can_deliver(quote: Quote) -> Decision:
    """Whether the work of a quote may begin: accepted, and what was asked for in advance has come."""
    if quote.state != QuoteState.ACCEPTED:
        return no(_("見積りがまだ承諾されていません。"), _("お客様の承諾を待ってください。"))
    paid = sum(one.settled_yen for one in quote.invoices.filter(kind=InvoiceKind.DEPOSIT))
    if paid >= quote.deposit_yen:
        return YES
    return no(
        _("前納金%(asked)s円のうち%(paid)s円しか入金されていません。")
        % {"asked": f"{quote.deposit_yen:,}", "paid": f"{paid:,}"},
        _("入金を確認してから始めてください。"),
    )


def can_date(day: dt.date) -> Decision:
    """Whether a paper or a payment may carry this day: its month and its year must be open."""
    year = fiscal.start_of(fiscal.fiscal_year(day))
    closed = Closing.objects.filter(period=Period.MONTH, first_on=month_of(day)) | Closing.objects.filter(
        period=Period.YEAR, first_on=year
    )
    if not closed.exists():
        return YES
    return no(
        _("%(month)sは締切済みのため、%(day)sの日付では登録できません。")
        % {"month": day.strftime("%Y-%m"), "day": day.isoformat()},
        _("締め切っていない月の日付で登録してください。"),
    )


def can_bill(user: Any, charge: Charge) -> Decision:
    """A charge stands on one paper and never on a second."""
    if hasattr(charge, "invoice_line"):
        return no(
            _("「%(label)s」は、すでに%(number)sで請求しています。")
            % {"label": charge.label, "number": charge.invoice_line.invoice.number},
            _("一覧を開き直してください。"),
        )
    return can_keep_books(user)


def can_pay_online(user: Any, invoice: Invoice) -> Decision:
    """The client pays what is still open."""
    if not (decision := can_see(user, invoice)):
        return decision
    if not invoice.open_yen:
        return no(_("この請求書は、すでに支払い済みです。"), _("領収書は、お支払いの記録から開けます。"))
    return YES


def can_approve(user: Any) -> Decision:
    """Who may decide about giving money up at all."""
    if standing(user).has(*APPROVERS):
        return YES
    if not standing(user).is_staff:
        return HIDDEN
    return no(_("承認は、経理の担当者・支所長・役員が行います。"), _("承認者へ依頼してください。"))


def can_decide_write_off(user: Any, write_off: WriteOff) -> Decision:
    """Somebody else than who proposed it."""
    return _second_person(user, write_off.proposed_by_id)


def can_decide_refund(user: Any, refund: Refund) -> Decision:
    """Somebody else than who asked for it."""
    return _second_person(user, refund.requested_by_id)


def _second_person(user: Any, first: int) -> Decision:
    if not (decision := can_approve(user)):
        return decision
    if user.pk == first:
        return no(_("申請した本人は承認できません。"), _("別の承認者へ依頼してください。"))
    return YES
