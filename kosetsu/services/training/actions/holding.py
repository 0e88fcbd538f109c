"""An agreed tailored course: planned as a gathering of its own, its people registered, held and charged; called off."""

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, need_reason, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.models import QuoteLine
from kosetsu.foundation.billing.permissions import can_deliver
from kosetsu.foundation.billing.rules import kept
from kosetsu.foundation.bookings.rules import fee_share, read_fee
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.catalogue.rules import PriceBreakdown
from kosetsu.foundation.gatherings import actions as gatherings
from kosetsu.foundation.gatherings.actions.beats import hold
from kosetsu.foundation.gatherings.actions.registering import MOST_AT_ONCE
from kosetsu.foundation.gatherings.models import FeeTerms, Gathering
from kosetsu.foundation.gatherings.states import GatheringState
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.training.actions import beats
from kosetsu.services.training.actions.tailored import take_back_quote
from kosetsu.services.training.models import Participant, TailoredCourse
from kosetsu.services.training.permissions import can_move_tailored, can_name_participants
from kosetsu.services.training.rules.tailored import timetable
from kosetsu.services.training.states import CallOffSide, CoursePlace, TailoredLetter

KIND = "tailored_course"
PAUSE = dt.timedelta(minutes=10)


@transaction.atomic
def name_participants(
    *, by: Person, at: dt.datetime, course: TailoredCourse, people: Sequence[gatherings.Guest]
) -> TailoredCourse:
    """Say who takes the course, in place of those named before."""
    course = beats.locked(course)
    require(can_name_participants(by, course))
    named = {one.email.strip().lower(): tidy_line(one.name) for one in people}
    require(_as_many(course, people, named))
    course.participants.all().delete()
    Participant.objects.bulk_create(
        Participant(course=course, name=name[:100], email=email) for email, name in named.items()
    )
    audit.record(by=by, at=at, verb="name_participants", thing=course, after={"people": len(named)})
    return course


@transaction.atomic
def plan_tailored(
    *, by: Person, at: dt.datetime, course: TailoredCourse, begins: Mapping[int, dt.datetime], place: str = ""
) -> TailoredCourse:
    """Plan the gathering of its syllabus, which only its people will know of; another one approves it as any other."""
    course = beats.locked(course)
    require(can_move_tailored(by, course, "plan_tailored"))
    missing = [day for day in course.days if day not in begins]
    require(no(_("第%(day)s回の開始日時を入れてください。") % {"day": missing[0]}) if missing else YES)
    require(YES if min(begins.values()) > at else no(_("開始は、これからの日時にしてください。")))
    made = gatherings.plan_gathering(by=by, at=at, plan=_plan(course, begins, place, at))
    return beats.move(course, "plan_tailored", by=by, at=at, gathering=made)


@transaction.atomic
def enrol_tailored(*, by: Person, at: dt.datetime, course: TailoredCourse) -> TailoredCourse:
    """Register everybody named, once the gathering is approved and what was asked in advance is paid."""
    course = beats.locked(course)
    require(can_move_tailored(by, course, "enrol_tailored"))
    gathering, people = _gathering_of(course), list(course.participants.all())
    require(_may_enrol(course, gathering, people, at))
    if gathering.state == GatheringState.APPROVED:
        gathering = gatherings.publish(by=by, at=at, gathering=gathering)
    for first in range(0, len(people), MOST_AT_ONCE):
        _register(course, gathering, people[first : first + MOST_AT_ONCE], by, at)
    beats.move(course, "enrol_tailored", by=by, at=at, gathering=gathering)
    beats.tell_company(course, TailoredLetter.PLANNED, at=at)
    return course


@transaction.atomic
def complete_tailored(*, by: Person, at: dt.datetime, course: TailoredCourse) -> TailoredCourse:
    """It was held: the gathering is closed, and one entry and the quoted charges are written, once."""
    course = beats.locked(course)
    require(can_move_tailored(by, course, "complete_tailored"))
    gathering = _gathering_of(course)
    day = gathering.ends_on
    assert day
    hold(gathering)
    gathering.refresh_from_db(fields=["state"])
    beats.hold_money(course, day)
    if gathering.state == GatheringState.PUBLISHED:
        gathering = gatherings.close_gathering(by=by, at=at, gathering=gathering)
    held = no(_("催しが終了していません。"), _("催しの受付を記録してください。"))
    require(YES if gathering.state == GatheringState.CLOSED else held)
    entry = _record(course, gathering, day, by, at)
    _charge(course, entry, by, at)
    return beats.move(course, "complete_tailored", by=by, at=at, entry=entry, gathering=gathering)


@transaction.atomic
def call_off_tailored(
    *, by: Person, at: dt.datetime, course: TailoredCourse, reason: str, on_account_of: str = CallOffSide.COMPANY
) -> TailoredCourse:
    """It does not take place: whoever was registered is told. Where the institute gives it up itself, which only its
    own people may say, nothing is owed; else what the dated rule keeps of the quote.
    """
    course = beats.locked(course)
    require(can_move_tailored(by, course, "call_off_tailored"))
    reason, gathering = need_reason(reason)[:300], course.gathering
    side = CallOffSide(on_account_of) if standing(by).is_staff else CallOffSide.COMPANY
    if side == CallOffSide.COMPANY:
        _charge_call_off(course, by, at)
    if gathering and gathering.state != GatheringState.CANCELLED:
        gathering = gatherings.call_off(by=by, at=at, gathering=gathering, reason=reason)
    take_back_quote(course, by=by, at=at)
    beats.move(course, "call_off_tailored", by=by, at=at, reason=reason, ended_because=reason, gathering=gathering)
    for tell in (beats.tell_company, beats.tell_institute):
        tell(course, TailoredLetter.CALLED_OFF, at=at, reason=reason)
    return course


def call_off_fee(course: TailoredCourse, at: dt.datetime) -> int:
    """What the company would owe for calling the course off at a moment."""
    return sum(price.total_yen for _line, price in _owed(course, at))


def _charge_call_off(course: TailoredCourse, by: Person, at: dt.datetime) -> None:
    """One charge for every quoted line."""
    owed, case, gathering = _owed(course, at), course.case, course.gathering
    if owed and gathering:
        hold(gathering)
        beats.hold_money(course, day_of(at))
    for line, price in owed:
        billing.charge(
            by=by, at=at, organisation=course.organisation, workplace=case.workplace, on_date=day_of(at),
            offering=line.offering, price=price, quote_line=line, case=case, branch=case.branch,
            label=f"{case.title} {line.label} {_('取消し料')}"[:200], what="cancellation",
        )  # fmt: skip


def _owed(course: TailoredCourse, at: dt.datetime) -> list[tuple[QuoteLine, PriceBreakdown]]:
    """Each quoted line with its fee, by the rule of the day of the agreement; none before a date is planned, and none
    where the institute has called that off.
    """
    gathering, quote = course.gathering, course.quote
    if quote is None or quote.accepted_at is None or gathering is None or gathering.called_off:
        return []
    terms = FeeTerms.of(gathering.kind_key, day_of(quote.accepted_at))
    first = gathering.sessions.order_by("starts_at")[0]
    share = fee_share(read_fee(terms.fee), first.starts_at, at, gathering.zone) if terms else Fraction(0)
    lines = quote.lines.select_related("quote", "offering")
    found = [(line, _fee(line, share, terms.source, at)) for line in lines] if terms and share else []
    return [(line, price) for line, price in found if price.total_yen]


def _fee(line: QuoteLine, share: Fraction, source: str, at: dt.datetime) -> PriceBreakdown:
    """The rule's share of what was quoted, taxed as the course itself."""
    return kept(
        line.yen, share, label=_("取消し料"), tax_class=line.parts[0]["tax_class"], day=day_of(at),
        client_class=line.quote.client_class, source=source,
    )  # fmt: skip


def _plan(course: TailoredCourse, begins: Mapping[int, dt.datetime], place: str, at: dt.datetime) -> gatherings.Plan:
    online = course.place == CoursePlace.ONLINE
    format, parts = Format.ONLINE if online else Format.ON_SITE, list(course.parts.all())
    moments = timetable([(one.day, one.minutes) for one in parts], begins, PAUSE)
    there = course.case.workplace.name if course.place == CoursePlace.COMPANY and course.case.workplace else ""
    return gatherings.Plan(
        service=beats.SERVICE, kind=KIND, title=course.case.title, summary=course.outline, format=format, public=False,
        place=tidy_line(place)[:200] or there, branch=course.case.branch, registers_from=at,
        registers_until=min(begins.values()), pools=[gatherings.Pool(_("受講者"), format, course.people)],
        parts=[
            gatherings.Part(starts, ends, title=one.title, speaker=one.lecturer)
            for one, (starts, ends) in zip(parts, moments, strict=True)
        ],
    )  # fmt: skip


def _may_enrol(
    course: TailoredCourse, gathering: Gathering, people: Sequence[Participant], at: dt.datetime
) -> Decision:
    if not people:
        return no(_("受講者の名前がまだありません。"), _("会社に、受講者の登録を依頼してください。"))
    if gathering.state not in (GatheringState.APPROVED, GatheringState.PUBLISHED):
        return no(_("催しの計画がまだ承認されていません。"), _("催しの画面で、ほかの人の承認を受けてください。"))
    if gathering.registers_until is None or at >= gathering.registers_until:
        return no(_("最初の回が始まったあとは、登録できません。"), _("催しを中止し、日程を計画し直してください。"))
    return can_deliver(course.quote) if course.quote else YES


def _register(
    course: TailoredCourse, gathering: Gathering, people: Sequence[Participant], by: Person, at: dt.datetime
) -> None:
    """These people, as one group; each keeps the registration that was made of them."""
    company = str(course.case.organisation)
    made = gatherings.register(
        by=by, at=at, gathering=gathering, quota=gathering.quotas.get(), agreed=True, workplace=course.case.workplace,
        guests=[gatherings.Guest(one.name, one.email, company) for one in people],
    )  # fmt: skip
    for one, registration in zip(people, made, strict=True):
        one.registration = registration
    Participant.objects.bulk_update(people, ["registration"])


def _record(course: TailoredCourse, gathering: Gathering, day: dt.date, by: Person, at: dt.datetime) -> Entry:
    case, quote = course.case, course.quote
    rows = gathering.attendances.values("on_date").annotate(heads=Sum("headcount"), online=Sum("headcount_online"))
    most = max(rows, key=lambda row: row["heads"], default={"heads": 0, "online": 0})
    return record_entry(
        by=by, at=at, service=beats.SERVICE, kind=KIND, on_date=day, case=case, branch=case.branch,
        organisation=course.organisation, workplace=case.workplace, format=gathering.format, reference=case.number,
        headcount=most["heads"], headcount_online=most["online"],
        amount_yen=sum(line.yen for line in quote.lines.all()) if quote else 0,
        details={"minutes": course.minutes, "days": len(course.days)},
    )  # fmt: skip


def _charge(course: TailoredCourse, entry: Entry, by: Person, at: dt.datetime) -> None:
    """The quoted lines, each once."""
    case = course.case
    common: dict[str, Any] = {"by": by, "at": at, "case": case, "entry": entry, "branch": case.branch}
    for line in course.quote.lines.select_related("quote", "offering") if course.quote else []:
        billing.charge(
            **common, organisation=course.organisation, workplace=case.workplace, on_date=entry.on_date,
            offering=line.offering, quantity=line.quantity, quote_line=line, label=f"{case.title} {line.label}"[:200],
            what=f"line {line.position}",
        )  # fmt: skip


def _gathering_of(course: TailoredCourse) -> Gathering:
    require(YES if course.gathering else no(_("日程がまだ計画されていません。")))
    assert course.gathering
    return course.gathering


def _as_many(course: TailoredCourse, people: Sequence[gatherings.Guest], named: Mapping[str, str]) -> Decision:
    if len(named) < len(people):
        return no(_("同じメールアドレスが2回あります。"), _("1人に1つのアドレスを書いてください。"))
    if not named or not all(email and name for email, name in named.items()):
        return no(_("氏名とメールアドレスを入れてください。"))
    if len(named) <= course.people:
        return YES
    most = _("受講者は、申込みの人数（%(most)s人）までです。") % {"most": course.people}
    return no(most, _("増やすときは、担当者へご連絡ください。"))
