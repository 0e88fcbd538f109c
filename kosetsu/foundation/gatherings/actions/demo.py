"""Gatherings of the demo: planned, approved and open for registration, so many working days from the loading."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from kosetsu.common.calendars import add_working_days
from kosetsu.common.clock import day_of
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.gatherings import actions
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.gatherings.sources import chosen
from kosetsu.foundation.gatherings.states import Selection
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.parties.models import Branch, Workplace

OPEN_SINCE = dt.timedelta(days=7)
SHUT_BEFORE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """One gathering of the demo; ``guests`` made-up people have registered for it already."""

    kind: str
    title: str
    summary: str
    branch: Branch
    working_days: int
    starts: dt.time
    ends: dt.time
    format: Format
    on_site: int | None
    online: int | None
    selection: Selection
    planner: Person
    approver: Person
    cohost: str
    guests: int
    offering: Offering | None
    prepaid: bool
    workplace: Workplace | None
    room: Resource | None

    def plan(self, cast: Cast) -> actions.Plan:
        """What its planner decided."""
        zone, kind = ZoneInfo(self.branch.timezone), chosen(self.kind)
        day = add_working_days(day_of(cast.at, self.branch.timezone), self.working_days, cast.closing)
        starts, ends = (dt.datetime.combine(day, time, zone) for time in (self.starts, self.ends))
        places = ((Format.ON_SITE, self.on_site), (Format.ONLINE, self.online))
        pools = [actions.Pool(str(format.label), format, most) for format, most in places if most]
        return actions.Plan(
            service=kind.service, kind=kind.key, title=self.title, summary=self.summary, branch=self.branch,
            offering=self.offering, prepaid=self.prepaid, format=self.format,
            parts=[actions.Part(starts, ends, room=self.room)], pools=pools, selection=self.selection,
            registers_from=cast.at - OPEN_SINCE, registers_until=starts - SHUT_BEFORE,
            cancels_until=starts - SHUT_BEFORE, partners=[("cohost", self.cohost)] if self.cohost else [],
        )  # fmt: skip


def play(shows: Sequence[Show], cast: Cast) -> None:
    """Plan, approve, publish and register in the order of the file."""
    for show in shows:
        made = actions.plan_gathering(by=show.planner, at=cast.at, plan=show.plan(cast))
        made = actions.approve_gathering(by=show.approver, at=cast.at, gathering=made)
        made = actions.publish(by=show.planner, at=cast.at, gathering=made)
        for number in range(1, show.guests + 1):
            _come(made, number, show.workplace, cast)


def _come(gathering: Gathering, number: int, workplace: Workplace | None, cast: Cast) -> None:
    quotas = list(gathering.quotas.all())
    guest = actions.Guest(f"Guest {number:02}", f"guest{number:02}@demo.example.jp")
    actions.register(
        by=None,
        at=cast.at,
        gathering=gathering,
        quota=quotas[number % len(quotas)],
        guests=[guest],
        agreed=True,
        workplace=workplace,
    )
