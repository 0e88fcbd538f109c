"""Rent: every month that is over is charged once, the last one through the leaving day; less where less was granted."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common import money
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import Refused
from kosetsu.common.money import Rounding
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.actions.quotes import Item, class_of, price_of
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.rules import PriceBreakdown
from kosetsu.services.labs.actions import beats
from kosetsu.services.labs.models import RentMonth, Tenancy
from kosetsu.services.labs.rules.rent import Days, Letting, MonthPrice, months, rent_lines
from kosetsu.services.labs.states import STOOD


def month_price(tenancy: Tenancy, day: dt.date) -> int:
    """What a whole month costs this tenant by the tariff of a day."""
    return _price(_offering(tenancy), class_of(tenancy.organisation, day), day).total_yen


def charge_rent(*, at: dt.datetime) -> int:
    """Every month that is over, of everyone with a contract; how many were charged now. Run again, it adds nothing."""
    today = day_of(at)
    found = Tenancy.objects.stood().filter(since__lt=today).order_by("pk")
    return sum(_charge_all(tenancy, today - beats.ONE_DAY, at) for tenancy in found)


def charge_due(tenancy: Tenancy, until: dt.date, *, by: Person | None, at: dt.datetime) -> int:
    """The locked tenancy's months that end by ``until`` and are not charged yet; the caller's transaction."""
    known = set(tenancy.rent_months.values_list("month", flat=True))
    due = [part for part in _parts(tenancy) if part.last <= until and part.first.replace(day=1) not in known]
    for part in due:
        _charge(tenancy, part, by, at)
    return len(due)


def rent_of(tenancy: Tenancy, part: Days) -> PriceBreakdown:
    """The rent of a part of a month, with what is let off of it."""
    terms = beats.terms_of(tenancy.since)
    client_class = class_of(tenancy.organisation, part.last)
    with override(settings.LANGUAGE_CODE):  # it is kept, and papers are the institute's
        prices = list(_prices(_offering(tenancy), client_class, part))
        lines = rent_lines(part, prices, _lettings(tenancy), share=terms.day_share, rounding=Rounding(terms.rounding))
        last = _price(_offering(tenancy), client_class, part.last)
        unit = _("日")
    return PriceBreakdown(part.last, client_class, len(part), unit, tuple(lines), last.tax_class, last.source)


def _parts(tenancy: Tenancy) -> list[Days]:
    return months(Days(tenancy.since, tenancy.last_day))


def _charge_all(tenancy: Tenancy, until: dt.date, at: dt.datetime) -> int:
    """One tenancy after the other: what cannot be charged (a closed month, no price) waits and stops nobody else."""
    try:
        with transaction.atomic():
            held = beats.locked(tenancy)
            return charge_due(held, until, by=None, at=at) if held.case.state in STOOD else 0
    except Refused:
        return 0


def _charge(tenancy: Tenancy, part: Days, by: Person | None, at: dt.datetime) -> None:
    price, case = rent_of(tenancy, part), tenancy.case
    with override(settings.LANGUAGE_CODE):
        label = _("製品開発支援ラボ %(room)s %(month)s分") % {
            "room": tenancy.lab.room, "month": part.first.strftime("%Y-%m"),
        }  # fmt: skip
    made = billing.charge(
        by=by, at=at, organisation=tenancy.organisation, workplace=case.workplace, on_date=part.last,
        offering=tenancy.lab.offering, quantity=len(part), price=price, case=case, branch=tenancy.lab.branch,
        label=label, what="rent",
    )  # fmt: skip
    month = part.first.replace(day=1)
    RentMonth.objects.create(tenancy=tenancy, month=month, first=part.first, last=part.last, charge=made)


def _prices(offering: Offering, client_class: str, part: Days) -> Iterator[MonthPrice]:
    """The month's price on the first day, and on every later day on which a line of the tariff begins or has ended."""
    turns = {part.first}
    for line in offering.tariff.all():
        ended = line.valid_to and line.valid_to + beats.ONE_DAY
        turns |= {day for day in (line.valid_from, ended) if day and part.first < day <= part.last}
    for day in sorted(turns):
        found = _price(offering, client_class, day)
        yield MonthPrice(day, found.total_yen, found.tax_class)


def _price(offering: Offering, client_class: str, day: dt.date) -> PriceBreakdown:
    return price_of(Item(offering), client_class, day)


def _lettings(tenancy: Tenancy) -> list[Letting]:
    granted = tenancy.reliefs.granted().select_related("rule")
    return [Letting(Days(one.first, one.last), money.rate(one.rate), one.rule.name_ja) for one in granted]


def _offering(tenancy: Tenancy) -> Offering:
    assert tenancy.lab.offering
    return tenancy.lab.offering
