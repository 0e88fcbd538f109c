"""Resources as the arithmetic reads them: their rules, what is kept, when they are closed. Three queries for any
number of them.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from kosetsu.common.calendars import NEVER_CLOSED
from kosetsu.foundation.bookings import rules
from kosetsu.foundation.bookings.actions.busy import busy
from kosetsu.foundation.bookings.models import Booking, BookingRule, Resource
from kosetsu.foundation.bookings.rules import Calendar, Span, Terms
from kosetsu.foundation.parties.models import Institute

SEARCH_DAYS = 31
"""How far behind the wished time the next free ones are looked for."""
NAMED = 3
"""How many of them a refusal names."""
MARGIN = dt.timedelta(days=1)
"""No set-up or clean-up is longer."""


@dataclass(frozen=True, slots=True)
class Place:
    """One resource within a span of time."""

    resource: Resource
    calendar: Calendar
    lanes: list[list[Span]]
    dated: tuple[tuple[BookingRule, Terms], ...]
    due: Sequence[int] = ()
    """Bookings (row numbers) that have run out: they keep nothing, and the next verb ends them."""

    @property
    def cell(self) -> int:
        return self.resource.cell_minutes

    def rule_on(self, day: dt.date) -> BookingRule | None:
        """The rule in force, the newest where two are."""
        return next((rule for rule, _terms in self.dated if rule.holds_on(day)), None)

    def terms_on(self, day: dt.date) -> Terms | None:
        return next((terms for rule, terms in self.dated if rule.holds_on(day)), None)


def places(resources: Sequence[Resource], span: Span, *, at: dt.datetime, but: Booking | None = None) -> list[Place]:
    """The resources, in their order, with all that is kept within the span by anything but the booking ``but``."""
    house = but.institute if but else Institute.current()
    closing = house.closing_days if house else NEVER_CLOSED
    found = busy(resources, span, at=at, but=but if but and but.pk else None)
    dated: dict[int, list[tuple[BookingRule, Terms]]] = {one.pk: [] for one in resources}
    for rule in BookingRule.objects.filter(resource__in=resources).newest_first():
        dated[rule.resource_id].append((rule, rule.terms))
    return [
        Place(
            one, Calendar(one.zone, closing, found.closures_of(one)), found.lanes[one.pk], tuple(dated[one.pk]),
            found.due[one.pk],
        )
        for one in resources
    ]  # fmt: skip


def free(
    resources: Sequence[Resource],
    minutes: int,
    *,
    after: dt.datetime,
    at: dt.datetime,
    until: dt.datetime | None = None,
    notice: bool = True,
    count: int = NAMED,
    but: Booking | None = None,
) -> list[Span]:
    """The earliest times of this length that all resources have free at once."""
    begins = max(after, at)
    days = SEARCH_DAYS if until is None else min(SEARCH_DAYS * 3, (until - begins).days + 2)
    window = Span(begins - MARGIN, begins + dt.timedelta(days=days + 1, minutes=minutes) + MARGIN)
    known = places(resources, window, at=at, but=but)
    found = rules.free_spans(known, minutes, after=begins, days=days, at=at, notice=notice)
    return [one for one in islice(found, count) if until is None or one.ends <= until]
