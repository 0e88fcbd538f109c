"""What a use costs and counts: minutes, units, one entry, its charges; and what a late cancellation costs.

Whichever page or program stops a booking, :func:`settle` is called once for it: at the bench in the same transaction,
elsewhere by the signal after the commit.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import Refused
from kosetsu.common.mistakes import Mistake
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing.actions import charge
from kosetsu.foundation.billing.actions.quotes import class_of
from kosetsu.foundation.billing.rules import kept
from kosetsu.foundation.bookings.models import Booking
from kosetsu.foundation.bookings.states import ResourceKind, State
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.catalogue.models import Offering, TariffLine
from kosetsu.foundation.catalogue.rules import PriceBreakdown, PriceLine
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.instruments import rules, states
from kosetsu.services.instruments.models import CancellationFee, MeteringRule, Use

HOURLY = MeteringRule(basis=states.Basis.USED, unit_minutes=60, rounding=states.Rounding.UP)
"""How time is counted where the institute's table says nothing: begun hours."""


@transaction.atomic
def open_use(booking: Booking) -> Use:
    """The use of a booking that has begun; asked again, it is the same one."""
    assert booking.started_at
    assert booking.resource.offering
    use, _new = Use.objects.get_or_create(
        booking=booking,
        defaults={
            "offering": booking.resource.offering,
            "person": booking.person,
            "workplace": booking.workplace,
            "started_at": booking.started_at,
        },
    )
    return use


@transaction.atomic
def settle(booking: Booking, *, by: Person | None, at: dt.datetime) -> Use:
    """Meter a finished booking once: its minutes, its units, its entry, its charges."""
    lock(booking)
    assert booking.stopped_at
    use = open_use(booking)
    if use.stopped_at:
        return use
    rule = _metering(use)
    use.stopped_at = booking.stopped_at
    use.used_minutes = rules.minutes(use.started_at, use.stopped_at)
    use.units = _units(rule, booking, use.used_minutes)
    use.entry = _enter(use, by, at)
    use.unpriced = _price(use, rule, by, at)
    use.save()
    audit.record(by=by, at=at, verb="settle", thing=use, after={"minutes": use.used_minutes, "units": use.units})
    return use


def charge_cancellation(booking: Booking, *, by: Person | None, at: dt.datetime) -> CancellationFee | None:
    """What a cancelled or missed booking costs by its rule, charged once; None where it costs nothing or has no price
    yet, which the job tries again.
    """
    try:
        with transaction.atomic():
            return _charge_cancellation(booking, by, at)
    except (Refused, Mistake):
        return None


def settle_missed(*, at: dt.datetime) -> int:
    """Bookings that ended without their receiver (a process died after the commit); how many there were."""
    instruments = Booking.objects.filter(
        upkeep=False, resource__kind=ResourceKind.INSTRUMENT, resource__offering__isnull=False
    )
    rows = instruments.select_related("resource__branch", "resource__offering", "person", "workplace__organisation")
    ended = rows.filter(state=State.FINISHED, use=None) | rows.filter(state=State.FINISHED, use__stopped_at=None)
    missed = list(ended.order_by("pk")[:200])
    for booking in missed:
        settle(booking, by=None, at=at)
    unpriced = Use.objects.exclude(unpriced="").select_related("booking__resource__branch", "offering", "workplace")
    priced = sum(_price_again(use, at) for use in unpriced.order_by("pk")[:200])
    late = rows.filter(state__in=[State.CANCELLED, State.NO_SHOW], cancellation_fee=None)
    owed = list(late.exclude(fee_share__in=["", "0"]).exclude(workplace=None).order_by("pk")[:200])
    return len(missed) + priced + sum(charge_cancellation(booking, by=None, at=at) is not None for booking in owed)


@transaction.atomic
def _price_again(use: Use, at: dt.datetime) -> int:
    lock(use.booking)
    use.unpriced = _price(use, _metering(use), None, at)
    return Use.objects.filter(pk=use.pk).update(unpriced=use.unpriced) if not use.unpriced else 0


def _charge_cancellation(booking: Booking, by: Person | None, at: dt.datetime) -> CancellationFee | None:
    lock(booking)
    known = CancellationFee.objects.filter(booking=booking).first()
    offering, workplace = booking.resource.offering, booking.workplace
    if known or not booking.fee or offering is None or workplace is None:
        return known
    price = _share_of(booking, offering, workplace.organisation)
    charge(
        by=by, at=at, organisation=workplace.organisation, workplace=workplace, offering=offering, price=price,
        on_date=day_of(at), case=booking.case, branch=booking.resource.branch,
        label=f"{offering.name_ja} {_('取り消し料')}", what="cancellation",
    )  # fmt: skip
    return CancellationFee.objects.create(booking=booking, yen=price.total_yen, charged_at=at)


def _share_of(booking: Booking, offering: Offering, organisation: Organisation) -> PriceBreakdown:
    """The rule's share of what the booked time would have cost."""
    day = booking.first_day
    units = _units(_rule_on(offering.pk, day), booking, booking.span.minutes)
    agreed = offering.price(day=day, client_class=class_of(organisation, day), quantity=units)
    return kept(
        agreed.total_yen, booking.fee, label=_("取り消し料"), tax_class=agreed.tax_class, day=day, unit="回",
        client_class=agreed.client_class, source=agreed.source,
    )  # fmt: skip


def lock(booking: Booking) -> None:
    lock_keys(f"instruments:booking:{booking.pk}")


def _rule_on(offering_id: int, day: dt.date) -> MeteringRule:
    rows = MeteringRule.objects.on(day).filter(offering=offering_id)
    return rows.order_by("-valid_from").first() or HOURLY


def _metering(use: Use) -> MeteringRule:
    return _rule_on(use.offering_id, use.booking.first_day)


def _units(rule: MeteringRule, booking: Booking, used: int) -> int:
    counted = max(used, booking.span.minutes) if rule.basis == states.Basis.BOOKED else used
    return rules.units(counted, rule.unit_minutes, rule.rounding)


def _enter(use: Use, by: Person | None, at: dt.datetime) -> Entry:
    """The delivered unit: one use, with its minutes."""
    booking = use.booking
    return record_entry(
        by=by, at=at, service="instruments", kind="use", on_date=booking.first_day, branch=booking.resource.branch,
        organisation=use.workplace.organisation if use.workplace else None, workplace=use.workplace,
        field=use.offering.field.code, reference=use.offering.code, topic=use.offering.name_ja, case=booking.case,
        details={"minutes": use.used_minutes, "guidance_minutes": use.guidance_minutes},
    )  # fmt: skip


def _price(use: Use, rule: MeteringRule, by: Person | None, at: dt.datetime) -> str:
    """Charge the use; empty, or why there is no price yet: whoever stands at the bench goes home all the same."""
    try:
        with transaction.atomic():
            _charge(use, rule, by, at)
    except (Refused, Mistake) as why:
        return str(why)[:300]
    return ""


def _charge(use: Use, rule: MeteringRule, by: Person | None, at: dt.datetime) -> None:
    """The time by the tariff; guidance and consumables by their own dated prices; nothing where nobody pays."""
    if use.workplace is None:
        return
    booking, day = use.booking, use.booking.first_day
    common: dict[str, Any] = {
        "by": by, "at": at, "organisation": use.workplace.organisation, "workplace": use.workplace, "on_date": day,
        "case": booking.case, "entry": use.entry, "branch": booking.resource.branch, "offering": use.offering,
    }  # fmt: skip
    if TariffLine.objects.on(day).filter(offering=use.offering).exists():
        charge(**common, quantity=use.units, what="use")
    if use.guidance_minutes and rule.guide_yen:
        units = rules.units(use.guidance_minutes, rule.unit_minutes, rule.rounding)
        line = PriceLine(
            "unit", _("操作指導"), f"{rule.guide_yen:,} × {units}", rule.guide_yen * units, rule.guide_tax_class
        )
        _charge_lines(common, use, (line,), "guide", _("操作指導"), rule.source)
    taken = list(use.consumed.select_related("consumable"))
    lines = tuple(
        PriceLine("unit", one.consumable.name_ja, f"{one.consumable.yen:,} × {one.quantity}{one.consumable.unit}",
                  one.yen, one.consumable.tax_class)
        for one in taken
    )  # fmt: skip
    if lines:
        _charge_lines(common, use, lines, "consumables", _("消耗品"), taken[0].consumable.source)


def _charge_lines(
    common: dict[str, Any], use: Use, lines: tuple[PriceLine, ...], what: str, label: str, source: str
) -> None:
    price = PriceBreakdown(use.booking.first_day, "any", 1, "回", lines, lines[0].tax_class, source)
    charge(**common, price=price, what=what, label=f"{use.offering.name_ja} {label}")
