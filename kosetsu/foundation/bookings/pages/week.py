"""A week of one resource: free and busy for everyone, whose it is for the institute's people."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kosetsu.common.clock import day_asked
from kosetsu.foundation.bookings.actions.places import places
from kosetsu.foundation.bookings.models import Booking, Resource
from kosetsu.foundation.bookings.pages.shown import week_of
from kosetsu.foundation.bookings.permissions import keeps
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.bookings.states import KEEPING

WEEK = dt.timedelta(days=7)
SATURDAY = 5


@require_safe
def week(request: HttpRequest, code: str) -> HttpResponse:
    """The week of the asked day (``?day=``); where none is asked the current one, on a weekend the coming one."""
    resource = load(request, code)
    day = min(max(day_asked(request), dt.date(2000, 1, 10)), dt.date(2200, 1, 1))
    if "day" not in request.GET and day.weekday() >= SATURDAY:
        day += WEEK
    monday = day - dt.timedelta(days=day.weekday())
    begins = dt.datetime.combine(monday, dt.time(), resource.zone)
    span = Span(begins, begins + WEEK)
    [place] = places([resource], span, at=request.at)  # type: ignore[attr-defined]
    context = {
        "resource": resource,
        "zone": resource.zone,
        "days": week_of(place, monday, request.at),  # type: ignore[attr-defined]
        "before": monday - WEEK,
        "after": monday + WEEK,
        "rule": place.rule_on(monday + dt.timedelta(days=6)),
        "bookings": _named(request, resource, span),
    }
    return render(request, "bookings/week.html", context)


def load(request: Any, code: str) -> Resource:
    """The resource, or 404 just as for nothing."""
    found = Resource.objects.visible_to(request.user).for_lists().filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _named(request: Any, resource: Resource, span: Span) -> list[Booking]:
    """Who comes: for the institute's keepers only."""
    if not keeps(request.user):
        return []
    here = Booking.objects.visible_to(request.user).filter(parts__resource=resource, state__in=KEEPING)
    return list(here.filter(starts_at__lt=span.ends, ends_at__gt=span.starts).for_lists().order_by("starts_at"))
