"""A tailored course until it is agreed: asked for, designed, quoted, accepted; or declined, refused, lapsed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, need_reason, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.models import Quote
from kosetsu.foundation.billing.states import QuoteState
from kosetsu.foundation.casebook.actions import open_case
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Group, Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.training.actions import beats
from kosetsu.services.training.models import SyllabusPart, TailoredCourse, TailoredTerms
from kosetsu.services.training.permissions import can_ask_tailored, can_move_tailored
from kosetsu.services.training.rules import tailored as arithmetic
from kosetsu.services.training.states import CoursePlace, TailoredLetter, TailoredState

PREFIX = "講"
LONGEST_MINUTES = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One part of a syllabus as it is designed."""

    title: str
    minutes: int
    lecturer: str = ""
    day: int = 1


@transaction.atomic
def ask_tailored(
    *,
    by: Person,
    at: dt.datetime,
    workplace: Workplace,
    subject: str,
    people: int,
    place: str = CoursePlace.HERE,
    goals: str = "",
    wished_from: dt.date | None = None,
    wished_until: dt.date | None = None,
    group: Group | None = None,
) -> TailoredCourse:
    """Ask for a course of one's own; the desk enters what came by telephone."""
    require(can_ask_tailored(by, workplace))
    subject = tidy(subject)
    require(YES if subject and people >= 1 else no(_("学びたいことと、受講する人数を入れてください。")))
    require(_in_order(wished_from, wished_until))
    at_desk = standing(by).is_staff
    case = open_case(
        by=by, at=at, service=beats.SERVICE, kind="tailored_course", prefix=PREFIX, state=TailoredState.ASKED,
        title=tidy_line(subject.splitlines()[0])[:200], organisation=workplace.organisation, workplace=workplace,
        contact=None if at_desk else by, group=group, branch=group.branch if group else None,
        channel=Channel.TELEPHONE if at_desk else Channel.MAIL,
    )  # fmt: skip
    course = TailoredCourse.objects.create(
        case=case, subject=subject, goals=tidy(goals), people=people, place=place, wished_from=wished_from,
        wished_until=wished_until,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="ask_tailored", thing=course, after={"number": case.number})
    beats.tell_institute(course, TailoredLetter.ASKED, at=at)
    return course


@transaction.atomic
def design_tailored(
    *,
    by: Person,
    at: dt.datetime,
    course: TailoredCourse,
    title: str,
    lessons: Sequence[Lesson],
    group: Group,
    outline: str = "",
    people: int | None = None,
) -> TailoredCourse:
    """Write the syllabus, or write it anew; whoever did is asked from then on."""
    course = beats.locked(course)
    require(can_move_tailored(by, course, "design_tailored"))
    require(YES if tidy_line(title) else no(_("名称を入れてください。")))
    require(_complete(lessons))
    case = course.case
    case.title, case.group, case.branch, case.assignee = tidy_line(title)[:200], group, group.branch, by
    case.save(update_fields=["title", "group", "branch", "assignee"])
    course.parts.all().delete()
    SyllabusPart.objects.bulk_create(
        SyllabusPart(
            course=course, position=position, day=one.day, title=tidy_line(one.title)[:200], minutes=one.minutes,
            lecturer=tidy_line(one.lecturer)[:200],
        )
        for position, one in enumerate(sorted(lessons, key=lambda lesson: lesson.day), 1)
    )  # fmt: skip
    return beats.move(
        course, "design_tailored", by=by, at=at, outline=tidy(outline), designed_by=by, people=people or course.people
    )


@transaction.atomic
def quote_tailored(*, by: Person, at: dt.datetime, course: TailoredCourse, note: str = "") -> TailoredCourse:
    """Quote the syllabus by the terms and the tariff of today; a second time is a new version of the quote."""
    course = beats.locked(course)
    require(can_move_tailored(by, course, "quote_tailored"))
    items, case = _items(course, day_of(at)), course.case
    if course.quote and course.quote.state != QuoteState.WITHDRAWN:
        quote = billing.revise_quote(by=by, at=at, quote=course.quote, items=items, title=case.title, note=note)
    else:
        quote = billing.issue_quote(
            by=by, at=at, organisation=course.organisation, workplace=case.workplace, title=case.title, items=items,
            case=case, note=note,
        )  # fmt: skip
    beats.move(course, "quote_tailored", by=by, at=at, quote=quote)
    beats.tell_company(course, TailoredLetter.QUOTED, at=at)
    return course


@transaction.atomic
def accept_tailored(*, by: Person, at: dt.datetime, course: TailoredCourse) -> TailoredCourse:
    """The company agrees to syllabus and price; the desk enters what came on paper."""
    course = beats.locked(course)
    require(can_move_tailored(by, course, "accept_tailored"))
    quote = _quote_of(course)
    if quote.state != QuoteState.ACCEPTED:
        quote = billing.accept_quote(by=by, at=at, quote=quote)
    beats.move(course, "accept_tailored", by=by, at=at, quote=quote)
    beats.tell_institute(course, TailoredLetter.ACCEPTED, at=at)
    return course


@transaction.atomic
def decline_tailored(*, by: Person, at: dt.datetime, course: TailoredCourse, reason: str = "") -> TailoredCourse:
    """The company does not want it."""
    course = beats.locked(course)
    require(can_move_tailored(by, course, "decline_tailored"))
    return _end(course, "decline_tailored", TailoredLetter.DECLINED, tidy_line(reason)[:300], by=by, at=at)


@transaction.atomic
def refuse_tailored(*, by: Person, at: dt.datetime, course: TailoredCourse, reason: str) -> TailoredCourse:
    """The institute cannot give it, and says why."""
    course = beats.locked(course)
    require(can_move_tailored(by, course, "refuse_tailored"))
    return _end(course, "refuse_tailored", TailoredLetter.REFUSED, need_reason(reason)[:300], by=by, at=at)


def lapse_quotes(*, at: dt.datetime) -> int:
    """Quotes that nobody accepted in time: the matter ends; how many did."""
    late = TailoredCourse.objects.filter(case__state=TailoredState.QUOTED, quote__valid_until__lt=day_of(at))
    return sum(lapse_tailored(at=at, course=course) for course in late.order_by("pk")[:500])


@transaction.atomic
def lapse_tailored(*, at: dt.datetime, course: TailoredCourse) -> int:
    """1 where the quote's day is over, 0 where it was accepted or quoted anew meanwhile."""
    course = beats.locked(course)
    quote = course.quote
    if course.state != TailoredState.QUOTED or quote is None or quote.valid_until >= day_of(at):
        return 0
    if quote.state == QuoteState.ACCEPTED:
        return 0
    beats.move(course, "lapse_tailored", by=None, at=at)
    beats.tell_company(course, TailoredLetter.LAPSED, at=at)
    beats.tell_institute(course, TailoredLetter.LAPSED, at=at)
    return 1


def take_back_quote(course: TailoredCourse, *, by: Person, at: dt.datetime) -> None:
    """What was offered holds no longer."""
    if course.quote and course.quote.state in (QuoteState.ISSUED, QuoteState.ACCEPTED):
        give_up = billing.withdraw_quote if standing(by).is_staff else billing.decline_quote
        give_up(by=by, at=at, quote=course.quote)


def _end(
    course: TailoredCourse, verb: str, letter: TailoredLetter, reason: str, *, by: Person, at: dt.datetime
) -> TailoredCourse:
    take_back_quote(course, by=by, at=at)
    beats.move(course, verb, by=by, at=at, reason=reason, ended_because=reason)
    tell = beats.tell_company if standing(by).is_staff else beats.tell_institute
    tell(course, letter, at=at, reason=reason)
    return course


def _items(course: TailoredCourse, day: dt.date) -> list[billing.Item]:
    """What the syllabus comes to by the terms of the day."""
    terms = [one for one in TailoredTerms.objects.on(day).select_related("offering") if one.place in ("", course.place)]
    missing = no(_("オーダーメードセミナーの料金の決まりがありません。"), _("料金の担当者に登録を依頼してください。"))
    require(YES if terms else missing)
    asked = {"minutes": course.minutes, "people": course.people, "days": len(course.days)}
    return [billing.Item(one.offering, arithmetic.quantity(one.basis, step=one.step_minutes, **asked)) for one in terms]


def _quote_of(course: TailoredCourse) -> Quote:
    require(YES if course.quote else no(_("見積りがありません。"), _("担当者の見積りをお待ちください。")))
    assert course.quote
    return course.quote


def _in_order(first: dt.date | None, last: dt.date | None) -> Decision:
    if first and last and last < first:
        return no(_("希望する時期の終わりは、始まりより後にしてください。"))
    return YES


def _complete(lessons: Sequence[Lesson]) -> Decision:
    """Every part has a title and a length, and the days are numbered without a gap."""
    if not lessons or not all(tidy_line(one.title) for one in lessons):
        return no(_("教程には、1つ以上の内容を入れてください。"))
    if not all(1 <= one.minutes <= LONGEST_MINUTES for one in lessons):
        return no(_("時間は、1分から%(most)s分までで入れてください。") % {"most": LONGEST_MINUTES})
    days = {one.day for one in lessons}
    whole = days == set(range(1, len(days) + 1))
    return YES if whole else no(_("回は、1から順に番号を付けてください。"))
