"""How a booking's moments are written: ``{% load bookings %}``."""

import datetime as dt

from django import template
from django.utils import timezone

from kosetsu.common import clock as moments

register = template.Library()


@register.filter
def moment(value: dt.datetime, zone: dt.tzinfo | None = None) -> str:
    """2026/11/24 10:00, in the zone of the branch."""
    return moments.written(value, zone)


@register.filter
def clock(value: dt.datetime, zone: dt.tzinfo | None = None) -> str:
    """10:00, in the zone of the branch."""
    return f"{timezone.localtime(value, zone):%H:%M}"


@register.filter
def written(value: dt.datetime, zone: dt.tzinfo | None = None) -> str:
    """2026-11-24T10:00, as an address carries it."""
    return f"{timezone.localtime(value, zone):%Y-%m-%dT%H:%M}"
