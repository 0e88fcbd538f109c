"""The clock is passed in: entrances read it once per request, and everything below receives ``at``."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone


def now() -> dt.datetime:
    """The current moment, or the fixed moment of ``KOSETSU_FIXED_NOW`` (tests and rehearsals only)."""
    fixed = getattr(settings, "KOSETSU_FIXED_NOW", None)
    return fixed() if callable(fixed) else fixed or dt.datetime.now(dt.UTC)


def day_of(moment: dt.datetime, zone: str | None = None) -> dt.date:
    """The calendar day of ``moment`` in ``zone`` (the institute's own zone by default)."""
    return moment.astimezone(ZoneInfo(zone or settings.TIME_ZONE)).date()


def written(moment: dt.datetime | None, zone: dt.tzinfo | None = None) -> str:
    """A moment as people here write it, 2026/11/24 10:00, in the reader's zone by default; empty for none."""
    return f"{timezone.localtime(moment, zone):%Y/%m/%d %H:%M}" if moment else ""


def day_asked(request: HttpRequest) -> dt.date:
    """The day of ``?day=2022-03-31``; the request's own day where none is asked, or what is asked is no day."""
    today: dt.date = request.today  # type: ignore[attr-defined]
    try:
        return dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today


class ClockMiddleware:
    """Gives every request its moment (``request.at``) and its day (``request.today``)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = now()  # type: ignore[attr-defined]
        request.today = day_of(request.at)  # type: ignore[attr-defined]
        return self.get_response(request)
