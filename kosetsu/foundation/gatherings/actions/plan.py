"""A gathering in the order of its life: planned, approved by another one, published, called off."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, need_reason, no, require
from kosetsu.common.numbering import issue
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.gatherings.actions import beats, fees, rooms
from kosetsu.foundation.gatherings.actions.mail import tell
from kosetsu.foundation.gatherings.models import Gathering, InvitationCode, Organiser, Quota, Session
from kosetsu.foundation.gatherings.permissions import can_move, can_plan
from kosetsu.foundation.gatherings.states import GatheringState, LetterKind, Selection
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Branch, Institute, Organisation
from kosetsu.foundation.search.changes import touch

SERIES = "gatherings:gathering"


@dataclass(frozen=True, slots=True)
class Part:
    """One session as it is planned."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str = ""
    speaker: str = ""
    track: str = ""
    room: Resource | None = None
    online_url: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """One quota as it is planned; a code is for those invited."""

    name: str
    format: Format
    capacity: int | None = None
    code: str = ""
    most: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is decided before a gathering is published."""

    service: str
    kind: str
    title: str
    format: Format
    parts: Sequence[Part]
    pools: Sequence[Pool] = ()
    summary: str = ""
    place: str = ""
    branch: Branch | None = None
    offering: Offering | None = None
    prepaid: bool = False
    public: bool = True
    selection: Selection = Selection.FIRST_COME
    registers_from: dt.datetime | None = None
    registers_until: dt.datetime | None = None
    cancels_until: dt.datetime | None = None
    offer_hours: int = 48
    terms: str = ""
    partners: Sequence[tuple[str, str]] = field(default_factory=tuple)
    """(role, name) of those who hold it along with the institute."""


PLAIN = (
    "service", "kind", "title", "format", "summary", "place", "branch", "offering", "prepaid", "public",
    "selection",    "registers_from", "registers_until", "cancels_until", "offer_hours", "terms",
)  # fmt: skip


@transaction.atomic
def plan_gathering(*, by: Person, at: dt.datetime, plan: Plan) -> Gathering:
    """Write down what is planned; nobody sees it before it is approved and published."""
    require(can_plan(by))
    gathering = Gathering(state=GatheringState.PLANNED, planned_by=by)
    _write(gathering, plan)
    year = gathering.fiscal_year or fiscal.fiscal_year(day_of(at))
    gathering.code = f"G{year}-{issue(SERIES, year):05d}"
    gathering.save(force_insert=True)
    _write_parts(gathering, plan)
    audit.record(by=by, at=at, verb="plan_gathering", thing=gathering, after={"code": gathering.code})
    return gathering


@transaction.atomic
def change_gathering(*, by: Person, at: dt.datetime, gathering: Gathering, plan: Plan) -> Gathering:
    """Plan it otherwise, while it is not approved."""
    gathering = beats.locked(gathering)
    require(can_move(by, gathering, "change_gathering"))
    _write(gathering, plan)
    gathering.save()
    gathering.sessions.all().delete()
    gathering.quotas.all().delete()
    gathering.organisers.all().delete()
    _write_parts(gathering, plan)
    return beats.move_gathering(gathering, "change_gathering", by=by, at=at)


@transaction.atomic
def approve_gathering(*, by: Person, at: dt.datetime, gathering: Gathering) -> Gathering:
    """Another one than the planner agrees; the rooms it names are booked.

    Raises ``OtherTimes`` where one of them is taken.
    """
    gathering = beats.locked(gathering)
    require(can_move(by, gathering, "approve_gathering"))
    rooms.keep(gathering, by=by, at=at)
    return beats.move_gathering(gathering, "approve_gathering", by=by, at=at, approved_by=by)


@transaction.atomic
def send_back(*, by: Person, at: dt.datetime, gathering: Gathering, reason: str) -> Gathering:
    """Not yet: it is planned again, and its rooms are free."""
    gathering = beats.locked(gathering)
    require(can_move(by, gathering, "send_back"))
    rooms.give_back(gathering, by=by, at=at)
    return beats.move_gathering(gathering, "send_back", by=by, at=at, reason=need_reason(reason), approved_by=None)


@transaction.atomic
def publish(*, by: Person, at: dt.datetime, gathering: Gathering) -> Gathering:
    """Everyone may read of it now, and register in its time."""
    gathering = beats.locked(gathering)
    require(can_move(by, gathering, "publish"))
    touch("gathering", str(gathering.public_id), at=at)
    return beats.move_gathering(gathering, "publish", by=by, at=at)


@transaction.atomic
def call_off(*, by: Person, at: dt.datetime, gathering: Gathering, reason: str) -> Gathering:
    """It does not take place: whoever registered is told, its rooms are free, and it counts as called off, not as held
    by nobody.
    """
    gathering = beats.locked(gathering)
    require(can_move(by, gathering, "call_off"))
    reason, registered = need_reason(reason), beats.open_registrations(gathering)
    fees.hold_money(gathering, gathering.day_of(at))
    found = beats.move_gathering(gathering, "call_off", by=by, at=at, reason=reason)
    rooms.give_back(gathering, by=by, at=at)
    fees.give_all_back(registered, by=by, at=at)
    for registration in registered:
        beats.move_registration(registration, "cancel_registration", by=by, at=at)
        tell(registration, at=at, kind=LetterKind.CALLED_OFF)
    touch("gathering", str(gathering.public_id), at=at)
    return found


def _write(gathering: Gathering, plan: Plan) -> None:
    plan = replace(plan, title=tidy_line(plan.title), summary=tidy(plan.summary), terms=tidy(plan.terms))
    require(YES if plan.title and plan.parts else no(_("名称と、1つ以上の日時を入れてください。")))
    require(YES if plan.pools or plan.registers_from is None else no(_("申し込みを受けるには、定員の区分が必要です。")))
    parts = sorted(plan.parts, key=lambda part: part.starts_at)
    last = plan.registers_until is None or plan.registers_until <= parts[-1].ends_at
    require(YES if last else no(_("申込期限は、催しの終わりより前にしてください。")))
    priced = not plan.prepaid or plan.offering is not None
    require(YES if priced else no(_("前納にするには、受講料の料金表を選んでください。")))
    for name in PLAIN:
        setattr(gathering, name, getattr(plan, name))
    gathering.starts_on, gathering.ends_on = gathering.day_of(parts[0].starts_at), gathering.day_of(parts[-1].ends_at)
    gathering.fiscal_year = fiscal.fiscal_year(gathering.starts_on)
    gathering.times = len({gathering.day_of(part.starts_at) for part in parts})


def _write_parts(gathering: Gathering, plan: Plan) -> None:
    for part in plan.parts:
        require(YES if part.ends_at > part.starts_at else no(_("終了は開始より後にしてください。")))
        Session.objects.create(gathering=gathering, **_fields(part))
    for pool in plan.pools:
        quota = Quota.objects.create(
            gathering=gathering, name=pool.name, format=pool.format, capacity=pool.capacity, invited=bool(pool.code)
        )
        if pool.code:
            InvitationCode.objects.create(quota=quota, code=pool.code, most=pool.most)
    institute = Institute.current()
    hosts = [(Organiser.Role.HOST.value, institute.name if institute else ""), *plan.partners]
    bodies = {one.name: one for one in Organisation.objects.filter(name__in=[name for _role, name in hosts])}
    Organiser.objects.bulk_create(
        Organiser(gathering=gathering, role=role, name=name, organisation=bodies.get(name))
        for role, name in hosts
        if name
    )


def _fields(part: Part) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.__dataclass_fields__}
