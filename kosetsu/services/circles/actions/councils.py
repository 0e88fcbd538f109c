"""The groups' council: called, held with what it decided, or called off."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, need_reason, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Branch
from kosetsu.services.circles.actions import beats
from kosetsu.services.circles.models import Circle, Council, CouncilSeat
from kosetsu.services.circles.permissions import can_move_council, can_run
from kosetsu.services.circles.states import MeetingState, NoticeKind


@transaction.atomic
def call_council(
    *, by: Person, at: dt.datetime, starts_at: dt.datetime, branch: Branch, format: Format, agenda: str, place: str = ""
) -> Council:
    """The officers of every living circle are asked to come."""
    require(can_run(by))
    require(YES if starts_at > at else no(_("これから開く日時を入れてください。"), _("済んだ回は記録してください。")))
    require(YES if tidy(agenda) else no(_("議題を入れてください。")))
    council = Council.objects.create(
        state=MeetingState.PLANNED, held_on=day_of(starts_at), starts_at=starts_at, branch=branch,
        format=format, place=tidy_line(place), agenda=tidy(agenda), recorded_by=by,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="call_council", thing=council, after={"starts_at": starts_at.isoformat()})
    beats.tell_officers(council, NoticeKind.COUNCIL, at=at)
    return council


@transaction.atomic
def record_council(
    *, by: Person, at: dt.datetime, held_on: dt.date, branch: Branch, format: Format, seats: Mapping[Circle, int],
    decisions: str,
) -> Council:  # fmt: skip
    """One that met without having been called here."""
    require(can_run(by))
    _check(held_on, seats, decisions, at)
    council = Council.objects.create(
        held_on=held_on, branch=branch, format=format, decisions=tidy(decisions), recorded_by=by
    )
    audit.record(by=by, at=at, verb="record_council", thing=council, after={"circles": len(seats)})
    _sit(council, seats, by=by, at=at)
    return council


@transaction.atomic
def hold_council(
    *, by: Person, at: dt.datetime, council: Council, seats: Mapping[Circle, int], decisions: str
) -> Council:
    """The council that was called met; refused before it began."""
    council = beats.lock_council(council)
    require(can_move_council(by, council, "hold_council", at))
    _check(council.held_on, seats, decisions, at)
    council = beats.move(council, "hold_council", by=by, at=at, decisions=tidy(decisions))
    _sit(council, seats, by=by, at=at)
    return council


@transaction.atomic
def call_off_council(*, by: Person, at: dt.datetime, council: Council, reason: str) -> Council:
    """It does not take place: whoever was asked to come is told, and it counts as nothing."""
    council = beats.lock_council(council)
    require(can_move_council(by, council, "call_off_council", at))
    council = beats.move(council, "call_off_council", by=by, at=at, reason=need_reason(reason))
    beats.tell_officers(council, NoticeKind.NO_COUNCIL, at=at)
    return council


def _check(held_on: dt.date, seats: Mapping[Circle, int], decisions: str, at: dt.datetime) -> None:
    require(YES if seats and tidy(decisions) else no(_("参加したグループと、決まったことを入れてください。")))
    require(YES if held_on <= day_of(at) else no(_("日付が先になっています。")))


def _sit(council: Council, seats: Mapping[Circle, int], *, by: Person, at: dt.datetime) -> None:
    """Who was there, and the one entry, which counts the circles that sat there."""
    for circle, headcount in seats.items():
        CouncilSeat.objects.create(council=council, circle=circle, headcount=headcount)
    people = sum(seats.values())
    record_entry(
        by=by, at=at, service="circles", kind="council", on_date=council.held_on, branch=council.branch,
        format=council.format, quantity=len(seats), unit="グループ", headcount=people, reference="CG-COUNCIL",
        headcount_online=people if council.format == Format.ONLINE else 0,
    )  # fmt: skip
