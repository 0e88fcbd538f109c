"""What people get of a gathering: mails with the appointment, calendars (RFC 5545), and the certificate."""

import datetime as dt
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.pdf import ACCESSIBLE, render_apart
from kosetsu.common.qr import qr_svg
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings.models import Gathering, Registration, Session
from kosetsu.foundation.gatherings.states import LetterKind
from kosetsu.foundation.parties.models import Institute
from kosetsu.foundation.parties.post import written

CERTIFICATE = Path(__file__).parent / "templates" / "gatherings" / "certificate.typ"
WITH_APPOINTMENT = frozenset({LetterKind.CONFIRMED, LetterKind.CANCELLED, LetterKind.CALLED_OFF})
"""Mails that put the appointment into a calendar, or take it out."""


def ticket_address(registration: Registration) -> str:
    """The whole address of a registration; whoever has it may see and cancel it."""
    return str(settings.PUBLIC_URL) + reverse("gatherings:ticket", args=[registration.ticket])


def letter_text(registration: Registration, kind: LetterKind) -> tuple[str, str]:
    """Subject and body of one mail, in the language of whoever registered."""
    return written(
        f"gatherings/mail/{kind}.txt", registration.language, registration=registration,
        gathering=registration.gathering, sessions=registration.gathering.sessions.all(),
        url=ticket_address(registration), paper=_paper_address(registration),
    )  # fmt: skip


def _paper_address(registration: Registration) -> str:
    """Where its company reads and pays the paper that asks for the price beforehand."""
    paper = registration.advance
    return str(settings.PUBLIC_URL) + reverse("billing:invoice", args=[paper.public_id]) if paper else ""


def appointment(registration: Registration, kind: LetterKind) -> str:
    """The sessions for the calendar of whoever comes; empty where the mail brings none."""
    sessions = registration.gathering.sessions.all()
    if kind not in WITH_APPOINTMENT or not sessions:
        return ""
    off = kind != LetterKind.CONFIRMED
    calendar = _calendar("CANCEL" if off else "REQUEST")
    with translation.override(registration.language):
        for session in sessions:
            event = _event(registration.gathering, session, off=off)
            event["uid"] = f"{registration.public_id}-{session.pk}@{_host()}"
            event.add("attendee", f"mailto:{registration.email}")
            calendar.add_component(event)
    return bytes(calendar.to_ical()).decode()


def certificate_number(registration: Registration) -> str:
    """The number on the certificate: the gathering's, and what tells this person's from the others'."""
    return f"{registration.gathering.code}-{registration.public_id.hex[-8:].upper()}"


def certificate_address(registration: Registration) -> str:
    """Where anyone who has the certificate reads whether it is ours."""
    return str(settings.PUBLIC_URL) + reverse("gatherings:certificate_check", args=[registration.public_id])


def certificate_pdf(registration: Registration, language: str = "ja") -> bytes:
    """That somebody came on every day; the same registration gives the same bytes."""
    gathering = registration.gathering
    sessions = list(gathering.sessions.all())
    on_demand = gathering.format == Format.ON_DEMAND
    hours = sum((one.ends_at - one.starts_at for one in sessions), dt.timedelta()) / dt.timedelta(hours=1)
    days = sorted({gathering.day_of(one.starts_at) for one in sessions})
    day = day_of(registration.completed_at) if registration.completed_at else days[-1]
    with translation.override(language):
        institute = Institute.current()
        data = {
            "language": language,
            "title": _("修了証") if on_demand else _("参加証明書"),
            "number": certificate_number(registration), "day": f"{day:%Y/%m/%d}",
            "name": registration.name, "company": registration.company,
            "honorific": _("様") if language == "ja" else "",
            "lead": _("次の講座を修了したことを証明します。") if on_demand
            else _("次の催しのすべての日程に参加したことを証明します。"),
            "facts": [
                (_("名称"), gathering.title), (_("開催日"), "、".join(f"{one:%Y/%m/%d}" for one in days)),
                (_("時間"), "" if on_demand else _("%(hours)s時間") % {"hours": f"{hours:g}"}),
                (_("参加方法"), registration.quota.name),
                (_("会場"), gathering.place or str(gathering.branch or "")),
            ],
            "institute": institute.name if institute else "",
            "note": _("この証明書が本物であることは、左のコードで確かめられます。"),
            "qr": qr_svg(certificate_address(registration), scale=6, border=2),
        }  # fmt: skip
    return render_apart(CERTIFICATE, data, at=sessions[-1].ends_at, standards=ACCESSIBLE)


def calendar_text(gatherings: Iterable[Gathering]) -> bytes:
    """The public calendar; the same gatherings give the same bytes. Sessions are to be fetched along."""
    calendar = _calendar("PUBLISH")
    for gathering in gatherings:
        for session in gathering.sessions.all():
            calendar.add_component(_event(gathering, session, off=gathering.called_off))
    return bytes(calendar.to_ical())


def calendar_tag(text: bytes) -> str:
    """A strong ETag."""
    return f'"{sha256(text).hexdigest()[:32]}"'


def _event(gathering: Gathering, session: Session, *, off: bool) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{gathering.public_id}-{session.pk}@{_host()}")
    event.add("dtstamp", session.starts_at)  # the same gathering gives the same bytes
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("sequence", 1 if off else 0)
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("summary", f"{gathering.title} {session.title}".strip())
    event.add("organizer", f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    if place := gathering.place or (str(gathering.branch) if gathering.branch else ""):
        event.add("location", place)
    event.add("url", str(settings.PUBLIC_URL) + reverse("gatherings:gathering", args=[gathering.public_id]))
    return event


def _calendar(method: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Kosetsu//gatherings//JA")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _host() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2]
