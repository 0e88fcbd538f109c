"""What people get of an exhibition: mails."""

from collections.abc import Iterable
from typing import Any

import icalendar
from django.conf import settings
from django.urls import reverse

from kosetsu.foundation.parties.post import written
from kosetsu.services.exhibitions.models import Meeting, Tour
from kosetsu.services.exhibitions.states import LetterKind, TourLetterKind


def whole(name: str, *args: Any) -> str:
    """The whole address of a page, as a mail carries it."""
    return str(settings.PUBLIC_URL) + reverse(name, args=args)


def letter_text(kind: LetterKind, language: str, **said: Any) -> tuple[str, str]:
    """Subject and body of one mail."""
    return written(f"exhibitions/mail/{kind}.txt", language, **said)


def tour_text(tour: Tour, kind: TourLetterKind) -> tuple[str, str]:
    """Subject and body of a mail about a tour, in the language that the group asked to be guided in."""
    url = whole("exhibitions:tour_ticket", tour.ticket)
    return written("exhibitions/mail/tour.txt", tour.language, tour=tour, kind=str(kind), url=url)


def day_calendar(meetings: Iterable[Meeting], *, seller: bool) -> bytes:
    """One side's meetings (RFC 5545), each under the name of whom it meets; the same meetings give the same bytes."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Kosetsu//exhibitions//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for meeting in meetings:
        event = icalendar.Event()
        event.add("uid", f"{meeting.public_id}@{str(settings.DEFAULT_FROM_EMAIL).rpartition('@')[2]}")
        event.add("dtstamp", meeting.slot.starts_at)
        event.add("dtstart", meeting.slot.starts_at)
        event.add("dtend", meeting.slot.ends_at)
        event.add("summary", f"{meeting.fair.title} {meeting.visitor if seller else meeting.booth.name}")
        event.add("location", f"{meeting.fair.place} {meeting.table_number}".strip())
        calendar.add_component(event)
    return bytes(calendar.to_ical())
