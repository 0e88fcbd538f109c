"""What keeps resources from being used within a span (bookings, closures, outages), by one question for any number."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, QuerySet, Value, When

from kosetsu.foundation.bookings.models import BookedResource, Booking, Closure, Resource, due
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.bookings.states import KEEPING
from kosetsu.foundation.devices.models import Outage

FOREVER = dt.datetime.max.replace(tzinfo=dt.UTC) - dt.timedelta(days=1)
"""When an outage ends of which nobody knows the end."""
KEPT, DUE, CLOSED, RESOURCE, BRANCH, DEVICE = "kept", "due", "closed", "resource", "branch", "device"


@dataclass(frozen=True, slots=True)
class Busy:
    """Lanes by resource; bookings that have run out and keep nothing; closed spans by whose they are."""

    lanes: dict[int, list[list[Span]]]
    due: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    closed: dict[tuple[str, int], list[Span]] = field(default_factory=lambda: defaultdict(list))

    def closures_of(self, resource: Resource) -> list[Span]:
        """The closures of the resource and of its branch, and the outages of its device."""
        device = self.closed[DEVICE, resource.device_id] if resource.device_id else []
        return [*self.closed[RESOURCE, resource.pk], *self.closed[BRANCH, resource.branch_id], *device]


def busy(resources: Sequence[Resource], span: Span, *, at: dt.datetime, but: Booking | None = None) -> Busy:
    """Everything within the span but the booking ``but``."""
    found = Busy({one.pk: [[] for _lane in range(one.capacity)] for one in resources})
    closed = (_closures(resources, span), _outages(resources, span))
    for what, whose, lane, other, starts, ends in _kept(resources, span, at, but).union(*closed, all=True):
        if what == DUE:
            found.due[whose].append(other)
        elif what == CLOSED:
            found.closed[(RESOURCE, whose) if whose else (BRANCH, other)].append(Span(starts, ends))
        elif what == DEVICE:
            found.closed[what, whose].append(Span(starts, ends or FOREVER))
        elif lane < len(found.lanes[whose]):
            found.lanes[whose][lane].append(Span(starts, ends))
    return found


def _kept(resources: Sequence[Resource], span: Span, at: dt.datetime, but: Booking | None) -> QuerySet[Any, Any]:
    rows = BookedResource.objects.filter(
        resource__in=resources, booking__state__in=KEEPING, kept_from__lt=span.ends, kept_until__gt=span.starts
    )
    what = Case(When(due(at, "booking__"), then=Value(DUE)), default=Value(KEPT), output_field=CharField())
    others = rows.exclude(booking=but) if but else rows
    return _rows(others, what, F("resource_id"), "kept_from", "kept_until", F("lane"), F("booking_id"))


def _closures(resources: Sequence[Resource], span: Span) -> QuerySet[Any, Any]:
    rows = Closure.objects.of(resources).filter(starts_at__lt=span.ends, ends_at__gt=span.starts)
    return _rows(rows, Value(CLOSED, CharField()), F("resource_id"), "starts_at", "ends_at", other=F("branch_id"))


def _outages(resources: Sequence[Resource], span: Span) -> QuerySet[Any, Any]:
    rows = Outage.objects.of({one.device_id for one in resources if one.device_id}).across(span.starts, span.ends)
    return _rows(rows, Value(DEVICE, CharField()), F("device_id"), "starts_at", "ends_at")


def _rows(
    rows: QuerySet[Any], what: Any, whose: Any, starts: str, ends: str, lane: Any = None, other: Any = None
) -> QuerySet[Any, Any]:
    """The same six columns of each, so that they can be asked for together."""
    none = Value(0, IntegerField())
    named = {"what": what, "whose": whose, "on_lane": lane or none, "of": other or none, "begins": F(starts)}
    found: QuerySet[Any, Any] = rows.order_by().annotate(**named, until=F(ends)).values_list(*named, "until")
    return found
