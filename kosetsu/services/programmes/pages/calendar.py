"""Windows by month, and as a file for one's own calendar."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kosetsu.services.programmes.context import decider_on
from kosetsu.services.programmes.documents import wording
from kosetsu.services.programmes.documents.calendar import calendar_text
from kosetsu.services.programmes.models import DescriptionEdition
from kosetsu.services.programmes.rules import windows
from kosetsu.services.programmes.rules.language import Description

MONTHS = 18
"""How far the calendar can be turned, back and forth."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event with its programme."""

    code: str
    text: str
    day: dt.date
    time: str
    kind: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the grid; days of other months are empty."""

    day: dt.date
    inside: bool
    today: bool
    entries: list[Entry]


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """One month as a grid with a list beside; what has no dates is named as such below."""
    asked: Any = request
    zone = ZoneInfo(settings.TIME_ZONE)
    book = decider_on(asked.today, asked.at).book
    first = _month(request.GET.get("month", ""), asked.today)
    last = _next(first) - dt.timedelta(days=1)
    entries = sorted(
        (one for each in book.descriptions for one in _entries(each, zone, first, last)),
        key=lambda one: (one.day, one.time, one.text),
    )
    by_day = {day: list(ones) for day, ones in groupby(entries, key=lambda one: one.day)}
    open_ = [one for one in book.descriptions if windows.state(one, asked.at, zone) == "open"]
    context = {
        "first": first,
        "previous": _turned(first, -1, asked.today),
        "next": _turned(first, 1, asked.today),
        "weeks": _weeks(first, last, by_day, asked.today),
        "days": list(by_day.items()),
        "now": [(one.code, wording.named(one.words), wording.window_state(one, asked.at, zone)) for one in open_],
        "always": _named(one for one in book.descriptions if one.windows == "always"),
        "unpublished": _named(one for one in book.descriptions if one.windows is None),
        "count": len(book.descriptions),
    }
    return render(request, "programmes/calendar.html", context)


def _named(descriptions: Iterator[Description]) -> list[tuple[str, str]]:
    return [(one.code, wording.named(one.words)) for one in descriptions]


def _entries(one: Description, zone: dt.tzinfo, first: dt.date, last: dt.date) -> Iterator[Entry]:
    for event in windows.events(one, zone):
        if first <= event.day <= last:
            time = f"{event.at.astimezone(zone):%H:%M}" if event.at else ""
            yield Entry(one.code, wording.event_text(event, one), event.day, time, event.kind)


def _month(text: str, today: dt.date) -> dt.date:
    """The first day of ``2026-11``; of this month where none is asked, or one too far away."""
    this = today.replace(day=1)
    try:
        found = dt.datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007
    except ValueError:
        return this
    return found if abs(_distance(this, found)) <= MONTHS else this


def _distance(a: dt.date, b: dt.date) -> int:
    return (b.year - a.year) * 12 + b.month - a.month


def _next(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=31)).replace(day=1)


def _turned(first: dt.date, by: int, today: dt.date) -> dt.date | None:
    found = _next(first) if by > 0 else (first - dt.timedelta(days=1)).replace(day=1)
    return found if abs(_distance(today, found)) <= MONTHS else None


def _weeks(first: dt.date, last: dt.date, by_day: dict[dt.date, list[Entry]], today: dt.date) -> list[list[Day]]:
    """Weeks from Monday, as many as the month touches."""
    start = first - dt.timedelta(days=first.weekday())
    count = ((last - start).days // 7 + 1) * 7
    days = [start + dt.timedelta(days=n) for n in range(count)]
    cells = [Day(day, first <= day <= last, day == today, by_day.get(day, [])) for day in days]
    return [cells[n : n + 7] for n in range(0, count, 7)]


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The same for everyone's own calendar: when windows open and close."""
    asked: Any = request
    book = decider_on(asked.today, asked.at).book
    held = DescriptionEdition.objects.in_force(asked.today, asked.at)
    stamp = held.order_by().aggregate(last=Max("recorded_at"))["last"] or asked.at
    text = calendar_text(book.descriptions, ZoneInfo(settings.TIME_ZONE), stamp)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "no-cache"})
