"""Labs as the API shows them."""

import datetime as dt
from decimal import Decimal
from typing import Literal
from uuid import UUID

from ninja import Schema

from kosetsu.common.api.paging import Asked, Page
from kosetsu.services.labs.documents.occupancy import Room
from kosetsu.services.labs.models import Tenancy
from kosetsu.services.labs.states import TenancyState


class RoomsAsked(Schema):
    """On which day, today where none is said; only those that are nobody's."""

    day: dt.date | None = None
    free: bool = False


class RoomOut(Schema):
    """One room on a day. ``tenant`` and ``theme`` are empty unless the company agreed to be named; ``monthly_yen`` is
    what a small company pays for a whole month; ``free_from`` the first day that is promised to nobody.
    """

    branch: str
    room: str
    area_m2: Decimal | None
    equipment: str
    occupied: bool
    promised: bool
    free_from: dt.date | None
    monthly_yen: int | None
    tenant: str
    theme: str


class RoomsOut(Schema):
    """The rooms of one day."""

    day: dt.date
    items: list[RoomOut]


class TenanciesAsked(Asked):
    """Which tenancies."""

    state: TenancyState | Literal[""] = ""


class TenancyOut(Schema):
    """One tenancy; ``last_day`` is that of leaving where it is known, else of the contract."""

    id: UUID
    number: str
    state: TenancyState
    state_label: str
    workplace: str
    branch: str
    room: str
    theme: str
    since: dt.date
    until: dt.date
    last_day: dt.date
    moved_in_on: dt.date | None
    monthly_yen: int | None
    deposit_yen: int | None
    named: bool
    """Whether the company agreed to be named in public."""


class TenancyPage(Page):
    """One page of tenancies; ``total`` counts all pages."""

    total: int
    items: list[TenancyOut]


def room_out(one: Room, monthly_yen: int | None) -> RoomOut:
    return RoomOut(
        branch=one.lab.branch.code, room=one.lab.room, area_m2=one.lab.area_m2, equipment=one.lab.equipment,
        occupied=one.occupied, promised=one.promised, free_from=one.free_from, monthly_yen=monthly_yen,
        tenant=one.tenant, theme=one.theme,
    )  # fmt: skip


def tenancy_out(one: Tenancy) -> TenancyOut:
    return TenancyOut(
        id=one.public_id, number=one.case.number, state=one.state, state_label=str(one.state.label),
        workplace=one.workplace.name, branch=one.lab.branch.code, room=one.lab.room, theme=one.theme, since=one.since,
        until=one.until, last_day=one.last_day, moved_in_on=one.moved_in_on, monthly_yen=one.monthly_yen,
        deposit_yen=one.deposit_yen, named=one.show_name,
    )  # fmt: skip
