"""A week of one resource: free and busy for everyone, whose it is for the institute's people."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from kosetsu.common.clock import day_asked
from kosetsu.foundation.bookings.actions.places import places
from kosetsu.foundation.bookings.models import Booking, Resource, ResourceQuerySet
from kosetsu.foundation.bookings.pages.shown import Day, week_of
from kosetsu.foundation.bookings.permissions import keeps
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.bookings.states import KEEPING
from kosetsu.foundation.parties.models import Branch

WEEK = dt.timedelta(days=7)
SATURDAY = 5


@require_safe
def week(request: HttpRequest, code: str) -> HttpResponse:
    """The week of one resource: when it is free, one tap from booking; whose it is for the institute's people."""
    resource = load(request, code, Resource.objects.for_weeks())
    monday = first_monday(request)
    [(_resource, days)] = weeks([resource], monday, request.at)  # type: ignore[attr-defined]
    context = {
        "resource": resource,
        "zone": resource.zone,
        "days": days,
        "before": monday - WEEK,
        "after": monday + WEEK,
        "bookings": _named(request, resource, _span(resource, monday)),
    }
    return render(request, "bookings/week.html", context)


@require_safe
def branch_week(request: HttpRequest, code: str) -> HttpResponse:
    """The week of everything that a branch lets be booked: for each day how much is free, one tap from its week."""
    branch = get_object_or_404(Branch, code=code)
    monday = first_monday(request)
    here = Resource.objects.visible_to(request.user).filter(branch=branch, in_use=True).for_weeks()
    found = weeks(list(here.order_by("kind", "code")), monday, request.at)  # type: ignore[attr-defined]
    heads = [date_format(monday + dt.timedelta(days=n), "n/j（D）") for n in range(7)]  # once, not in every cell
    context = {
        "branch": branch,
        "heads": heads,
        "rows": [
            (resource, [(head, one.free_hours) for head, one in zip(heads, days, strict=True)])
            for resource, days in found
        ],
        "monday": monday,
        "before": monday - WEEK,
        "after": monday + WEEK,
    }
    return render(request, "bookings/branch_week.html", context)


def first_monday(request: HttpRequest) -> dt.date:
    """Of the asked day (``?day=``); where none is asked of the current week, on a weekend of the coming one."""
    day = day_asked(request)
    if "day" not in request.GET and day.weekday() >= SATURDAY:
        day += WEEK
    return monday_of(day)


def monday_of(day: dt.date) -> dt.date:
    """The Monday of the day's week, within the years that there are rules for."""
    near = min(max(day, dt.date(2000, 1, 10)), dt.date(2200, 1, 1))
    return near - dt.timedelta(days=near.weekday())


def weeks(resources: Sequence[Resource], day: dt.date, at: dt.datetime) -> list[tuple[Resource, list[Day]]]:
    """The week of ``day`` of each, as free and busy; three queries for any number of them."""
    if not resources:
        return []
    monday = monday_of(day)
    spans = [_span(one, monday) for one in resources]
    widest = Span(min(one.starts for one in spans), max(one.ends for one in spans))
    return [(place.resource, week_of(place, monday, at)) for place in places(resources, widest, at=at)]


def _span(resource: Resource, monday: dt.date) -> Span:
    begins = dt.datetime.combine(monday, dt.time(), resource.zone)
    return Span(begins, begins + WEEK)


def load(request: Any, code: str, rows: ResourceQuerySet | None = None) -> Resource:
    """The resource, or 404 just as for nothing; of ``rows`` where less of it is read than a booking needs."""
    known = Resource.objects.for_booking() if rows is None else rows
    found = known.visible_to(request.user).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _named(request: Any, resource: Resource, span: Span) -> list[Booking]:
    """Who comes: for the institute's keepers only."""
    if not keeps(request.user):
        return []
    here = Booking.objects.visible_to(request.user).filter(parts__resource=resource, state__in=KEEPING)
    return list(here.filter(starts_at__lt=span.ends, ends_at__gt=span.starts).for_lists().order_by("starts_at"))
