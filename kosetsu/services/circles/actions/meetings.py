"""Meetings of a circle: planned, held with who came and what was decided, or called off."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, need_reason, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.models import Booking, Resource
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.bookings.states import COMING
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.casebook.states import Channel, Format
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Workplace
from kosetsu.services.circles import rules
from kosetsu.services.circles.actions import beats
from kosetsu.services.circles.models import Attendance, Circle, Meeting, Member, Note, Task
from kosetsu.services.circles.permissions import can_finish, can_meet, can_move_meeting
from kosetsu.services.circles.states import CircleKind, NoteKind, NoticeKind

LONGEST_NAME = 100
"""As much of a circle's name as a booking keeps."""
CHANNELS = {Format.ON_SITE: Channel.VISIT, Format.ONLINE: Channel.ONLINE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A meeting as it is planned."""

    topic: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    format: Format
    place: str = ""
    online_url: str = ""
    social: str = ""
    room: Resource | None = None
    """One of the institute's rooms, booked for it."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """What somebody is to do until a day."""

    text: str
    owner: Member | Person
    due_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How a meeting went: people of each member (on site, online), others by heads, minutes, what is to be done and
    what is needed.
    """

    came: Mapping[Member, tuple[int, int]]
    guests: int = 0
    guests_online: int = 0
    staff: int = 0
    minutes: str = ""
    tasks: Sequence[ToDo] = ()
    needs: Sequence[str] = ()
    """What a trade asks for."""


@transaction.atomic
def plan_meeting(*, by: Person, at: dt.datetime, circle: Circle, appointment: Appointment) -> Meeting:
    """The next meeting, with a room if one is wished; its members are told.

    Raises ``OtherTimes`` where the room is not free, ``Refused`` where it cannot be booked.
    """
    circle = beats.lock_circle(circle)
    require(can_meet(by, circle, day_of(at)))
    require(YES if tidy_line(appointment.topic) else no(_("議題を入れてください。")))
    require(YES if appointment.ends_at > appointment.starts_at else no(_("終了は開始より後にしてください。")))
    given = {one.name: getattr(appointment, one.name) for one in fields(appointment) if one.name != "room"}
    booking = _book(circle, appointment, by=by, at=at)
    place = appointment.place or (str(booking.resource) if booking else "")
    given |= {"topic": tidy_line(appointment.topic), "place": place}
    meeting = Meeting.objects.create(circle=circle, booking=booking, **given)
    audit.record(by=by, at=at, verb="plan_meeting", thing=meeting, after={"circle": circle.code})
    beats.tell_members(meeting, NoticeKind.MEETING, at=at)
    return meeting


@transaction.atomic
def hold_meeting(*, by: Person, at: dt.datetime, meeting: Meeting, held: Held) -> Meeting:
    """It took place: who came, what was said, who does what; it counts once, as what the circle's state says.

    Raises ``Refused`` before its day, and where somebody came online to a meeting on site, or the other way round.
    """
    meeting = beats.lock_meeting(meeting)
    require(can_move_meeting(by, meeting, "hold_meeting", day_of(at)))
    require(YES if meeting.starts_at <= at else no(_("開催の記録は、始まってから入れてください。")))
    _check(meeting, held)
    _attend(meeting, held)
    for need in filter(None, map(tidy_line, held.needs)):
        Note.objects.create(
            circle=meeting.circle, kind=NoteKind.NEED, title=need, author=by, author_name=by.name, at=at
        )  # fmt: skip
    _record(meeting, held, by=by, at=at)
    return beats.move(
        meeting, "hold_meeting", by=by, at=at, minutes=tidy(held.minutes), guests=held.guests,
        guests_online=held.guests_online, staff_count=held.staff,
    )  # fmt: skip


@transaction.atomic
def call_off_meeting(*, by: Person, at: dt.datetime, meeting: Meeting, reason: str) -> Meeting:
    """It does not take place: its members are told, its room is free again, and it counts as nothing."""
    meeting = beats.lock_meeting(meeting)
    require(can_move_meeting(by, meeting, "call_off_meeting", day_of(at)))
    meeting = beats.move(meeting, "call_off_meeting", by=by, at=at, reason=need_reason(reason))
    if meeting.booking and meeting.booking.state in COMING:
        bookings.call_off(by=by, at=at, booking=meeting.booking, reason=_("例会の中止"))
    beats.tell_members(meeting, NoticeKind.CALLED_OFF, at=at)
    return meeting


@transaction.atomic
def finish_task(*, by: Person, at: dt.datetime, task: Task) -> Task:
    """Its owner, or who runs the circle, says it is done."""
    require(can_finish(by, task, day_of(at)))
    if task.done_at is None:
        task.done_at = at
        task.save(update_fields=["done_at"])
        audit.record(by=by, at=at, verb="finish_task", thing=task)
    return task


def _book(circle: Circle, appointment: Appointment, *, by: Person, at: dt.datetime) -> Booking | None:
    """The room by the rules of every booking: an officer books as the member, the institute's people as the circle."""
    if appointment.room is None:
        return None
    require(no(_("オンラインの例会に、部屋は予約しません。")) if appointment.format == Format.ONLINE else YES)
    places = Workplace.objects.acted_for_by(by)
    mine = circle.members.on(day_of(at)).filter(workplace__in=places).select_related("workplace").first()
    wish = bookings.Wish(
        resources=(appointment.room,), span=Span(appointment.starts_at, appointment.ends_at),
        workplace=mine.workplace if mine else None, caller_name="" if mine else circle.name[:LONGEST_NAME],
        purpose=_("「%(name)s」の例会") % {"name": circle.name[:LONGEST_NAME]},
    )  # fmt: skip
    return bookings.request(by=by, at=at, wish=wish)


def _check(meeting: Meeting, held: Held) -> None:
    on_site = held.guests + sum(one for one, _online in held.came.values())
    online = held.guests_online + sum(one for _here, one in held.came.values())
    require(
        YES
        if on_site + online
        else no(_("出席が記録されていません。"), _("開かれなかったときは中止を記録してください。"))
    )
    if meeting.format == Format.ONLINE:
        require(YES if not on_site else no(_("オンラインの例会です。会場の人数は0にしてください。")))
    if meeting.format == Format.ON_SITE:
        require(YES if not online else no(_("対面の例会です。オンラインの人数は0にしてください。")))
    day = day_of(meeting.starts_at)
    mine = {*meeting.circle.members.on(day).for_lists()}
    ours = {one.person for one in meeting.circle.secretaries.on(day).select_related("person")}
    named = {*held.came, *(task.owner for task in held.tasks)}
    require(YES if named <= mine | ours else no(_("この日の会員・担当者ではない会社や人が含まれています。")))


def _attend(meeting: Meeting, held: Held) -> None:
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, member=member, headcount=here + online, headcount_online=online)
        for member, (here, online) in held.came.items() if here + online
    )  # fmt: skip
    for task in held.tasks:
        part = {"owner": task.owner} if isinstance(task.owner, Member) else {"colleague": task.owner}
        Task.objects.create(meeting=meeting, text=tidy_line(task.text), due_on=task.due_on, **part)


def _record(meeting: Meeting, held: Held, *, by: Person, at: dt.datetime) -> None:
    """One entry; two where the exchange is with one trade: its people, and the institute's."""
    circle = meeting.circle
    online = held.guests_online + sum(one for _here, one in held.came.values())
    everybody = online + held.guests + sum(one for one, _online in held.came.values())
    plain: dict[str, Any] = {
        "by": by, "at": at, "service": "circles", "kind": rules.entry_kind(circle.kind, circle.state),
        "on_date": day_of(meeting.starts_at), "branch": circle.branch, "format": meeting.format, "unit": "回",
        "channel": CHANNELS.get(Format(meeting.format), ""), "reference": circle.code,
    }  # fmt: skip
    if circle.kind != CircleKind.INDUSTRY:
        record_entry(**plain, topic=circle.name, headcount=everybody + held.staff, headcount_online=online)
        return
    record_entry(**plain, topic="業界", headcount=everybody, headcount_online=online)
    record_entry(**plain, topic="職員", headcount=held.staff)
