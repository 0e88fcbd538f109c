"""Mail of a booking: who is told, and reminded; how a mail is owed and sent is ``parties.post``."""

import datetime as dt

from django.db import transaction

from kosetsu.foundation.bookings import documents
from kosetsu.foundation.bookings.actions import beats
from kosetsu.foundation.bookings.models import Booking, BookingRule, Notice
from kosetsu.foundation.bookings.rules import MINUTE
from kosetsu.foundation.bookings.states import NoticeKind, State
from kosetsu.foundation.parties.post import mailbox_of, owe


def tell(booking: Booking, kind: NoticeKind, *, at: dt.datetime) -> None:
    """A mail to whoever comes, where there is an address; with the appointment for their calendar."""
    person = booking.person
    if person and person.email and person.is_active:
        _write(booking, kind, person.email, person.language, at, staff=False)


def tell_institute(booking: Booking, kind: NoticeKind, *, at: dt.datetime) -> None:
    """A mail to the group that runs the resource, else to the institute's mailbox."""
    if mailbox := mailbox_of(booking.resource.group):
        _write(booking, kind, mailbox, "ja", at, staff=True)


def remind(*, at: dt.datetime) -> int:
    """A mail before each confirmed booking, as early as its rule says, once; how many were written."""
    coming = Booking.objects.filter(state=State.CONFIRMED, reminded_at=None, starts_at__gt=at)
    soon = coming.filter(starts_at__lte=at + dt.timedelta(days=14)).select_related("resource__branch", "person")
    found = list(soon.order_by("starts_at")[:500])
    known = beats.rules_of(found)
    return sum(_remind(booking, known[booking.pk], at) for booking in found)


def _remind(booking: Booking, rule: BookingRule | None, at: dt.datetime) -> int:
    if rule is None or rule.reminder_minutes is None or booking.starts_at > at + rule.reminder_minutes * MINUTE:
        return 0
    with transaction.atomic():
        if not Booking.objects.filter(pk=booking.pk, state=State.CONFIRMED, reminded_at=None).update(reminded_at=at):
            return 0
        tell(booking, NoticeKind.REMINDER, at=at)
    return 1


def _write(booking: Booking, kind: NoticeKind, address: str, language: str, at: dt.datetime, *, staff: bool) -> None:
    subject, body = documents.notice_text(booking, kind, language)
    calendar = "" if staff else documents.invitation(booking, kind, address)
    owe(Notice, booking=booking, kind=kind, address=address, subject=subject, body=body, calendar=calendar, made_at=at)
