"""Who came to a web meeting, from its report: known ones as arrivals, others as heads, the institute's own not."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, no, require
from kosetsu.common.text import fold
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.gatherings.actions import beats
from kosetsu.foundation.gatherings.models import Attendance, Gathering, Registration
from kosetsu.foundation.gatherings.permissions import can_plan
from kosetsu.foundation.gatherings.rules import Stay, read_stays
from kosetsu.foundation.gatherings.states import GatheringState, RegistrationState
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import StaffPost

NOTE = "Web会議のレポート"
_KEYS = UUID("0193a000-5a5a-7000-8000-6b6f73657473")
"""The name space of the keys: the same report read again is the same rows."""


@dataclass(slots=True)
class Seen:
    """A report held against the registrations of a gathering."""

    known: list[tuple[Stay, Registration]] = field(default_factory=list)
    others: list[Stay] = field(default_factory=list)
    short: list[Stay] = field(default_factory=list)
    """Those who stayed less than was asked for."""
    own: list[Stay] = field(default_factory=list)
    """The institute's own people: they run it, they do not attend."""


def look_at_report(*, gathering: Gathering, on_date: dt.date, stays: Sequence[Stay], least_minutes: int = 0) -> Seen:
    """Who of the report is whom; nothing is written."""
    rows = list(
        gathering.registrations.filter(state=RegistrationState.CONFIRMED).select_related("quota").order_by("pk")
    )
    by_email = {one.email: one for one in rows}
    named = Counter(_name(one.name) for one in rows)
    by_name = {_name(one.name): one for one in rows if named[_name(one.name)] == 1}
    own = StaffPost.addresses({one.email for one in stays}, on_date)
    seen, met = Seen(), set[int]()
    for stay in stays:
        registration = by_email.get(stay.email) or (None if stay.email else by_name.get(_name(stay.name)))
        if stay.email in own:
            seen.own.append(stay)
        elif stay.minutes < least_minutes:
            seen.short.append(stay)
        elif registration and registration.pk not in met:
            met.add(registration.pk)
            seen.known.append((stay, registration))
        elif not registration:
            seen.others.append(stay)
    return seen


@transaction.atomic
def receive_report(
    *, by: Person, at: dt.datetime, gathering: Gathering, on_date: dt.date, content: bytes, least_minutes: int = 0
) -> Seen:
    """Write down who was there on one day; read again, the newer report replaces the older one's heads.

    Whoever the reception has already stays as it is. Raises ``Refused`` and the reading's own mistakes.
    """
    gathering = beats.locked(gathering)
    require(can_plan(by))
    require(YES if gathering.state == GatheringState.PUBLISHED else no(_("公開中の催しの出席を取り込めます。")))
    held = {gathering.day_of(session.starts_at) for session in gathering.sessions.all()}
    require(YES if on_date in held and on_date <= day_of(at) else no(_("開催日を選んでください。")))
    seen = look_at_report(gathering=gathering, on_date=on_date, stays=read_stays(content), least_minutes=least_minutes)
    here = gathering.written_down([on_date])
    Attendance.objects.bulk_create(
        Attendance(
            gathering=gathering, registration=one, person_id=one.person_id, on_date=on_date, headcount_online=1,
            note=NOTE, key=uuid5(_KEYS, f"{one.public_id}:{on_date}"),
        )
        for _stay, one in seen.known if (one.pk, on_date) not in here
    )  # fmt: skip
    many = len(seen.others)
    gathering.attendances.update_or_create(
        key=uuid5(_KEYS, f"{gathering.public_id}:{on_date}"),
        defaults={"on_date": on_date, "headcount": many, "headcount_online": many, "note": NOTE},
    )
    after = {"on_date": on_date.isoformat(), "known": len(seen.known), "others": many, "least_minutes": least_minutes}
    audit.record(by=by, at=at, verb="receive_report", thing=gathering, after=after)
    return seen


@transaction.atomic
def arrive_online(*, at: dt.datetime, registration: Registration, on_date: dt.date) -> bool:
    """Whoever begins an on-demand course counts once, on its first day; the institute's own people do not. Whether it
    counted now.
    """
    gathering = beats.locked(registration.gathering)
    if registration.state != RegistrationState.CONFIRMED or StaffPost.addresses({registration.email}, day_of(at)):
        return False
    if gathering.attendances.filter(registration=registration, on_date=on_date).exists():
        return False
    gathering.attendances.create(
        registration=registration, person_id=registration.person_id, on_date=on_date, headcount_online=1,
        arrived_at=at, key=uuid5(_KEYS, f"{registration.public_id}:{on_date}"),
    )  # fmt: skip
    audit.record(by=None, at=at, verb="receive", thing=registration, after={"on_date": on_date.isoformat()})
    return True


@transaction.atomic
def complete(*, at: dt.datetime, registration: Registration) -> Registration:
    """All is done that the course asks for; said once."""
    now = Registration.objects.select_for_update().get(pk=registration.pk)
    if now.completed_at is None:
        now.completed_at = at
        now.save(update_fields=["completed_at"])
        audit.record(by=None, at=at, verb="complete", thing=now, after={"completed_at": at.isoformat()})
    return now


def _name(text: str) -> str:
    return fold(text).replace(" ", "")
