"""A dispatch of staff in the order of its life: entered, decided by another one, done day by day, closed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, need_reason, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.casebook.actions import record_entry, reverse_entry
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Group, Organisation
from kosetsu.services.training.actions import beats
from kosetsu.services.training.models import StaffDay, StaffDispatch
from kosetsu.services.training.permissions import can_enter, can_move_staff_dispatch
from kosetsu.services.training.states import STAFF_DISPATCH

KIND = "staff_dispatch"
SERIES, PREFIX = "training:staff_dispatch", "遣"
MOST_HOURS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What another body asks for."""

    kind: str
    host_name: str
    purpose: str
    starts_on: dt.date
    ends_on: dt.date
    group: Group
    staff: Sequence[Person]
    place: str = ""
    reference: str = ""
    offering: Offering | None = None


@transaction.atomic
def enter_staff_dispatch(*, by: Person, at: dt.datetime, errand: Errand) -> StaffDispatch:
    """Enter what a body asked for; nobody goes before another one has approved it."""
    require(can_enter(by))
    dispatch = StaffDispatch(entered_by=by, entered_at=at)
    _write(dispatch, errand)
    dispatch.number = beats.number(SERIES, PREFIX, at)
    dispatch.save(force_insert=True)
    dispatch.staff.set(errand.staff)
    audit.record(by=by, at=at, verb="enter_staff_dispatch", thing=dispatch, after={"number": dispatch.number})
    return dispatch


@transaction.atomic
def change_staff_dispatch(*, by: Person, at: dt.datetime, dispatch: StaffDispatch, errand: Errand) -> StaffDispatch:
    """Enter it otherwise, while it is not decided; whoever did has entered it."""
    dispatch = _asked(by, dispatch, "change_staff_dispatch")
    _write(dispatch, errand)
    dispatch.entered_by = by
    dispatch.save()
    dispatch.staff.set(errand.staff)
    return beats.step(dispatch, STAFF_DISPATCH, "change_staff_dispatch", by=by, at=at)


@transaction.atomic
def approve_staff_dispatch(*, by: Person, at: dt.datetime, dispatch: StaffDispatch) -> StaffDispatch:
    """The head of the group agrees."""
    dispatch = _asked(by, dispatch, "approve_staff_dispatch")
    return beats.step(dispatch, STAFF_DISPATCH, "approve_staff_dispatch", by=by, at=at, decided_by=by, decided_at=at)


@transaction.atomic
def refuse_staff_dispatch(*, by: Person, at: dt.datetime, dispatch: StaffDispatch, reason: str) -> StaffDispatch:
    """The head of the group does not, and says why."""
    dispatch = _asked(by, dispatch, "refuse_staff_dispatch")
    reason = need_reason(reason)[:300]
    return beats.step(
        dispatch, STAFF_DISPATCH, "refuse_staff_dispatch", by=by, at=at, decided_by=by, decided_at=at, reason=reason
    )


@transaction.atomic
def record_staff_day(
    *,
    by: Person,
    at: dt.datetime,
    dispatch: StaffDispatch,
    person: Person,
    on_date: dt.date,
    hours: int,
    headcount: int = 0,
) -> StaffDay:
    """One person was there on one day: one entry of as many hours."""
    dispatch = _asked(by, dispatch, "record_staff_day")
    require(_was_there(dispatch, person, on_date, hours, at))
    entry = record_entry(
        by=by, at=at, service=beats.SERVICE, kind=KIND, on_date=on_date, branch=dispatch.group.branch,
        partner=dispatch.host, quantity=hours, unit="時間", headcount=headcount,
        reference=dispatch.number, topic=dispatch.kind,
    )  # fmt: skip
    made = StaffDay.objects.create(
        dispatch=dispatch, person=person, on_date=on_date, hours=hours, headcount=headcount, entry=entry
    )
    beats.step(dispatch, STAFF_DISPATCH, "record_staff_day", by=by, at=at)
    return made


@transaction.atomic
def take_back_staff_day(*, by: Person, at: dt.datetime, day: StaffDay, reason: str) -> StaffDay:
    """The day was recorded by mistake: its entry is reversed."""
    dispatch = _asked(by, day.dispatch, "take_back_staff_day")
    day = StaffDay.objects.select_related("entry").get(pk=day.pk)
    require(YES if day.taken_back_at is None else no(_("この日は、すでに取り消されています。")))
    reason = need_reason(reason)[:300]
    reverse_entry(by=by, at=at, entry=day.entry, reason=reason)
    day.dispatch, day.taken_back_at, day.reason = dispatch, at, reason
    day.save(update_fields=["taken_back_at", "reason"])
    beats.step(dispatch, STAFF_DISPATCH, "take_back_staff_day", by=by, at=at)
    return day


@transaction.atomic
def close_staff_dispatch(*, by: Person, at: dt.datetime, dispatch: StaffDispatch) -> StaffDispatch:
    """All days are recorded; where it costs something, its hours are charged to the host, once."""
    dispatch = _asked(by, dispatch, "close_staff_dispatch")
    hours = dispatch.days.counted().aggregate(all=Sum("hours"))["all"]
    nothing = no(_("派遣した日が、まだ1日も記録されていません。"), _("日を記録するか、取りやめてください。"))
    require(YES if hours else nothing)
    return beats.step(
        dispatch, STAFF_DISPATCH, "close_staff_dispatch", by=by, at=at, charge=_charge(dispatch, hours, by, at)
    )


@transaction.atomic
def call_off_staff_dispatch(*, by: Person, at: dt.datetime, dispatch: StaffDispatch, reason: str) -> StaffDispatch:
    """Nobody goes."""
    dispatch = _asked(by, dispatch, "call_off_staff_dispatch")
    went = no(_("派遣した日が記録されています。"), _("終了を記録するか、その日の記録を取り消してください。"))
    require(went if dispatch.days.counted().exists() else YES)
    return beats.step(
        dispatch, STAFF_DISPATCH, "call_off_staff_dispatch", by=by, at=at, reason=need_reason(reason)[:300]
    )


def _write(dispatch: StaffDispatch, errand: Errand) -> None:
    """What is asked for, tidied; the host is known by its name where it is registered."""
    host, purpose = tidy_line(errand.host_name)[:200], tidy_line(errand.purpose)[:200]
    require(YES if host and purpose and errand.staff else no(_("派遣先、用務、派遣する職員を入れてください。")))
    require(YES if errand.ends_on >= errand.starts_on else no(_("終了日は、開始日より後にしてください。")))
    known = list(Organisation.objects.similar_to(host)[:2])
    dispatch.host = known[0] if len(known) == 1 else None
    payer = no(_("有料の派遣には、登録された派遣先が必要です。"), _("団体の画面で派遣先を登録してください。"))
    require(YES if errand.offering is None or dispatch.host else payer)
    dispatch.host_name, dispatch.purpose = host, purpose
    dispatch.place, dispatch.reference = tidy_line(errand.place)[:200], tidy_line(errand.reference)[:80]
    for name in ("kind", "starts_on", "ends_on", "group", "offering"):
        setattr(dispatch, name, getattr(errand, name))


def _was_there(dispatch: StaffDispatch, person: Person, day: dt.date, hours: int, at: dt.datetime) -> Decision:
    if not dispatch.staff.filter(pk=person.pk).exists():
        return no(_("「%(person)s」は、この派遣の職員ではありません。") % {"person": person})
    if not dispatch.starts_on <= day <= dispatch.ends_on:
        return no(_("派遣の期間の日を入れてください。"))
    if day > day_of(at):
        return no(_("これからの日付は指定できません。"), _("実際の日を入力してください。"))
    if dispatch.days.counted().filter(person=person, on_date=day).exists():
        return no(_("この人のこの日は、すでに記録されています。"))
    most = no(_("時間は、1から%(most)sまでで入れてください。") % {"most": MOST_HOURS})
    return YES if 1 <= hours <= MOST_HOURS else most


def _charge(dispatch: StaffDispatch, hours: int, by: Person, at: dt.datetime) -> Charge | None:
    if dispatch.offering is None or dispatch.host is None:
        return None
    last = dispatch.days.counted().order_by("-on_date").select_related("entry")[0]
    return billing.charge(
        by=by, at=at, organisation=dispatch.host, workplace=None, offering=dispatch.offering, on_date=last.on_date,
        quantity=hours, entry=last.entry, branch=dispatch.group.branch, label=str(dispatch)[:200], what="dispatch",
    )  # fmt: skip


def _asked(by: Person, dispatch: StaffDispatch, verb: str) -> StaffDispatch:
    """The dispatch as it is now; refused where ``verb`` is not this person's now."""
    found = beats.alone(dispatch)
    require(can_move_staff_dispatch(by, found, verb))
    return found
