"""Quotes: issue, accept, revise, withdraw. The price is frozen when the quote is issued."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Refused, no, require
from kosetsu.common.mistakes import Mistake
from kosetsu.common.money import Rounding
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import permissions, rules
from kosetsu.foundation.billing.actions import beats
from kosetsu.foundation.billing.actions.dropping import drop_advance
from kosetsu.foundation.billing.models import Quote, QuoteLine
from kosetsu.foundation.billing.states import QUOTE_MOVES, PaymentTiming
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.rules import Options, PriceBreakdown
from kosetsu.foundation.parties.models import Organisation, Workplace


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be quoted."""

    offering: Offering
    quantity: int = 1
    options: Options = field(default_factory=Options)
    label: str = ""


@transaction.atomic
def issue_quote(
    *,
    by: Person,
    at: dt.datetime,
    organisation: Organisation,
    workplace: Workplace | None,
    title: str,
    items: Sequence[Item],
    case: Case | None = None,
    note: str = "",
    replaces: Quote | None = None,
) -> Quote:
    """Issue a quote dated today, its price frozen; raises ``Refused`` where a price or a rule of paying is missing."""
    day = day_of(at)
    require(permissions.can_quote(by))
    require(no(_("見積る項目がありません。"), _("項目を選んでください。")) if not items else YES)
    client_class = class_of(organisation, day)
    prices = [price_of(item, client_class, day) for item in items]
    terms = beats.terms_on(day, items[0].offering.kind, client_class, sum(one.total_yen for one in prices))
    taxes = taxes_of([part for one in prices for part in rules.as_parts(one.lines)], terms.tax_rounding)
    quote = Quote(
        version=replaces.version + 1 if replaces else 1,
        replaces=replaces,
        title=title,
        case=case,
        organisation=organisation,
        workplace=workplace,
        issued_on=day,
        valid_until=day + dt.timedelta(days=terms.quote_days),
        client_class=client_class,
        payment_timing=terms.payment_timing,
        deposit_yen=_in_advance(terms.payment_timing, terms.deposit_rate, taxes.total_yen),
        total_yen=taxes.total_yen,
        tax_yen=taxes.tax_yen,
        taxes=[[rate, one.net_yen, one.tax_yen] for rate, one in taxes.by_rate],
        issuer=beats.issuer_on(day),
        note=note,
        issued_at=at,
        issued_by=by,
    )
    quote.number = replaces.number if replaces else beats.number("quote", day)
    quote.save(force_insert=True)
    QuoteLine.objects.bulk_create(
        _line(quote, position, item, price) for position, (item, price) in enumerate(zip(items, prices, strict=True), 1)
    )
    beats.record("issue_quote", quote, by=by, at=at, number=str(quote), total_yen=quote.total_yen)
    return quote


@transaction.atomic
def revise_quote(
    *, by: Person, at: dt.datetime, quote: Quote, items: Sequence[Item], title: str = "", note: str = ""
) -> Quote:
    """A new version under the same number; the old one stays readable and can no longer be accepted."""
    require(permissions.can_quote(by))
    old = _moved("revise_quote", quote, by=by, at=at)
    return issue_quote(
        by=by,
        at=at,
        organisation=old.organisation,
        workplace=old.workplace,
        title=title or old.title,
        items=items,
        case=old.case,
        note=note,
        replaces=old,
    )


@transaction.atomic
def accept_quote(*, by: Person, at: dt.datetime, quote: Quote) -> Quote:
    """The client agrees to this version at its price."""
    locked: Quote = Quote.objects.select_for_update().get(pk=quote.pk)
    require(permissions.can_accept_quote(by, locked, day_of(at)))
    locked.state = QUOTE_MOVES.target("accept_quote", locked.state)
    locked.accepted_at, locked.accepted_by = at, by
    locked.save(update_fields=["state", "accepted_at", "accepted_by"])
    beats.record("accept_quote", locked, by=by, at=at, number=str(locked), total_yen=locked.total_yen)
    return locked


@transaction.atomic
def withdraw_quote(*, by: Person, at: dt.datetime, quote: Quote) -> Quote:
    """The institute takes the offer back."""
    require(permissions.can_quote(by))
    return _moved("withdraw_quote", quote, by=by, at=at)


@transaction.atomic
def decline_quote(*, by: Person, at: dt.datetime, quote: Quote) -> Quote:
    """The client wants it no longer."""
    require(permissions.can_see(by, quote))
    return _moved("decline_quote", quote, by=by, at=at)


def _moved(verb: str, quote: Quote, *, by: Person, at: dt.datetime) -> Quote:
    locked: Quote = (
        Quote.objects.select_for_update(of=("self",))
        .select_related("organisation", "workplace", "case")
        .get(pk=quote.pk)
    )
    locked.state = QUOTE_MOVES.target(verb, locked.state)
    locked.save(update_fields=["state"])
    for deposit in locked.invoices.unsettled().order_by("pk"):
        drop_advance(by=by, at=at, invoice=deposit)
    beats.record(verb, locked, by=by, at=at, number=str(locked))
    return locked


def class_of(organisation: Organisation, day: dt.date) -> str:
    """The class of price; refused while a fact about the company is missing."""
    verdict = organisation.price_class_on(day)
    if verdict.client_class is None:
        raise Refused(
            no(
                _("「%(name)s」の料金区分が決まっていません。%(reason)s")
                % {"name": organisation.name, "reason": verdict.reason},
                _("会社の情報を確かめるか、料金区分を決めてください。"),
            )
        )
    return str(verdict.client_class)


def price_of(item: Item, client_class: str, day: dt.date, **reliefs: Any) -> PriceBreakdown:
    """The price of one item on that day, or the refusal that says what is missing."""
    if item.quantity < 1:
        raise Refused(no(_("数量は1以上にしてください。")))
    try:
        with override(settings.LANGUAGE_CODE):  # it is kept, and papers are the institute's
            return item.offering.price(
                day=day, client_class=client_class, quantity=item.quantity, options=item.options, **reliefs
            )
    except Mistake as mistake:
        raise Refused(no(mistake.reason, mistake.next_step)) from mistake


def taxes_of(parts: list[dict[str, Any]], rounding: str) -> rules.Taxes:
    """The taxes of a paper's lines, or the refusal that says why they cannot stand together."""
    try:
        return rules.taxes(parts, Rounding(rounding))
    except Mistake as mistake:
        raise Refused(no(mistake.reason, mistake.next_step)) from mistake


def _in_advance(timing: str, rate: str, total_yen: int) -> int:
    shares = {PaymentTiming.PREPAID: "1", PaymentTiming.DEPOSIT: rate, PaymentTiming.POSTPAID: "0"}
    return rules.deposit_yen(total_yen, shares[PaymentTiming(timing)])


def _line(quote: Quote, position: int, item: Item, price: PriceBreakdown) -> QuoteLine:
    return QuoteLine(
        quote=quote,
        position=position,
        offering=item.offering,
        label=item.label or item.offering.name_ja,
        quantity=price.quantity,
        unit=price.unit,
        options=asdict(item.options),
        parts=rules.as_parts(price.lines),
        yen=price.total_yen,
        tariff_source=price.source,
    )
