"""The dates of a plan as iCal (RFC 5545): latest starts, last days of windows, awards, order, completion, reports."""

import datetime as dt

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kosetsu.services.programmes.documents.plan_words import Row, rows, title_of
from kosetsu.services.programmes.models import Plan


def calendar_text(plan: Plan) -> bytes:
    """One event a day; the same plan gives the same bytes."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Kosetsu//programmes//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title_of(plan))
    for number, row in enumerate(rows(plan.found, plan.day)):
        for kind, day, summary in _days(row):
            calendar.add_component(_event(plan, f"{number}-{kind}", day, summary, row.note))
    return bytes(calendar.to_ical())


def _days(row: Row) -> list[tuple[str, dt.date, str]]:
    """What happens on which day."""
    name = f"{row.label} {row.name}".strip()
    if row.kind in ("step", "application") and row.latest != row.last:
        return [
            ("begin", row.latest, _("遅くともこの日に始める：%(name)s") % {"name": name}),
            ("last", row.last, _("最終日：%(name)s") % {"name": name}),
        ]
    if row.kind in ("award", "report"):
        return [("day", row.last, name)]
    return [("last", row.last, _("期限：%(name)s") % {"name": name})]


def _event(plan: Plan, key: str, day: dt.date, summary: str, note: str) -> icalendar.Event:
    event = icalendar.Event()
    host = str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2]
    event.add("uid", f"{plan.public_id}-{key}@{host}")
    event.add("dtstamp", plan.at.astimezone(dt.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", summary)
    event.add("description", f"{title_of(plan)}\n{note}".strip())
    event.add("url", str(settings.PUBLIC_URL) + reverse("programmes:plan", args=[plan.public_id]))
    event.add("transp", "TRANSPARENT")
    return event
