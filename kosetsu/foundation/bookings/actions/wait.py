"""The waiting list: who waits is offered what becomes free, in turn, and has a while to accept."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Refused, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.actions import beats, taking
from kosetsu.foundation.bookings.actions.book import Wish, confirm_hold, hold
from kosetsu.foundation.bookings.actions.mail import tell
from kosetsu.foundation.bookings.actions.places import free
from kosetsu.foundation.bookings.models import Booking, BookingRule, Resource, Waiting
from kosetsu.foundation.bookings.permissions import can_accept, can_book_as
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.bookings.states import NoticeKind, WaitingState
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Workplace


@transaction.atomic
def join_waiting_list(
    *, by: Person, at: dt.datetime, resource: Resource, workplace: Workplace | None, minutes: int, within: Span
) -> Waiting:
    """Wait for so many minutes of the resource, some time within the span; refused where there is such a time."""
    require(can_book_as(by, (resource,), workplace))
    require(YES if within.ends > at and within.minutes >= minutes > 0 else no(_("待つ期間を確かめてください。")))
    spans = free([resource], minutes, after=within.starts, at=at, until=within.ends)
    if spans:
        raise beats.OtherTimes(no(_("空いている時間があります。"), taking.next_times(spans, resource)), spans)
    waiting = Waiting.objects.create(
        resource=resource, person=by, workplace=workplace, minutes=minutes, since=within.starts, until=within.ends,
        made_at=at,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="join_waiting_list", thing=waiting, after={"resource": resource.pk})
    return waiting


def offer_freed(*, at: dt.datetime, resource: Resource) -> int:
    """Hold what is free for those who wait, the first first, and tell them; how many were offered something."""
    return sum(_offer(waiting, resource, at) for waiting in Waiting.objects.in_turn(resource, at)[:100])


@transaction.atomic
def accept_offer(*, by: Person, at: dt.datetime, waiting: Waiting) -> Booking:
    """Take what was offered, in time: the held booking is confirmed, as by its own button."""
    now = Waiting.objects.select_related("offered").get(pk=waiting.pk)
    require(can_accept(by, now))
    assert now.offered is not None
    return confirm_hold(by=by, at=at, booking=now.offered)


def _offer(waiting: Waiting, resource: Resource, at: dt.datetime) -> int:
    """One offer; a person whom a gate refuses by now is passed over."""
    try:
        with transaction.atomic():
            beats.lock([resource])
            turn = Waiting.objects.select_for_update().get(pk=waiting.pk)
            spans = free([resource], waiting.minutes, after=waiting.since, at=at, until=waiting.until, count=1)
            if turn.state != WaitingState.WAITING or not spans:
                return 0
            wish = Wish(resources=(resource,), span=spans[0], person=waiting.person, workplace=waiting.workplace)
            turn.offered = hold(by=None, at=at, wish=wish, until=_until(resource, spans[0], at))
            turn.state = WaitingState.OFFERED
            turn.save(update_fields=["offered", "state"])
            tell(turn.offered, NoticeKind.OFFERED, at=at)
    except Refused:
        return 0
    return 1


def _until(resource: Resource, span: Span, at: dt.datetime) -> dt.datetime:
    """As long as the rule says, but not beyond the beginning."""
    day = span.starts.astimezone(resource.zone).date()
    rule = BookingRule.objects.filter(resource=resource).on(day).newest_first().first()
    minutes = rule.offer_minutes if rule else 0
    return min(at + dt.timedelta(minutes=minutes), span.starts)
