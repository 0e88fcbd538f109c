"""A business-meeting day before and after its timetable: planned, wished for, slots closed, meetings placed by hand."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, Refused, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.services.exhibitions.actions.beats import lock, locked
from kosetsu.services.exhibitions.models import Away, Booth, Exhibition, Fair, Meeting, Slot, Visitor, Wish
from kosetsu.services.exhibitions.permissions import acts_for, can_run, can_take_part, can_wish
from kosetsu.services.exhibitions.states import MeetingState

POINTS = (1, 2, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlan:
    """A day of slots of equal length; those that begin in the lunch window are its."""

    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    minutes: int
    tables: int
    wishes_until: dt.datetime
    lunch_from: dt.datetime | None = None
    lunch_until: dt.datetime | None = None
    longest_run: int = 0
    place: str = ""


@transaction.atomic
def plan_fair(*, by: Person, at: dt.datetime, exhibition: Exhibition, plan: DayPlan) -> Fair:
    """Set up a day with its slots; wishes are taken from now on."""
    exhibition = locked(exhibition)
    require(can_run(by))
    require(_in_order(plan))
    fair = Fair.objects.create(
        exhibition=exhibition, title=tidy_line(plan.title), place=tidy_line(plan.place),
        wishes_until=plan.wishes_until, longest_run=plan.longest_run, planned_by=by,
    )  # fmt: skip
    length, starts, number = dt.timedelta(minutes=plan.minutes), plan.starts_at, 0
    while starts + length <= plan.ends_at:
        lunch = bool(plan.lunch_from and plan.lunch_until and plan.lunch_from <= starts < plan.lunch_until)
        Slot.objects.create(
            fair=fair, number=number, starts_at=starts, ends_at=starts + length, tables=plan.tables, lunch=lunch
        )
        starts, number = starts + length, number + 1
    audit.record(by=by, at=at, verb="plan_fair", thing=fair, after={"title": fair.title, "slots": number})
    return fair


def _in_order(plan: DayPlan) -> Decision:
    fits = plan.starts_at + dt.timedelta(minutes=plan.minutes) <= plan.ends_at
    if not (5 <= plan.minutes <= 240 and 1 <= plan.tables <= 500 and fits):
        return no(_("時間と卓の数を確かめてください。"), _("1枠は5分から240分、卓は1から500です。"))
    if plan.wishes_until > plan.starts_at:
        return no(_("希望の期限は、商談会の開始より前にしてください。"))
    return YES


@transaction.atomic
def wish_meeting(
    *, by: Person, at: dt.datetime, fair: Fair, visitor: Visitor, booth: Booth, points: int, about: str = ""
) -> Wish:
    """A visitor would like to meet an exhibitor; wished again, the newer points hold."""
    lock(fair.exhibition)
    require(can_take_part(visitor if visitor.person_id == by.pk else None, booth.exhibition, at))
    require(can_wish(fair, booth, at))
    require(YES if points in POINTS else no(_("希望の強さを選んでください。")))
    wish, _new = Wish.objects.update_or_create(
        fair=fair, booth=booth, visitor=visitor,
        defaults={"buyer_points": points, "about": tidy_line(about), "wished_at": at},
    )  # fmt: skip
    audit.record(by=by, at=at, verb="wish_meeting", thing=wish, after={"points": points})
    return wish


@transaction.atomic
def weigh_wish(*, by: Person, at: dt.datetime, wish: Wish, points: int) -> Wish:
    """How much the exhibitor would like it; 0 declines."""
    lock(wish.fair.exhibition)
    require(YES if acts_for(by, wish.booth) else HIDDEN)
    require(can_wish(wish.fair, wish.booth, at))
    require(YES if points in (0, *POINTS) else no(_("希望の強さを選んでください。")))
    wish.seller_points, wish.declined = points, points == 0
    wish.save(update_fields=["seller_points", "declined"])
    audit.record(by=by, at=at, verb="weigh_wish", thing=wish, after={"points": points})
    return wish


@transaction.atomic
def keep_free(
    *, by: Person, at: dt.datetime, fair: Fair, numbers: Collection[int], booth: Booth | None = None,
    visitor: Visitor | None = None,
) -> int:  # fmt: skip
    """Say in which slots an exhibitor or a visitor cannot come; what was said before is replaced."""
    lock(fair.exhibition)
    own = (visitor is not None and visitor.person_id == by.pk) or (booth is not None and acts_for(by, booth))
    require(YES if own else HIDDEN)
    late = no(_("希望の受付は終わりました。"), _("当日来られなくなったときは、窓口へご連絡ください。"))
    require(YES if at < fair.wishes_until else late)
    Away.objects.filter(slot__fair=fair, booth=booth, visitor=visitor).delete()
    slots = list(fair.slots.filter(number__in=numbers))
    Away.objects.bulk_create(Away(slot=slot, booth=booth, visitor=visitor) for slot in slots)
    audit.record(by=by, at=at, verb="keep_free", thing=fair, after={"slots": [slot.number for slot in slots]})
    return len(slots)


@transaction.atomic
def close_slot(*, by: Person, at: dt.datetime, slot: Slot, closed: bool) -> Slot:
    """Use a slot no more, or again; one in which meetings are settled is refused."""
    lock(slot.fair.exhibition)
    require(can_run(by))
    busy = closed and slot.meetings.filter(state=MeetingState.SETTLED).exists()
    taken = no(_("この枠には、決まった商談があります。"), _("先に商談を取りやめるか、別の枠へ移してください。"))
    require(taken if busy else YES)
    slot.closed = closed
    slot.save(update_fields=["closed"])
    audit.record(by=by, at=at, verb="close_slot", thing=slot, after={"closed": closed})
    return slot


@transaction.atomic
def place_meeting(*, by: Person, at: dt.datetime, slot: Slot, table: int, booth: Booth, visitor: Visitor) -> Meeting:
    """A meeting by hand: it stays where it is put. Refused in a closed slot and where a table or a side is taken."""
    lock(slot.fair.exhibition)
    require(can_run(by))
    require(_free(Slot.objects.get(pk=slot.pk), table))
    same = booth.exhibition_id == visitor.exhibition_id == slot.fair.exhibition_id
    require(YES if same else HIDDEN)
    old = Meeting.objects.filter(fair=slot.fair, booth=booth, visitor=visitor, state=MeetingState.SETTLED)
    try:
        with transaction.atomic():
            old.update(state=MeetingState.CALLED_OFF)
            made = Meeting.objects.create(
                fair=slot.fair, slot=slot, table=table, booth=booth, visitor=visitor, locked=True
            )
    except IntegrityError as clash:
        reason = no(_("この枠は、卓・出展者・来場者のどれかが空いていません。"), _("別の枠か卓を選んでください。"))
        raise Refused(reason) from clash
    audit.record(by=by, at=at, verb="place_meeting", thing=made, after={"slot": slot.number, "table": table})
    return made


def _free(slot: Slot, table: int) -> Decision:
    if slot.closed:
        return no(_("この枠は使わないことになっています。"), _("別の枠を選んでください。"))
    return YES if 0 <= table < slot.tables else no(_("この枠の卓は%(tables)s卓です。") % {"tables": slot.tables})


@transaction.atomic
def lock_meeting(*, by: Person, at: dt.datetime, meeting: Meeting, locked: bool) -> Meeting:
    """Whether the next timetable may move it."""
    lock(meeting.fair.exhibition)
    require(can_run(by))
    meeting.locked = locked
    meeting.save(update_fields=["locked"])
    audit.record(by=by, at=at, verb="lock_meeting", thing=meeting, after={"locked": locked})
    return meeting


@transaction.atomic
def call_off_meeting(*, by: Person, at: dt.datetime, meeting: Meeting) -> Meeting:
    """It is not held."""
    lock(meeting.fair.exhibition)
    require(can_run(by))
    meeting.state = MeetingState.CALLED_OFF
    meeting.save(update_fields=["state"])
    audit.record(by=by, at=at, verb="call_off_meeting", thing=meeting, after={"state": meeting.state})
    return meeting
