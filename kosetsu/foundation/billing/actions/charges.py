"""Charges: written where a service is delivered, in the delivering action's transaction; taken back by the opposite.

``charge`` is the one way in for every service. The price is the quote's where there is one, else the tariff's of the
day; reliefs are given while their papers are shown and their limits last, which the database holds as well.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import rules
from kosetsu.foundation.billing.actions import beats
from kosetsu.foundation.billing.actions.quotes import Item, class_of, price_of
from kosetsu.foundation.billing.models import Charge, Invoice, QuoteLine, ReliefAccount, ReliefCertificate
from kosetsu.foundation.casebook.models import Case, Entry
from kosetsu.foundation.catalogue.models import Offering, Relief
from kosetsu.foundation.catalogue.rules import Claim, Options, PriceBreakdown, ReliefTerms, granted
from kosetsu.foundation.parties.models import Branch, Organisation, Workplace


@transaction.atomic
def charge(
    *,
    by: Person | None,
    at: dt.datetime,
    organisation: Organisation,
    workplace: Workplace | None,
    on_date: dt.date,
    offering: Offering | None = None,
    quantity: int = 1,
    options: Options = Options(),  # noqa: B008 (frozen)
    price: PriceBreakdown | None = None,
    quote_line: QuoteLine | None = None,
    advance: Invoice | None = None,
    case: Case | None = None,
    entry: Entry | None = None,
    branch: Branch | None = None,
    label: str = "",
    what: str = "",
) -> Charge:
    """Write what was delivered and costs something.

    The price comes from ``price`` (a cancellation fee computed elsewhere), else from ``quote_line`` (frozen, where the
    quantity is the quoted one), else from ``offering``'s tariff on ``on_date``. Raises ``Refused`` in a closed month,
    for a second charge of one entry, and where no price or class holds. ``advance`` is the paper that asked for it
    beforehand.
    """
    lock_keys(f"billing:company:{organisation.pk}")
    client_class = class_of(organisation, on_date)
    require(_once(entry, what))
    frozen = price is None and quote_line is not None and quote_line.quantity == quantity
    if frozen and quote_line:
        parts, unit, source, day = (
            quote_line.parts,
            quote_line.unit,
            quote_line.tariff_source,
            quote_line.quote.issued_on,
        )
    else:
        day = quote_line.quote.issued_on if quote_line else on_date
        found = price or _priced(organisation, workplace, offering, quantity, options, client_class, day, on_date)
        parts, unit, source = rules.as_parts(found.lines), found.unit, found.source
    beats.hold_month(on_date)
    made = Charge(
        case=case, organisation=organisation, workplace=workplace, branch=branch, offering=offering, entry=entry,
        what=what, quote_line=quote_line, advance=advance, on_date=on_date, quantity=quantity,
        label=label or (offering.name_ja if offering else ""),
        unit=unit, client_class=client_class, parts=parts, tariff_day=day, tariff_source=source,
        yen=sum(part["yen"] for part in parts), made_at=at, made_by=by,
    )  # fmt: skip
    made.save(force_insert=True)
    beats.record("charge", made, by=by, at=at, label=made.label, yen=made.yen, on_date=on_date.isoformat())
    return made


@transaction.atomic
def reverse_charge(*, by: Person, at: dt.datetime, charge: Charge, on_date: dt.date, reason: str) -> Charge:
    """Take a charge back by an equal one with the opposite sign; what it used of a relief is free again."""
    lock_keys(f"billing:company:{charge.organisation_id}")
    charge = Charge.objects.select_related("organisation").get(pk=charge.pk)
    require(_can_reverse(charge, reason))
    _give_back(charge)
    beats.hold_month(on_date)
    mirror = Charge(
        **{name: getattr(charge, name) for name in _COPIED},
        on_date=on_date,
        quantity=-charge.quantity,
        parts=rules.opposite(charge.parts),
        yen=-charge.yen,
        reverses=charge,
        reason=reason.strip(),
        made_at=at,
        made_by=by,
    )
    mirror.save(force_insert=True)
    beats.record("reverse_charge", charge, by=by, at=at, reason=reason, mirror=mirror.pk, yen=mirror.yen)
    return mirror


_COPIED = (
    "case", "organisation", "workplace", "branch", "offering", "entry", "what", "quote_line", "label", "unit",
    "client_class", "tariff_day", "tariff_source", "advance",
)  # fmt: skip


@transaction.atomic
def show_certificate(
    *,
    by: Person,
    at: dt.datetime,
    organisation: Organisation,
    name: str,
    seen_on: dt.date,
    workplace: Workplace | None = None,
    number: str = "",
    valid_until: dt.date | None = None,
) -> ReliefCertificate:
    """Note that a company showed a paper that entitles to a relief."""
    from kosetsu.foundation.billing.permissions import can_take_money

    require(can_take_money(by))
    shown = ReliefCertificate.objects.create(
        organisation=organisation, workplace=workplace, name=name, number=number, seen_on=seen_on,
        valid_until=valid_until, seen_by=by,
    )  # fmt: skip
    beats.record("show_certificate", shown, by=by, at=at, name=name, seen_on=seen_on.isoformat())
    return shown


def _once(entry: Entry | None, what: str) -> Any:
    if entry and Charge.objects.filter(entry=entry, what=what, reverses=None).exists():
        return no(_("この実績は、すでに料金に計上しています。"), _("料金の一覧を確かめてください。"))
    return YES


def _can_reverse(charge: Charge, reason: str) -> Any:
    if not reason.strip():
        return no(_("取り消しの理由がありません。"), _("理由を書いてください。"))
    if charge.reverses_id or Charge.objects.filter(reverses=charge).exists():
        return no(_("この料金は、すでに取り消されています。"), _("料金の一覧を開き直してください。"))
    return YES


def _priced(
    organisation: Organisation,
    workplace: Workplace | None,
    offering: Offering | None,
    quantity: int,
    options: Options,
    client_class: str,
    tariff_day: dt.date,
    on_date: dt.date,
) -> PriceBreakdown:
    """The tariff's price with the reliefs this company gets, whose limits are used up by it at once."""
    require(YES if offering else no(_("料金を計算する項目がありません。")))
    assert offering is not None
    terms = {one.code: one for one in Relief.objects.on(on_date)}
    found = _granted([one.terms for one in terms.values()], organisation, workplace, on_date)
    price = price_of(Item(offering, quantity, options), client_class, tariff_day, reliefs=found)
    year = fiscal.fiscal_year(on_date)
    for line in price.lines:
        if line.code:
            _use(terms[line.code], organisation, year, -line.yen)
    return price


def _granted(
    terms: Sequence[ReliefTerms], organisation: Organisation, workplace: Workplace | None, day: dt.date
) -> tuple[ReliefTerms, ...]:
    if not terms:
        return ()
    lock_keys(*(f"billing:relief:{one.code}" for one in terms))
    accounts = ReliefAccount.objects.filter(
        relief__code__in=[t.code for t in terms], fiscal_year=fiscal.fiscal_year(day)
    )
    rows = list(accounts.values_list("relief__code", "organisation", "used_yen"))
    claim = Claim(
        certificates=ReliefCertificate.names_of(organisation, workplace, day),
        area=workplace.area.code if workplace and workplace.area else "",
        to_company={code: used for code, owner, used in rows if owner == organisation.pk},
        to_all={code: used for code, owner, used in rows if owner is None},
    )
    return granted(terms, claim)


def _use(relief: Relief, organisation: Organisation, year: int, yen: int) -> None:
    """Book what is given on the budget and on the company's share; the database refuses more than the limit."""
    for owner, limit in ((None, relief.budget_yen), (organisation, relief.company_cap_yen)):
        account, _new = ReliefAccount.objects.get_or_create(
            relief=relief, fiscal_year=year, organisation=owner, defaults={"limit_yen": limit}
        )
        ReliefAccount.objects.filter(pk=account.pk).update(used_yen=F("used_yen") + yen, limit_yen=limit)


def _give_back(charge: Charge) -> None:
    year = fiscal.fiscal_year(charge.on_date)
    for part in charge.parts:
        if part.get("code"):
            lock_keys(f"billing:relief:{part['code']}")
            accounts = ReliefAccount.objects.filter(relief__code=part["code"], fiscal_year=year)
            mine = accounts.filter(organisation=None) | accounts.filter(organisation=charge.organisation)
            mine.update(used_yen=F("used_yen") + part["yen"])
