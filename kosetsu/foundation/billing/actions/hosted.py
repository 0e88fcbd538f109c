"""Paying on a provider's own page: opened here, paid there, told by a signed message. Nothing of a card is here."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Refused, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import permissions
from kosetsu.foundation.billing.actions import beats
from kosetsu.foundation.billing.actions.payments import book, settle
from kosetsu.foundation.billing.actions.providers import Message, Provider, ProviderFailed
from kosetsu.foundation.billing.models import Invoice, PaymentPage, ProviderEvent
from kosetsu.foundation.billing.states import HOSTED_METHODS, PAGE_MOVES, PageState

OPEN_FOR = dt.timedelta(minutes=60)


def open_page(
    *, by: Person, at: dt.datetime, invoice: Invoice, method: str, provider: Provider, back_to: str
) -> PaymentPage:
    """A page at the provider for what is open of a paper; while one waits, the same one is given again.

    The provider is asked between two transactions, so that nobody waits for the network with a lock in hand.
    """
    invoice = Invoice.objects.get(pk=invoice.pk)
    require(permissions.can_pay_online(by, invoice))
    require(YES if method in HOSTED_METHODS else no(_("この支払方法は選べません。")))
    if known := _waiting(invoice, at, by=by):
        return known
    try:
        opened = provider.open(
            amount_yen=invoice.open_yen, reference=invoice.number, method=method, back_to=back_to,
            attempt=invoice.payment_pages.count(),
        )  # fmt: skip
    except ProviderFailed as failed:
        raise Refused(
            no(_("決済の画面を開けませんでした。"), _("しばらくしてからやり直すか、振込でお支払いください。"))
        ) from failed
    with transaction.atomic():
        locked = Invoice.objects.select_for_update().get(pk=invoice.pk)
        if known := _waiting(locked, at, by=by):
            return known
        require(permissions.can_pay_online(by, locked))
        page = PaymentPage.objects.create(
            invoice=locked, provider=provider.key, session=opened.session, method=method,
            amount_yen=locked.open_yen, url=opened.url, opened_at=at, opened_by=by, expires_at=at + OPEN_FOR,
        )  # fmt: skip
        beats.record("open_page", page, by=by, at=at, invoice=locked.number, amount_yen=page.amount_yen)
        return page


@transaction.atomic
def take_message(*, at: dt.datetime, provider: Provider, message: Message) -> bool:
    """Carry out one signed message; the same one again changes nothing (False)."""
    _event, new = ProviderEvent.objects.get_or_create(
        provider=provider.key, event=message.event, defaults={"kind": message.kind, "at": at}
    )
    page = PaymentPage.objects.select_for_update().filter(provider=provider.key, session=message.session).first()
    if not new or page is None:
        return False
    if message.kind == "paid":
        take_payment(page=page, message=message, at=at)
    elif page.state == PageState.OPENED:
        end_page(page=page, at=at)
    return True


def take_payment(*, page: PaymentPage, message: Message, at: dt.datetime) -> None:
    """The provider has the money: booked under the provider's number, set against the paper as far as it is open."""
    page.state = PAGE_MOVES.target("take_payment", page.state)
    payment = book(
        by=None, at=at, method=page.method, reference=f"{page.provider}:{message.session}", received_on=day_of(at),
        amount_yen=message.amount_yen, payer=page.invoice.billed_to, organisation=page.invoice.organisation,
    )  # fmt: skip
    page.payment = payment
    page.save(update_fields=["state", "payment"])
    settle(payment=payment, invoice=page.invoice, by=None, at=at)


def end_page(*, page: PaymentPage, at: dt.datetime, by: Person | None = None) -> None:
    """Nobody pays on this page any more."""
    page.state = PAGE_MOVES.target("end_page", page.state)
    page.save(update_fields=["state"])
    beats.record("end_page", page, by=by, at=at)


def _waiting(invoice: Invoice, at: dt.datetime, *, by: Person) -> PaymentPage | None:
    """The page that waits for this paper; one that ran out is ended."""
    with transaction.atomic():
        known = PaymentPage.objects.select_for_update().filter(invoice=invoice, state=PageState.OPENED).first()
        if known and (known.expires_at <= at or known.amount_yen != invoice.open_yen):
            end_page(page=known, at=at, by=by)
            return None
        return known
