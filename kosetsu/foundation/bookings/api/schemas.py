"""Bookings as the API takes and shows them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

from kosetsu.common.api.paging import Asked, Page, Words
from kosetsu.foundation.bookings.models import Booking, Resource, Waiting
from kosetsu.foundation.bookings.pages.shown import Day
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.bookings.states import ResourceKind, State, WaitingState

Code = Annotated[str, StringConstraints(max_length=30, pattern=r"^[^\x00]*$")]
Text = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]


class SpanIn(Schema):
    """From when until when, each with its offset."""

    model_config = ConfigDict(extra="forbid")

    starts_at: AwareDatetime
    ends_at: AwareDatetime

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


class BookingIn(SpanIn):
    """A new booking; the workplace may be left out by whoever acts for one alone."""

    resource: Code
    along: list[Code] = Field(default_factory=list, max_length=10)
    workplace: UUID | None = None
    purpose: Text = ""


class EndIn(Schema):
    """Until when instead."""

    model_config = ConfigDict(extra="forbid")

    ends_at: AwareDatetime


class HandOverIn(Schema):
    """The colleague who comes instead, by the address they sign in with."""

    model_config = ConfigDict(extra="forbid")

    to: Text


class WaitingIn(Schema):
    """So many minutes of a resource, some time between two moments."""

    model_config = ConfigDict(extra="forbid")

    resource: Code
    minutes: int = Field(ge=5, le=3 * 24 * 60)
    since: AwareDatetime
    until: AwareDatetime
    workplace: UUID | None = None


class CancelIn(Schema):
    """Why."""

    model_config = ConfigDict(extra="forbid")

    reason: Text = ""


class ResourcesAsked(Asked):
    """Which resources."""

    kind: ResourceKind | Literal[""] = ""
    branch: Words = ""


class FreeAsked(Schema):
    """How many minutes, from when on; ``along`` must be free at the same time."""

    minutes: int = Field(60, ge=5, le=3 * 24 * 60)
    after: AwareDatetime | None = None
    along: list[Code] = Field(default_factory=list, max_length=10)


class BookingsAsked(Asked):
    """Which bookings."""

    state: State | Literal[""] = ""


class ResourceOut(Schema):
    """What can be booked."""

    code: str
    kind: ResourceKind
    name: str
    branch: str
    capacity: int
    cell_minutes: int


class ResourcePage(Page):
    """One page of resources."""

    items: list[ResourceOut]


class SpanOut(Schema):
    """One free time."""

    starts_at: dt.datetime
    ends_at: dt.datetime


class BookingOut(Schema):
    """One booking."""

    id: UUID
    resource: str
    along: list[str]
    state: State
    state_label: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    workplace: str | None
    user: str
    purpose: str
    held_until: dt.datetime | None
    fee_share: str


class BookingPage(Page):
    """One page of bookings."""

    items: list[BookingOut]


class WaitingOut(Schema):
    """One place on a waiting list; ``offered`` is the booking held for it, to be accepted in time."""

    id: UUID
    resource: str
    minutes: int
    since: dt.datetime
    until: dt.datetime
    state: WaitingState
    state_label: str
    offered: UUID | None
    offered_until: dt.datetime | None


class WaitingPage(Page):
    """One page of places on waiting lists."""

    items: list[WaitingOut]


class StretchOut(SpanOut):
    """A part of a day that is all free or all taken; it says nothing of whose."""

    free: bool


class DayOut(Schema):
    """One day of a resource; without a stretch it is closed."""

    day: dt.date
    stretches: list[StretchOut]


class WeekOut(Schema):
    """Seven days of one resource, from a Monday."""

    resource: str
    days: list[DayOut]


class WeekAsked(Schema):
    """A day of the week that is asked for; today where none is named."""

    day: dt.date | None = None


def week_out(resource: Resource, days: Sequence[Day]) -> dict[str, Any]:
    """A :class:`WeekOut` field by field: a branch's week is a thousand stretches, each too small for a model."""
    return {"resource": resource.code, "days": [{"day": one.day, "stretches": _stretches(one)} for one in days]}


def _stretches(day: Day) -> list[dict[str, Any]]:
    return [{"starts_at": one.span.starts, "ends_at": one.span.ends, "free": one.free} for one in day.stretches]


def waiting_out(one: Waiting) -> WaitingOut:
    """A place whose resource and offer are read along."""
    held = one.offered if one.state == WaitingState.OFFERED else None
    return WaitingOut(
        id=one.public_id,
        resource=one.resource.code,
        minutes=one.minutes,
        since=one.since,
        until=one.until,
        state=WaitingState(one.state),
        state_label=str(WaitingState(one.state).label),
        offered=one.offered.public_id if one.offered else None,
        offered_until=held.held_until if held else None,
    )


def resource_out(one: Resource) -> ResourceOut:
    return ResourceOut(
        code=one.code,
        kind=ResourceKind(one.kind),
        name=one.name,
        branch=one.branch.code,
        capacity=one.capacity,
        cell_minutes=one.cell_minutes,
    )


def booking_out(one: Booking, resources: Iterable[Resource] | None = None) -> BookingOut:
    """A booking whose parts are read along, or whose ``resources`` the caller has at hand."""
    known = (part.resource for part in one.parts.all()) if resources is None else resources
    return BookingOut(
        id=one.public_id,
        resource=one.resource.code,
        along=sorted(along.code for along in known if along.pk != one.resource_id),
        state=State(one.state),
        state_label=str(State(one.state).label),
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        workplace=str(one.workplace) if one.workplace else None,
        user=one.user_name,
        purpose=one.purpose,
        held_until=one.held_until,
        fee_share=one.fee_share,
    )
