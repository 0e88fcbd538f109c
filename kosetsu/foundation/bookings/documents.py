"""Texts for people and for their calendars: mails with the appointment, and iCal feeds (RFC 5545)."""

import datetime as dt
from collections.abc import Iterable
from hashlib import sha256

import icalendar
from django.conf import settings
from django.core.signing import Signer
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from kosetsu.foundation.bookings.models import Booking, BookingQuerySet, Feed
from kosetsu.foundation.bookings.states import COMING, KEEPING, FeedKind, NoticeKind, State, calendar_method
from kosetsu.foundation.parties.post import written
from kosetsu.foundation.parties.standing import standing

WITH_CALENDAR = frozenset({NoticeKind.CONFIRMED, NoticeKind.CHANGED, NoticeKind.CANCELLED, NoticeKind.REFUSED})
"""Notices that bring the appointment along: put it in, change it, take it out."""


def notice_text(booking: Booking, kind: NoticeKind, language: str) -> tuple[str, str]:
    """Subject and body of one mail, in the reader's language."""
    return written(
        f"bookings/mail/{kind}.txt",
        language,
        booking=booking,
        zone=booking.resource.zone,
        institute=booking.institute,
        url=settings.PUBLIC_URL + reverse("bookings:booking", args=[booking.public_id]),
    )


def invitation(booking: Booking, kind: NoticeKind, address: str) -> str:
    """The appointment for the calendar of whoever comes; empty where the mail brings none."""
    if kind not in WITH_CALENDAR:
        return ""
    calendar = _calendar(calendar_method(kind))
    event = _event(booking, named=True)
    event.add("organizer", f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    event.add("attendee", f"mailto:{address}")
    calendar.add_component(event)
    return bytes(calendar.to_ical()).decode()


def feed_address(feed: Feed) -> str:
    """The whole address; whoever has it may read, until it is revoked."""
    return str(settings.PUBLIC_URL) + reverse("bookings:feed", args=[feed.public_id, _signature(feed)])


def is_of_feed(feed: Feed, signature: str) -> bool:
    """Whether the address is really the feed's."""
    return constant_time_compare(signature, _signature(feed))


def feed_bookings(feed: Feed, day: dt.date) -> BookingQuerySet:
    """What stands in the feed: from the first of last month on. Whose post has ended reads the public part only."""
    first = (day.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    since = dt.datetime.combine(first, dt.time(), dt.UTC)
    found = Booking.objects.filter(ends_at__gte=since, state__in=KEEPING)
    if feed.kind == FeedKind.PERSON:
        return found.filter(person=feed.owner)
    here = Q(resource__branch=feed.branch) if feed.kind == FeedKind.BRANCH else Q(parts__resource=feed.resource)
    shown = found.filter(here)
    return shown if _named(feed) else shown.filter(resource__public=True)


def feed_tag(feed: Feed, day: dt.date) -> str:
    """A strong ETag by one query: how many bookings, how often and when they changed."""
    facts = feed_bookings(feed, day).aggregate(many=Count("pk"), last=Max("changed_at"))
    text = f"{feed.public_id} {day:%Y-%m} {_named(feed)} {facts['many']} {facts['last']}"
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'


def feed_text(feed: Feed, day: dt.date) -> bytes:
    """The calendar; the same bookings give the same bytes."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", _feed_name(feed))
    named = feed.kind == FeedKind.PERSON or _named(feed)
    rows = feed_bookings(feed, day).select_related("resource__branch", "person", "workplace__organisation")
    for event in _events(rows.order_by("starts_at", "pk"), named=named):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(rows: Iterable[Booking], *, named: bool) -> Iterable[icalendar.Event]:
    return (_event(booking, named=named) for booking in rows)


def _event(booking: Booking, *, named: bool) -> icalendar.Event:
    """One booking; without names it says only what is taken and when."""
    event = icalendar.Event()
    event.add("uid", f"{booking.public_id}@{_host()}" if named else f"{_veiled(booking)}@{_host()}")
    event.add("dtstamp", booking.changed_at.astimezone(dt.UTC))
    event.add("last-modified", booking.changed_at.astimezone(dt.UTC))
    event.add("dtstart", booking.starts_at.astimezone(dt.UTC))
    event.add("dtend", booking.ends_at.astimezone(dt.UTC))
    event.add("sequence", booking.sequence)
    event.add("status", _status(booking))
    event.add("location", str(booking.resource.branch))
    resource = booking.resource.name
    if named:
        event.add("summary", f"{resource} {booking.user_name}".strip())
        company = str(booking.workplace) if booking.workplace else ""
        event.add("description", "\n".join(part for part in (company, booking.purpose) if part))
    else:
        event.add("summary", _("%(name)s（予約あり）") % {"name": resource})
    return event


def _status(booking: Booking) -> str:
    if booking.state not in KEEPING:
        return "CANCELLED"
    return "TENTATIVE" if booking.state in COMING - {State.CONFIRMED} else "CONFIRMED"


def _calendar(method: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Kosetsu//bookings//JA")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _feed_name(feed: Feed) -> str:
    if feed.kind == FeedKind.PERSON:
        return _("自分の予約")
    return str(feed.resource if feed.resource else feed.branch)


def _named(feed: Feed) -> bool:
    """Names stand in the feed as long as its owner is of the institute."""
    return feed.named and standing(feed.owner).is_staff


def _signature(feed: Feed) -> str:
    return Signer(salt="bookings.feed").signature(str(feed.public_id))


def _veiled(booking: Booking) -> str:
    """A stable name of the event that leads to no booking's page."""
    return Signer(salt="bookings.event").signature(str(booking.public_id))


def _host() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2]
