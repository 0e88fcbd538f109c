"""Windows as an iCal file: the same events have the same names whenever it is fetched, so that they move."""

import datetime as dt
from collections.abc import Iterable

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kosetsu.services.programmes.documents import wording
from kosetsu.services.programmes.rules.language import Description
from kosetsu.services.programmes.rules.windows import Event, events

KINDS = ("opens", "closes")
ONE_DAY = dt.timedelta(days=1)


def calendar_text(descriptions: Iterable[Description], zone: dt.tzinfo, stamp: dt.datetime) -> bytes:
    """When windows open and close; one that is not published has no event."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Kosetsu//programmes//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("支援施策の募集カレンダー"))
    for one in descriptions:
        for event in events(one, zone):
            if event.kind in KINDS:
                calendar.add_component(_event(event, one, stamp))
    return bytes(calendar.to_ical())


def _event(event: Event, one: Description, stamp: dt.datetime) -> icalendar.Event:
    found = icalendar.Event()
    found.add("uid", f"{event.key}@{settings.PUBLIC_URL.partition('://')[2]}")
    found.add("dtstamp", stamp.astimezone(dt.UTC))
    found.add("summary", wording.event_text(event, one))
    found.add("description", wording.window_text(event.window))
    found.add("url", settings.PUBLIC_URL + reverse("programmes:described", args=[one.code]))
    found.add("dtstart", event.at.astimezone(dt.UTC) if event.at else event.day)
    found.add("dtend", event.at.astimezone(dt.UTC) if event.at else event.day + ONE_DAY)
    return found
