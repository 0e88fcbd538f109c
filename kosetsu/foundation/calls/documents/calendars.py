"""Deadlines for a calendar (RFC 5545)."""

from collections.abc import Iterable

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kosetsu.foundation.calls.models import Call


def deadlines(calls: Iterable[Call]) -> bytes:
    """Each channel's deadline of these calls; the same calls give the same bytes. Windows are to be fetched along."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Kosetsu//calls//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    host = str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2]
    for call in calls:
        for window in call.windows.all():
            event = icalendar.Event()
            event.add("uid", f"{call.public_id}-{window.channel}@{host}")
            event.add("dtstamp", window.opens_at)
            event.add("dtstart", window.until_at)
            event.add("dtend", window.until_at)
            channel = str(window.get_channel_display())
            event.add("summary", _("締切：%(call)s（%(channel)s）") % {"call": call.title, "channel": channel})
            event.add("url", str(settings.PUBLIC_URL) + reverse("calls:call", args=[call.public_id]))
            calendar.add_component(event)
    return bytes(calendar.to_ical())
