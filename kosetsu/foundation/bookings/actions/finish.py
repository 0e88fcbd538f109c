"""A booking ends: cancelled, expired, used, or nobody came. The time that is left is free again."""

import datetime as dt
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Refused, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings import rules
from kosetsu.foundation.bookings.actions import beats, ending
from kosetsu.foundation.bookings.actions.mail import tell
from kosetsu.foundation.bookings.models import Booking, BookingRule, Resource
from kosetsu.foundation.bookings.permissions import can_call_off, can_change, can_decide, can_run, outage_of
from kosetsu.foundation.bookings.rules import MINUTE, Span
from kosetsu.foundation.bookings.states import NoticeKind, State


@transaction.atomic
def cancel(*, by: Person, at: dt.datetime, booking: Booking, reason: str = "") -> Booking:
    """Give the time back; ``booking.fee`` is the share of the price that the rule asks for it."""
    booking, resources = beats.locked(booking)
    require(can_change(by, booking, "cancel"))
    return _cancelled(booking, resources, by=by, at=at, reason=reason)


@transaction.atomic
def call_off(*, by: Person, at: dt.datetime, booking: Booking, reason: str) -> Booking:
    """Give the time back because what it was booked for does not take place: whoever decided that, as the room of that
    thing allowed, need not be who booked."""
    booking, resources = beats.locked(booking)
    require(can_call_off(booking))
    return _cancelled(booking, resources, by=by, at=at, reason=reason)


def _cancelled(
    booking: Booking, resources: list[Resource], *, by: Person, at: dt.datetime, reason: str
) -> Booking:  # fmt: skip
    share = _fee(booking, at) if booking.state == State.CONFIRMED else Fraction(0)
    ending.end(booking, resources, "cancel", by=by, at=at, reason=reason, fee_share=str(share))
    tell(booking, NoticeKind.CANCELLED, at=at)
    return booking


@transaction.atomic
def start(*, by: Person, at: dt.datetime, booking: Booking) -> Booking:
    """The use begins, not before the resource is kept for it (set-up included)."""
    booking, resources = beats.locked(booking)
    require(can_run(by, booking, "start"))
    kept = booking.parts.get(resource=booking.resource)
    require(YES if kept.kept_from <= at < booking.ends_at else no(_("予約の時間ではありません。")))
    beats.ask_gates(beats.draft_of(booking, resources, "start", by=by), at)
    beats.move_state(booking, "start", by=by, at=at, started_at=at)
    return booking


@transaction.atomic
def stop(*, by: Person, at: dt.datetime, booking: Booking) -> Booking:
    """The use ends; what is left of the time is free again, but for the clean-up."""
    booking, resources = beats.locked(booking)
    require(can_run(by, booking, "stop"))
    if at < booking.ends_at:
        _leave_early(booking, at)
        beats.freed(resources, at)
    beats.move_state(booking, "stop", by=by, at=at, stopped_at=at)
    return booking


@transaction.atomic
def mark_no_show(*, by: Person | None, at: dt.datetime, booking: Booking) -> Booking:
    """Nobody came within the rule's minutes; the program itself does this where the rule has some."""
    booking, resources = beats.locked(booking)
    if by is not None:
        require(can_decide(by, booking, "mark_no_show"))
    rule = beats.rule_now(booking)
    patience = (rule.no_show_minutes if rule else None) or 0
    late = at >= booking.starts_at + patience * MINUTE
    require(YES if late else no(_("開始から%(minutes)d分たつまでは、お待ちください。") % {"minutes": patience}))
    require(no(_("機器が休止しているため、来所なしにはできません。")) if outage_of(booking) else YES)
    ending.end(booking, resources, "mark_no_show", by=by, at=at, fee_share=str(_fee(booking, at)))
    return booking


def mark_no_shows(*, at: dt.datetime) -> int:
    """Every confirmed booking to which nobody came, where its rule says when to give up; how many there were."""
    late = Booking.objects.filter(state=State.CONFIRMED, ours=False, starts_at__lte=at).select_related(
        "resource__branch"
    )
    found = list(late.order_by("pk")[:500])
    known = beats.rules_of(found)
    return sum(_give_up(booking, known[booking.pk], at) for booking in found)


def expire_holds(*, at: dt.datetime) -> int:
    """Every hold whose time has run out, and requests that nobody decided before they began; how many there were."""
    found = list(Booking.objects.due(at).order_by("pk")[:500])
    return sum(_expire_one(booking, at) for booking in found)


@transaction.atomic
def _expire_one(booking: Booking, at: dt.datetime) -> int:
    now, _resources = beats.locked(booking)
    if not Booking.objects.due(at).filter(pk=now.pk).exists():
        return 0
    ending.expire(now, at=at)
    return 1


def _fee(booking: Booking, at: dt.datetime) -> Fraction:
    """What the rule asks; nothing of the institute itself, and nothing where it cannot keep its word."""
    if booking.ours or outage_of(booking):
        return Fraction(0)
    rule = beats.rule_now(booking)
    return rules.fee_share(rules.read_fee(rule.fee) if rule else (), booking.starts_at, at, booking.resource.zone)


def _leave_early(booking: Booking, at: dt.datetime) -> None:
    """Keep each resource only until its clean-up after ``at`` is over."""
    for part in booking.parts.select_related("resource"):
        rule = BookingRule.objects.filter(resource=part.resource).on(booking.first_day).newest_first().first()
        used = Span(part.kept_from, max(at, part.kept_from + MINUTE))
        clean = rules.Terms({}, "days+0", cleanup_minutes=rule.cleanup_minutes if rule else 0)
        part.kept_until = min(part.kept_until, rules.kept(used, clean, part.resource.cell_minutes).ends)
        part.save(update_fields=["kept_until"])
        booking.cells.filter(resource=part.resource, starts_at__gte=part.kept_until).delete()


def _give_up(booking: Booking, rule: BookingRule | None, at: dt.datetime) -> int:
    """Whoever was faster (a start, a cancellation) is right."""
    if rule is None or rule.no_show_minutes is None:
        return 0
    try:
        mark_no_show(by=None, at=at, booking=booking)
    except Refused:
        return 0
    return 1
