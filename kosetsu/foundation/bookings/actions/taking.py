"""A booking gets its time, on all its resources or on none; who cannot have it is told the next free times."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kosetsu.common.decisions import no
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings import rules
from kosetsu.foundation.bookings.actions import beats, ending
from kosetsu.foundation.bookings.actions.beats import OtherTimes
from kosetsu.foundation.bookings.actions.places import MARGIN, Place, free, places
from kosetsu.foundation.bookings.models import BookedCell, BookedResource, Booking, BookingRule, Resource
from kosetsu.foundation.bookings.permissions import keeps
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.bookings.states import KEEPING


@contextmanager
def or_other_times(
    resources: Sequence[Resource], span: Span, *, by: Person | None, at: dt.datetime, but: Booking | None = None
) -> Iterator[None]:
    """One transaction; a time that cannot be had is refused with the next free ones."""
    try:
        with transaction.atomic():
            yield
    except OtherTimes as refused:
        minutes = max(span.minutes, resources[0].cell_minutes)
        wanted = beats.resources_of(but) if but else resources
        spans = free(wanted, minutes, after=span.starts, at=at, notice=not keeps(by), but=but)
        raise OtherTimes(no(refused.decision.reason, next_times(spans, wanted[0])), spans) from refused


def next_times(spans: Sequence[Span], resource: Resource) -> str:
    """The next step of a refusal."""
    if not spans:
        return _("別の日か、ほかの機器・部屋をお選びください。キャンセル待ちもできます。")
    times = "、".join(_written(one, resource.zone) for one in spans)
    return _("次に空いている時間：%(times)s") % {"times": times}


def take(
    booking: Booking,
    resources: Sequence[Resource],
    span: Span,
    *,
    by: Person | None,
    at: dt.datetime,
    verb: str,
    settle: Callable[[BookingRule], None] = lambda rule: None,
) -> BookingRule:
    """Give the booking this time on all resources, or on none; what it had before is given back first. Returns the
    main resource's rule; ``settle`` writes into the booking what else that rule decides. The caller holds the locks.
    """
    known = bool(booking.pk)
    found = places(resources, Span(span.starts - MARGIN, span.ends + MARGIN), at=at, but=booking)
    release({pk for place in found for pk in place.due}, at)
    before = {part.resource_id: part.lane for part in booking.parts.all()} if known else {}
    new = verb in ("hold", "request", "move")
    parts = [
        _part(place, span, at if new else min(at, span.starts), before, notice=new and not keeps(by), ours=booking.ours)
        for place in found
    ]
    rule = rule_of(found[0], span)
    _allow_client(booking, rule, span, resources[0])
    booking.starts_at, booking.ends_at, booking.changed_at = span.starts, span.ends, at
    booking.sequence += 1 if known else 0
    settle(rule)
    booking.save()
    if known:
        beats.give_back(booking)
        booking.parts.all().delete()
    for part in parts:
        part.booking = booking
    _keep(booking, parts, {place.resource.pk: place.cell for place in found})
    return rule


def release(due: Collection[int], at: dt.datetime) -> None:
    """What has run out gives its cells back, even before the job has come by."""
    for booking in Booking.objects.filter(pk__in=due) if due else ():
        ending.expire(booking, at=at)


def rule_of(place: Place, span: Span) -> BookingRule:
    """The rule on the day the booking begins."""
    rule = place.rule_on(span.starts.astimezone(place.calendar.zone).date())
    if rule is None:
        raise OtherTimes(no(_("「%(name)s」は、その日の予約を受け付けていません。") % {"name": place.resource.name}))
    return rule


def _part(
    place: Place, span: Span, at: dt.datetime, before: dict[int, int], *, notice: bool, ours: bool
) -> BookedResource:
    """The lane that the booking gets on one resource; refuses what the rule or others do not leave."""
    terms = rule_of(place, span).terms
    check = rules.check_ours(span, at=at, calendar=place.calendar)
    allowed = (
        check if ours else rules.check(terms, span, at=at, cell=place.cell, calendar=place.calendar, notice=notice)
    )
    if not allowed:
        raise OtherTimes(allowed)
    kept = rules.kept(span, terms, place.cell)
    lane = rules.free_lane(place.lanes, kept, before.get(place.resource.pk))
    if lane is None:
        raise OtherTimes(no(_("「%(name)s」は、その時間は予約済みです。") % {"name": place.resource.name}))
    return BookedResource(resource=place.resource, lane=lane, kept_from=kept.starts, kept_until=kept.ends)


def _keep(booking: Booking, parts: list[BookedResource], sizes: dict[int, int]) -> None:
    """Write lanes and cells; the database itself refuses a cell that somebody has."""
    BookedResource.objects.bulk_create(parts)
    made = [
        BookedCell(booking=booking, resource_id=part.resource_id, lane=part.lane, starts_at=starts)
        for part in parts
        for starts in rules.cells(part.span, sizes[part.resource_id])
    ]
    try:
        BookedCell.objects.bulk_create(made)
    except IntegrityError as taken:
        raise OtherTimes(no(_("その時間は、たったいま予約されました。"))) from taken


def _allow_client(booking: Booking, rule: BookingRule, span: Span, resource: Resource) -> None:
    """So many a week, so far apart: counted per workplace, or per person where there is none."""
    client = Q(workplace=booking.workplace) if booking.workplace_id else Q(person=booking.person_id, workplace=None)
    somebody = booking.workplace_id or booking.person_id
    if not somebody or (rule.per_week is None and not rule.spacing_minutes):
        return
    around = dt.timedelta(days=8, minutes=rule.spacing_minutes)
    own = Booking.objects.filter(client, resource=resource, state__in=KEEPING).exclude(pk=booking.pk)
    near = own.filter(starts_at__lt=span.ends + around, ends_at__gt=span.starts - around)
    allowed = rules.check_client(rule.terms, span, [one.span for one in near], resource.zone)
    if not allowed:
        raise OtherTimes(allowed)


def _written(span: Span, zone: dt.tzinfo) -> str:
    begins, ends = timezone.localtime(span.starts, zone), timezone.localtime(span.ends, zone)
    last = f"{ends:%H:%M}" if begins.date() == ends.date() else f"{ends:%m/%d %H:%M}"
    return f"{begins:%m/%d %H:%M}–{last}"
