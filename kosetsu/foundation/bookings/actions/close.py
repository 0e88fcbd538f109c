"""A resource cannot be used for a while; whoever booked it is named, not silently moved."""

import datetime as dt
from functools import partial

from django.db import transaction

from kosetsu.common.decisions import require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings import signals
from kosetsu.foundation.bookings.actions import beats
from kosetsu.foundation.bookings.models import Booking, Closure, Resource
from kosetsu.foundation.bookings.permissions import can_book_for_callers
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.bookings.states import COMING
from kosetsu.foundation.governance import audit


@transaction.atomic
def close_resource(
    *, by: Person, at: dt.datetime, resource: Resource, span: Span, reason: str
) -> tuple[Closure, list[Booking]]:
    """No new booking from now on within the span; returns the closure and the bookings that lie across it."""
    beats.lock([resource])
    require(can_book_for_callers(by))
    closure = Closure.objects.create(
        resource=resource, starts_at=span.starts, ends_at=span.ends, reason=tidy_line(reason)
    )
    across = Booking.objects.filter(
        parts__resource=resource, state__in=COMING, starts_at__lt=span.ends, ends_at__gt=span.starts
    )
    found = list(across.for_lists().order_by("starts_at"))
    audit.record(by=by, at=at, verb="close_resource", thing=closure, reason=reason, after={"resource": resource.pk})
    say = partial(signals.resource_closed.send, Closure, closure=closure, bookings=found, by=by, at=at)
    transaction.on_commit(say)
    return closure, found
