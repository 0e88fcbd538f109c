"""Who came: at the reception one by one, from a device that was offline, or counted; and the end of a gathering."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, Refused, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing.actions import charge
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings.actions import beats, fees
from kosetsu.foundation.gatherings.actions.mail import tell
from kosetsu.foundation.gatherings.models import Attendance, Gathering, Organiser, Registration
from kosetsu.foundation.gatherings.permissions import can_move, can_plan
from kosetsu.foundation.gatherings.sources import kind_of
from kosetsu.foundation.gatherings.states import GatheringState, LetterKind, RegistrationState
from kosetsu.foundation.governance import audit

MOST_ARRIVALS = 2_000


@dataclass(frozen=True, slots=True)
class Arrival:
    """One person who stood at the reception; ``key`` is the device's own name for it."""

    ticket: str
    key: UUID
    arrived_at: dt.datetime


@transaction.atomic
def receive(*, by: Person, at: dt.datetime, gathering: Gathering, arrivals: Sequence[Arrival]) -> dict[UUID, str]:
    """Write down who arrived, by the device's keys: empty where it counts, else the reason why it does not.

    Sent again, and from a second device, the same person of the same day counts once.
    """
    gathering = beats.locked(gathering)
    require(can_plan(by))
    require(
        YES
        if len(arrivals) <= MOST_ARRIVALS
        else no(_("一度に送れるのは%(most)s件までです。") % {"most": MOST_ARRIVALS})
    )
    tickets = {one.ticket for one in arrivals}
    known = {one.ticket: one for one in gathering.registrations.filter(ticket__in=tickets).select_related("quota")}
    days = {gathering.day_of(one.arrived_at) for one in arrivals}
    held = {gathering.day_of(session.starts_at) for session in gathering.sessions.all()}
    here = gathering.written_down(days)
    told: dict[UUID, str] = {}
    for one in arrivals:
        registration, day = known.get(one.ticket), gathering.day_of(one.arrived_at)
        may = _may_arrive(gathering, registration, one, at) if day in held else no(_("開催日ではありません。"))
        told[one.key] = "" if may else str(may)
        if may and registration and (registration.pk, day) not in here:
            here.add((registration.pk, day))
            _arrive(gathering, registration, one, day, by, at)
    return told


def _may_arrive(gathering: Gathering, registration: Registration | None, one: Arrival, at: dt.datetime) -> Decision:
    if registration is None:
        return no(_("この催しの受付票ではありません。"))
    if registration.state != RegistrationState.CONFIRMED:
        return no(_("この申し込みは「%(state)s」です。") % {"state": registration.get_state_display()})
    if gathering.state != GatheringState.PUBLISHED:
        return no(_("「%(state)s」の催しです。") % {"state": gathering.get_state_display()})
    return YES if one.arrived_at <= at + dt.timedelta(minutes=5) else no(_("受付の時刻が先になっています。"))


def _arrive(
    gathering: Gathering, registration: Registration, one: Arrival, day: dt.date, by: Person, at: dt.datetime
) -> None:
    online = registration.quota.format == Format.ONLINE
    Attendance.objects.create(
        gathering=gathering, registration=registration, person=registration.person, on_date=day,
        headcount_online=int(online), arrived_at=one.arrived_at, key=one.key,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="receive", thing=registration, after={"on_date": day.isoformat()})


@transaction.atomic
def count_heads(
    *, by: Person, at: dt.datetime, gathering: Gathering, on_date: dt.date, headcount: int, headcount_online: int = 0
) -> Attendance:
    """So many people came besides those received by name, so many of them online; the number of a day is said once."""
    gathering = beats.locked(gathering)
    require(can_plan(by))
    require(YES if gathering.state == GatheringState.PUBLISHED else no(_("公開中の催しの人数を記録できます。")))
    require(YES if 0 <= headcount_online <= headcount else no(_("オンラインの人数は、全体の人数までです。")))
    require(YES if on_date <= day_of(at) else no(_("日付が先になっています。")))
    gathering.attendances.filter(registration=None, person=None, key=None, on_date=on_date).delete()
    made = Attendance.objects.create(
        gathering=gathering, on_date=on_date, headcount=headcount, headcount_online=headcount_online
    )
    after = {"on_date": on_date.isoformat(), "headcount": headcount, "headcount_online": headcount_online}
    audit.record(by=by, at=at, verb="count_heads", thing=gathering, after=after)
    return made


@transaction.atomic
def close_gathering(*, by: Person, at: dt.datetime, gathering: Gathering) -> Gathering:
    """It was held: each day becomes one entry of the service that held it, and whoever came is charged its price.

    Raises ``Refused`` before its last day and while a day has no attendance at all: that is unknown, not zero.
    """
    gathering = beats.locked(gathering)
    require(can_move(by, gathering, "close_gathering"))
    days = sorted({gathering.day_of(session.starts_at) for session in gathering.sessions.all()})
    require(YES if days and days[-1] <= day_of(at) else no(_("終了は、最後の開催日から記録できます。")))
    heads = _heads(gathering)
    missing = next((day for day in days if day not in heads), None)
    if missing:
        raise Refused(no(_("%(day)sの出席が記録されていません。") % {"day": f"{missing:%Y/%m/%d}"},
                         _("受付または人数を記録してください。誰も来なかった日は0人と記録します。")))  # fmt: skip
    fees.hold_money(gathering, days[0])
    _record(gathering, {day: heads[day] for day in days}, by=by, at=at)
    _charge(gathering, by, at)
    fees.charge_places(gathering, by=by, at=at)
    came = gathering.registrations.filter(arrivals__isnull=False, answered=False)
    for one in came.for_mail().distinct().order_by("pk"):
        tell(one, at=at, kind=LetterKind.SURVEY)
    return beats.move_gathering(gathering, "close_gathering", by=by, at=at)


def _heads(gathering: Gathering) -> dict[dt.date, tuple[int, int]]:
    """By day, all who came and those of them online."""
    rows = gathering.attendances.exclude(on_date=None).values("on_date")
    sums = rows.annotate(all=Sum("headcount"), online=Sum("headcount_online")).order_by("on_date")
    return {row["on_date"]: (row["all"], row["online"]) for row in sums if row["on_date"]}


def _record(gathering: Gathering, heads: dict[dt.date, tuple[int, int]], *, by: Person, at: dt.datetime) -> None:
    """One entry for every day, and one for the gathering where another body held it too."""
    kind = kind_of(gathering)
    if kind is None:
        return
    plain: dict[str, Any] = {
        "by": by, "at": at, "service": kind.service, "branch": gathering.branch, "format": gathering.format,
        "reference": gathering.code, "topic": gathering.title,
    }  # fmt: skip
    for day, (all_, online) in heads.items():
        record_entry(kind=kind.entry_kind, on_date=day, unit="回", headcount=all_, headcount_online=online, **plain)
    for part in kind.parts(gathering) if kind.parts else ():
        record_entry(**plain | part)
    partner = gathering.organisers.filter(role=Organiser.Role.COHOST).order_by("pk").first()
    if kind.together and partner:
        record_entry(kind=kind.together, on_date=max(heads), unit="件", partner=partner.organisation, **plain)


def _charge(gathering: Gathering, by: Person, at: dt.datetime) -> None:
    """One charge for every workplace of those who came and have not paid beforehand, at the price of the first day."""
    if gathering.offering is None or gathering.starts_on is None:
        return
    came = gathering.registrations.filter(arrivals__isnull=False, workplace__isnull=False, advance=None)
    people = list(came.select_related("workplace__organisation").distinct().order_by("pk"))
    many = Counter(one.workplace_id for one in people)
    for one in {person.workplace_id: person for person in reversed(people)}.values():
        assert one.workplace
        one.charge = charge(
            by=by, at=at, organisation=one.workplace.organisation, workplace=one.workplace, offering=gathering.offering,
            on_date=gathering.starts_on, quantity=many[one.workplace_id], branch=gathering.branch,
            label=gathering.title,
        )  # fmt: skip
        one.save(update_fields=["charge"])
