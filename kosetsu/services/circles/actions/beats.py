"""What every verb shares: the lock, the move in the state table, the row of the audit log, the mail."""

import datetime as dt
from typing import Any, TypeVar

from django.db.models import Q

from kosetsu.common.db.locks import lock_keys
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.post import owe
from kosetsu.services.circles import documents
from kosetsu.services.circles.models import Application, Circle, Council, Intake, Meeting, Member, Notice, VideoWeek
from kosetsu.services.circles.states import APPLICATION, CIRCLE, COUNCIL, MEETING, VIDEOS, NoticeKind

TABLES: dict[type, Any] = {
    Application: APPLICATION, Circle: CIRCLE, Council: COUNCIL, Meeting: MEETING, VideoWeek: VIDEOS,
}  # fmt: skip
Moved = TypeVar("Moved", Application, Circle, Council, Meeting, VideoWeek)


def lock_intake(intake: Intake) -> Intake:
    """The call as it is now, while nobody else applies to it or decides."""
    lock_keys(f"circles:intake:{intake.pk}")
    return Intake.objects.select_related("branch").get(pk=intake.pk)


def lock_circle(circle: Circle) -> Circle:
    """The circle as it is now, while nobody else changes it, its members or its meetings."""
    lock_keys(f"circles:circle:{circle.pk}")
    return Circle.objects.select_related("branch", "intake").get(pk=circle.pk)


def lock_meeting(meeting: Meeting) -> Meeting:
    lock_circle(meeting.circle)
    return Meeting.objects.select_related("circle__branch", "circle__intake", "booking__resource").get(pk=meeting.pk)


def lock_council(council: Council) -> Council:
    lock_keys(f"circles:council:{council.pk}")
    return Council.objects.select_related("branch").get(pk=council.pk)


def move(thing: Moved, verb: str, *, by: Person, at: dt.datetime, **columns: Any) -> Moved:
    """Into the state the table says, with what else the verb changes."""
    because = str(columns.get("reason", ""))
    return audit.move_record(thing, TABLES[type(thing)], verb, by=by, at=at, because=because, **columns)


def tell_applicant(
    application: Application, kind: NoticeKind, *, at: dt.datetime, circle: Circle | None = None
) -> None:
    subject, body = documents.application_letter(application, kind, circle)
    owe(Notice, application=application, kind=kind, address=application.contact_email, subject=subject, body=body,
        made_at=at)  # fmt: skip


def tell_members(meeting: Meeting, kind: NoticeKind, *, at: dt.datetime) -> None:
    """A mail to every member's contact of that day."""
    subject, body = documents.meeting_letter(meeting, kind)
    members = meeting.circle.members.on(at.date()).exclude(contact_email="")
    for address in sorted(set(members.values_list("contact_email", flat=True))):
        owe(Notice, meeting=meeting, kind=kind, address=address, subject=subject, body=body, made_at=at)


def tell_officers(council: Council, kind: NoticeKind, *, at: dt.datetime) -> None:
    """A mail to whoever is an officer of a living circle on the council's day."""
    subject, body = documents.council_letter(council, kind)
    day = council.held_on
    in_office = Q(offices__until=None) | Q(offices__until__gte=day)
    circles = Circle.objects.in_council()
    sitting = Member.objects.on(day).filter(in_office, offices__since__lte=day, circle__in=circles)
    addresses = set(sitting.exclude(contact_email="").values_list("contact_email", flat=True))
    for address in sorted(addresses):
        owe(Notice, council=council, kind=kind, address=address, subject=subject, body=body, made_at=at)
