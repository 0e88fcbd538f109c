"""Bookings of the demo: asked for, held for a while, or waited for, so many working days from the loading."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kosetsu.common.calendars import add_working_days
from kosetsu.common.clock import day_of
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings import actions, rules
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.parties.models import Workplace

DECIDED_BEFORE = dt.timedelta(days=1)
"""A hold of the demo runs out so long before its time, that whoever looks at the demo sees it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One time at one resource; ``verb`` is how far the booking has come."""

    resource: Resource
    working_days: int
    starts: dt.time
    ends: dt.time
    person: Person
    workplace: Workplace
    purpose: str
    verb: str = "request"

    def span(self, cast: Cast) -> rules.Span:
        """When it is, where the resource stands."""
        today = day_of(cast.at, self.resource.branch.timezone)
        day = add_working_days(today, self.working_days, cast.closing)
        starts, ends = (dt.datetime.combine(day, time, self.resource.zone) for time in (self.starts, self.ends))
        return rules.Span(starts, ends)

    def wish(self, cast: Cast) -> actions.Wish:
        return actions.Wish(
            resources=(self.resource,), span=self.span(cast), person=self.person, workplace=self.workplace,
            purpose=self.purpose,
        )  # fmt: skip


def play(visits: Sequence[Visit], cast: Cast) -> None:
    """Book, hold and wait in the order of the file."""
    for visit in visits:
        wish = visit.wish(cast)
        common: dict[str, Any] = {"by": visit.person, "at": cast.at}
        if visit.verb == "wait":
            within = wish.span
            actions.join_waiting_list(
                **common, resource=visit.resource, workplace=visit.workplace, minutes=within.minutes, within=within
            )
        elif visit.verb == "hold":
            actions.hold(**common, wish=wish, until=wish.span.starts - DECIDED_BEFORE)
        else:
            actions.request(**common, wish=wish)
