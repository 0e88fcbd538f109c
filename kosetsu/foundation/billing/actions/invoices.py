"""Invoices: issue, ask in advance, correct by a new paper. A number is taken last, so none is ever lost."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import permissions, rules
from kosetsu.foundation.billing.actions import beats
from kosetsu.foundation.billing.actions.charges import reverse_charge
from kosetsu.foundation.billing.actions.mail import tell_of_invoice
from kosetsu.foundation.billing.actions.quotes import Item, class_of, price_of, taxes_of
from kosetsu.foundation.billing.models import Allocation, Charge, Invoice, InvoiceLine, InvoiceTax, Quote
from kosetsu.foundation.billing.states import InvoiceKind, QuoteState
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.states import TaxClass
from kosetsu.foundation.parties.models import Organisation, Workplace


@transaction.atomic
def issue_invoice(
    *, by: Person, at: dt.datetime, charges: Sequence[Charge], issued_on: dt.date | None = None, title: str = ""
) -> Invoice:
    """One qualified invoice for unbilled charges of one workplace; deposits paid for their quotes are set against it.

    Raises ``Refused`` when a charge stands on a paper already, in a closed month, and for mixed kinds of tax.
    """
    day = issued_on or day_of(at)
    found = _locked(charges)
    for one in found:
        require(permissions.can_bill(by, one))
    require(_one_payer(found))
    first = found[0]
    total = sum(one.yen for one in found)
    kind = first.offering.kind if first.offering else ""
    terms = beats.terms_on(day, kind, first.client_class, max(total, 0))
    beats.hold_month(day)
    invoice = paper(
        InvoiceKind.INVOICE, first.organisation, first.workplace, day, by=by, at=at,
        parts=[part for one in found for part in one.parts], rounding=terms.tax_rounding,
        due_on=day + dt.timedelta(days=terms.due_days), title=title or _("ご利用料金"),
    )  # fmt: skip
    _lines(invoice, found)
    _set_deposits_against(invoice, found, by=by, at=at)
    beats.record("issue_invoice", invoice, by=by, at=at, number=invoice.number, total_yen=invoice.total_yen)
    tell_of_invoice(invoice, [one.case for one in found], at=at)
    return invoice


@transaction.atomic
def request_deposit(*, by: Person, at: dt.datetime, quote: Quote, issued_on: dt.date | None = None) -> Invoice:
    """Ask in advance for what the rule of paying says; not a qualified invoice, the tax comes with the delivery."""
    day = issued_on or day_of(at)
    locked = (
        Quote.objects.select_for_update(of=("self",))
        .select_related("organisation", "workplace", "case__contact")
        .get(pk=quote.pk)
    )
    require(permissions.can_keep_books(by))
    require(_wants_deposit(locked))
    terms = beats.terms_on(day, "", locked.client_class, locked.deposit_yen)
    beats.hold_month(day)
    invoice = deposit(
        [(_("%(number)s の前納金") % {"number": str(locked)}, locked.deposit_yen)], locked.organisation,
        locked.workplace, day, by=by, at=at, rounding=terms.tax_rounding, title=locked.title, quote=locked,
        due_on=min(day + dt.timedelta(days=terms.due_days), locked.valid_until),
    )  # fmt: skip
    beats.record("request_deposit", invoice, by=by, at=at, number=invoice.number, total_yen=invoice.total_yen)
    tell_of_invoice(invoice, [locked.case], at=at)
    return invoice


@transaction.atomic
def request_advance(
    *,
    by: Person | None,
    at: dt.datetime,
    issuer: Person,
    organisation: Organisation,
    workplace: Workplace | None,
    offering: Offering,
    on_date: dt.date,
    labels: Sequence[str],
    title: str,
    latest: dt.date,
) -> Invoice | None:
    """Ask in advance, without a quote, for one of ``offering`` under each label, at the tariff of ``on_date``.

    ``issuer`` is who answers for it where the program itself asks; it is due by ``latest`` at the latest. None where it
    costs nothing. What is charged with ``advance`` afterwards is set against it.
    """
    day = day_of(at)
    lock_keys(f"billing:company:{organisation.pk}")
    client_class = class_of(organisation, on_date)
    price = price_of(Item(offering), client_class, on_date)
    if not price.total_yen:
        return None
    terms = beats.terms_on(day, offering.kind, client_class, price.total_yen * len(labels))
    each = taxes_of(rules.as_parts(price.lines), terms.tax_rounding).total_yen
    beats.hold_month(day)
    invoice = deposit(
        [(label, each) for label in labels], organisation, workplace, day, by=issuer, at=at, title=title,
        rounding=terms.tax_rounding, due_on=min(day + dt.timedelta(days=terms.due_days), latest),
    )  # fmt: skip
    beats.record("request_advance", invoice, by=by, at=at, number=invoice.number, total_yen=invoice.total_yen)
    return invoice


@transaction.atomic
def correct_invoice(
    *,
    by: Person,
    at: dt.datetime,
    invoice: Invoice,
    charges: Sequence[Charge],
    reason: str,
    issued_on: dt.date | None = None,
) -> Invoice:
    """Take these charges of an invoice back on a return invoice; it lowers what is open, the rest is a credit.

    The invoice itself stays as it was issued. What is right instead is charged and invoiced anew.
    """
    day = issued_on or day_of(at)
    require(permissions.can_keep_books(by))
    locked = (
        Invoice.objects.select_for_update(of=("self",)).select_related("organisation", "workplace").get(pk=invoice.pk)
    )
    require(_stand_on(locked, charges))
    mirrors = [reverse_charge(by=by, at=at, charge=one, on_date=day, reason=reason) for one in charges]
    beats.hold_month(day)
    given_back = paper(
        InvoiceKind.RETURN, locked.organisation, locked.workplace, day, by=by, at=at,
        parts=[part for one in charges for part in one.parts], rounding=locked.tax_rounding, due_on=None,
        title=locked.title, corrects=locked, reason=reason.strip(),
    )  # fmt: skip
    _lines(given_back, mirrors)
    set_against(locked, given_back, min(locked.open_yen, given_back.total_yen), by=by, at=at)
    beats.record(
        "correct_invoice", given_back, by=by, at=at, reason=reason, number=given_back.number, corrects=locked.number,
    )  # fmt: skip
    return given_back


def deposit_part(yen: int) -> dict[str, Any]:
    """The one line of a paper that asks in advance, or for a security: no tax is due on it."""
    return {
        "part": "deposit", "label": str(InvoiceKind.DEPOSIT.label), "formula": "", "yen": yen,
        "tax_class": str(TaxClass.OUT_OF_SCOPE), "code": "",
    }  # fmt: skip


def _locked(charges: Sequence[Charge]) -> list[Charge]:
    """The charges as they are now, with the companies they belong to held."""
    require(YES if charges else no(_("請求する料金がありません。"), _("料金を選んでください。")))
    lock_keys(*(f"billing:company:{one.organisation_id}" for one in charges))
    wanted = Charge.objects.filter(pk__in=[one.pk for one in charges]).order_by("on_date", "pk")
    return list(
        wanted.select_related(
            "organisation",
            "workplace",
            "offering",
            "invoice_line__invoice",
            "quote_line",
            "case__contact",
        )
    )


def _one_payer(charges: Sequence[Charge]) -> Any:
    payers = {(one.organisation_id, one.workplace_id) for one in charges}
    if len(payers) > 1:
        return no(_("別の会社や事業所の料金は、一つの請求書に書けません。"), _("事業所ごとに分けて発行してください。"))
    if sum(one.yen for one in charges) < 0:
        return no(_("請求額が負になります。"), _("返還請求書で訂正してください。"))
    return YES


def _wants_deposit(quote: Quote) -> Any:
    if quote.state != QuoteState.ACCEPTED:
        return no(_("見積りがまだ承諾されていません。"), _("お客様の承諾を待ってください。"))
    if not quote.deposit_yen:
        return no(_("この見積りは後納のため、前納金はありません。"))
    if quote.invoices.filter(kind=InvoiceKind.DEPOSIT).exists():
        return no(_("前納金は、すでに請求しています。"), _("請求書の一覧を確かめてください。"))
    return YES


def _stand_on(invoice: Invoice, charges: Sequence[Charge]) -> Any:
    known = set(invoice.lines.values_list("charge", flat=True))
    if invoice.kind != InvoiceKind.INVOICE or not charges or any(one.pk not in known for one in charges):
        return no(_("この請求書にない料金は訂正できません。"), _("請求書の明細から選んでください。"))
    return YES


def deposit(
    lines: Sequence[tuple[str, int]], organisation: Organisation, workplace: Workplace | None, day: dt.date, *,
    by: Person, at: dt.datetime, rounding: str, **columns: Any,
) -> Invoice:  # fmt: skip
    """A paper that asks for these sums; the tax comes with the delivery."""
    label = str(InvoiceKind.DEPOSIT.label)
    plain: dict[str, Any] = {
        "part": "deposit",
        "label": label,
        "formula": "",
        "tax_class": str(TaxClass.OUT_OF_SCOPE),
        "code": "",
    }
    parts: list[dict[str, Any]] = [{**plain, "yen": yen} for _label, yen in lines]
    invoice = paper(
        InvoiceKind.DEPOSIT, organisation, workplace, day, by=by, at=at, parts=parts, rounding=rounding, **columns
    )
    InvoiceLine.objects.bulk_create(
        InvoiceLine(invoice=invoice, position=position, label=label[:200], quantity=1, parts=[part], yen=part["yen"])
        for position, ((label, _yen), part) in enumerate(zip(lines, parts, strict=True), 1)
    )
    return invoice


def paper(
    kind: InvoiceKind,
    organisation: Organisation,
    workplace: Workplace | None,
    day: dt.date,
    *,
    by: Person,
    at: dt.datetime,
    parts: list[dict[str, Any]],
    rounding: str,
    **columns: Any,
) -> Invoice:
    """A paper with its number and its taxes, rounded once per rate."""
    taxes = taxes_of(parts, rounding)
    made = Invoice(
        kind=kind,
        issued_on=day,
        organisation=organisation,
        workplace=workplace,
        billed_to=beats.addressee(organisation, workplace, day),
        billed_address=f"{workplace.postal_code} {workplace.address}".strip() if workplace else "",
        issuer=beats.issuer_on(day),
        tax_included=taxes.included,
        tax_rounding=rounding,
        tax_yen=taxes.tax_yen,
        total_yen=taxes.total_yen,
        issued_at=at,
        issued_by=by,
        **columns,
    )
    made.number = beats.number(kind, day)
    made.save(force_insert=True)
    InvoiceTax.objects.bulk_create(
        InvoiceTax(invoice=made, rate=rate, net_yen=one.net_yen, tax_yen=one.tax_yen) for rate, one in taxes.by_rate
    )
    return made


def _lines(invoice: Invoice, charges: Sequence[Charge]) -> None:
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice,
            position=position,
            charge=one,
            on_date=one.reverses.on_date if one.reverses else one.on_date,
            label=one.label,
            quantity=one.quantity,
            unit=one.unit,
            parts=one.parts,
            yen=one.yen,
        )
        for position, one in enumerate(charges, start=1)
    )


def _set_deposits_against(invoice: Invoice, charges: Sequence[Charge], *, by: Person, at: dt.datetime) -> None:
    quotes = {one.quote_line.quote_id for one in charges if one.quote_line}
    asked = Q(quote__in=quotes) | Q(pk__in={one.advance_id for one in charges if one.advance_id})
    deposits = Invoice.objects.select_for_update().filter(asked, kind=InvoiceKind.DEPOSIT)
    for paid in deposits.order_by("pk"):
        set_against(invoice, paid, min(invoice.open_yen, paid.credit_yen), by=by, at=at)


def set_against(invoice: Invoice, credit: Invoice, yen: int, *, by: Person, at: dt.datetime) -> None:
    """Use a return or a deposit for an open paper; both are held by the caller."""
    if yen > 0:
        Allocation.objects.create(invoice=invoice, credit=credit, yen=yen, at=at, by=by)
        invoice.refresh_from_db(fields=["settled_yen"])
        credit.refresh_from_db(fields=["used_yen"])
