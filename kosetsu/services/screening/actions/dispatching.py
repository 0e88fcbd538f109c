"""A colleague on a body's committee: asked for, decided by another one, attended and counted, taken back."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, need_reason, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import record_entries, reverse_entry
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.reviews.documents.ties import forbidden
from kosetsu.services.screening.actions import beats
from kosetsu.services.screening.actions.returning import entry_columns
from kosetsu.services.screening.models import CommitteeDispatch, ScreeningProgramme
from kosetsu.services.screening.permissions import can_ask_for_seat, can_move_dispatch
from kosetsu.services.screening.states import DISPATCH

MOST = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Who is asked for, for which committee and day."""

    person: Person
    committee: str
    on_date: dt.date
    place: str = ""


@transaction.atomic
def request_dispatch(*, by: Person, at: dt.datetime, programme: ScreeningProgramme, seat: Seat) -> CommitteeDispatch:
    """The body asks for a colleague; nobody goes before another one has approved it."""
    programme = beats.locked(programme)
    require(can_ask_for_seat(by, programme))
    committee = tidy_line(seat.committee)[:150]
    require(YES if committee else no(_("委員会の名称を入れてください。")))
    require(_may_sit(programme, seat, at))
    made = CommitteeDispatch.objects.create(
        programme=programme, person=seat.person, committee=committee, on_date=seat.on_date,
        place=tidy_line(seat.place)[:200], requested_by=by, requested_at=at,
    )  # fmt: skip
    after = {"person": seat.person.pk, "committee": committee, "on_date": seat.on_date}
    audit.record(by=by, at=at, verb="request_dispatch", thing=made, after=after)
    return made


@transaction.atomic
def approve_dispatch(*, by: Person, at: dt.datetime, dispatch: CommitteeDispatch) -> CommitteeDispatch:
    """The head agrees."""
    dispatch = _asked(by, dispatch, "approve_dispatch")
    return audit.move_record(dispatch, DISPATCH, "approve_dispatch", by=by, at=at, decided_by=by, decided_at=at)


@transaction.atomic
def refuse_dispatch(*, by: Person, at: dt.datetime, dispatch: CommitteeDispatch, reason: str) -> CommitteeDispatch:
    """The head does not, and says why."""
    dispatch = _asked(by, dispatch, "refuse_dispatch")
    because = need_reason(reason)[:300]
    return audit.move_record(
        dispatch, DISPATCH, "refuse_dispatch", by=by, at=at, because=because, reason=because, decided_by=by,
        decided_at=at,
    )  # fmt: skip


@transaction.atomic
def attend_dispatch(*, by: Person, at: dt.datetime, dispatch: CommitteeDispatch, reviewed: int) -> CommitteeDispatch:
    """The colleague was there and reviewed so many applications: as many entries of the casebook."""
    dispatch = _asked(by, dispatch, "attend_dispatch")
    require(YES if dispatch.on_date <= day_of(at) else no(_("開催日の前に、出席は記録できません。")))
    require(_may_have_reviewed(dispatch, reviewed, at))
    record_entries(
        by=by, at=at, on_date=dispatch.on_date, case=dispatch.programme.case, format=Format.ON_SITE,
        **entry_columns(dispatch.programme, dispatch.on_date), details=[_mark(dispatch)] * reviewed,
    )  # fmt: skip
    return audit.move_record(dispatch, DISPATCH, "attend_dispatch", by=by, at=at, reviewed=reviewed)


@transaction.atomic
def take_back_attendance(
    *, by: Person, at: dt.datetime, dispatch: CommitteeDispatch, reason: str
) -> CommitteeDispatch:  # fmt: skip
    """Recorded by mistake: what it counted is reversed."""
    dispatch = _asked(by, dispatch, "take_back_attendance")
    because = need_reason(reason)[:300]
    counted = Entry.objects.filter(case=dispatch.programme.case, reverses=None, reversed_by=None)
    for entry in counted.filter(details__dispatch=str(dispatch.public_id)).order_by("pk"):
        reverse_entry(by=by, at=at, entry=entry, reason=because)
    return audit.move_record(
        dispatch, DISPATCH, "take_back_attendance", by=by, at=at, because=because, reason=because, reviewed=None
    )


@transaction.atomic
def call_off_dispatch(*, by: Person, at: dt.datetime, dispatch: CommitteeDispatch, reason: str) -> CommitteeDispatch:
    """Nobody goes."""
    dispatch = _asked(by, dispatch, "call_off_dispatch")
    because = need_reason(reason)[:300]
    return audit.move_record(dispatch, DISPATCH, "call_off_dispatch", by=by, at=at, because=because, reason=because)


def _asked(by: Person, dispatch: CommitteeDispatch, verb: str) -> CommitteeDispatch:
    found = beats.locked_dispatch(dispatch)
    require(can_move_dispatch(by, found, verb))
    return found


def _mark(dispatch: CommitteeDispatch) -> dict[str, str]:
    """By what its entries are found again."""
    return {"dispatch": str(dispatch.public_id)}


def _may_sit(programme: ScreeningProgramme, seat: Seat, at: dt.datetime) -> Decision:
    if not standing(seat.person, day_of(at)).is_staff:
        return no(_("「%(person)s」は職員ではありません。") % {"person": seat.person})
    twice = programme.dispatches.filter(person=seat.person, on_date=seat.on_date)
    if twice.exclude(state__in=["refused", "called_off"]).exists():
        return no(_("この人のこの日の派遣は、すでに登録されています。"))
    return YES


def _may_have_reviewed(dispatch: CommitteeDispatch, reviewed: int, at: dt.datetime) -> Decision:
    """At least one, and of the applications that lie here none of those that the person has a conflict with."""
    if not 1 <= reviewed <= MOST:
        return no(_("審査した件数は、1から%(most)dまでで入れてください。") % {"most": MOST})
    panel = dispatch.programme.panel
    items = panel.items.waiting() if panel else None
    if not items or not items.exists():
        return YES
    barred = {one.item for one in forbidden(items, {dispatch.person_id}, at)}
    barred |= set(
        items.filter(conflicts__person=dispatch.person, conflicts__lifted_at=None).values_list("pk", flat=True)
    )
    open_to = items.count() - len(barred)
    if reviewed <= open_to:
        return YES
    return no(
        _("%(person)sさんが審査できるのは、利益相反のある%(barred)d件を除いて%(open)d件までです。")
        % {"person": dispatch.person, "barred": len(barred), "open": open_to},
        _("利益相反のある申請の審査には加われません。件数を確かめてください。"),
    )
