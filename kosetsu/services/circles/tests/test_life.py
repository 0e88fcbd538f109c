"""A circle's life, meeting by meeting: what counts as what, who runs it, and when it ends."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from kosetsu.common.decisions import Refused
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.casebook.states import Format
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Attendance, Commission, Office
from kosetsu.services.circles.states import CircleKind, Role
from tests import build

pytestmark = pytest.mark.django_db
COUNTED = ("kind", "format", "headcount", "headcount_online", "unit")


def entries(*kinds):
    return list(Entry.objects.filter(kind__in=kinds).order_by("pk").values_list(*COUNTED))


@pytest.fixture
def april(launched_at):
    return launched_at.replace(year=2027, month=4, day=2)


@pytest.fixture
def handed_over(circle, partner, april, firm):
    member = circle.members.get(workplace=firm.member.workplace)
    actions.appoint(by=partner, at=april, circle=circle, member=member, role=Role.CHAIR, name="会長 一")
    return actions.hand_over(by=partner, at=april, circle=circle)


def test_launch_counts_each_member_as_a_company_that_joined(circle):
    joined = Entry.objects.filter(kind="group_joined")
    assert [(one.organisation.name, one.reference) for one in joined] == [
        ("城東精密株式会社", "CG2026-01"), ("競合工業株式会社", "CG2026-01")
    ]  # fmt: skip


def test_launch_before_its_day_is_refused(formed, partner, after):
    with pytest.raises(Refused, match="発足は"):
        actions.launch(by=partner, at=after, circle=formed)


@pytest.mark.parametrize(
    ("here", "counted"),
    [((1, 0), ("on_site", 2, 0)), ((0, 2), ("online", 4, 4)), ((1, 1), ("hybrid", 4, 2))],
)
def test_meeting_of_the_first_year_counts_on_site_and_online(circle, meet, launched_at, here, counted):
    meet(circle, launched_at, here)
    assert entries("forming_meeting") == [("forming_meeting", *counted, "回")]


def test_meeting_keeps_minutes_and_what_somebody_does_by_a_day(circle, meet, launched_at, partner, firm):
    owner = circle.members.get(workplace=firm.member.workplace)
    task = actions.ToDo("見学の日程を決める", owner, launched_at.date())
    meeting = meet(circle, launched_at, minutes="決めたこと", tasks=[task])
    [kept] = meeting.tasks.all()
    actions.finish_task(by=partner, at=launched_at, task=kept)
    kept.refresh_from_db()
    assert (meeting.minutes, kept.text, kept.done_at) == ("決めたこと", "見学の日程を決める", launched_at)


def test_meeting_is_held_once(circle, meet, launched_at, partner):
    meeting = meet(circle, launched_at)
    with pytest.raises(Refused, match="開催済み"):
        actions.hold_meeting(by=partner, at=launched_at, meeting=meeting, held=actions.Held(came={}, guests=1))
    assert len(entries("forming_meeting")) == 1


@pytest.mark.parametrize(
    ("format_", "said", "reason"),
    [
        (Format.ONLINE, {"guests": 1}, "会場の人数は0"),
        (Format.ON_SITE, {"guests_online": 1}, "オンラインの人数は0"),
        (Format.HYBRID, {}, "出席が記録されていません"),
    ],
)
def test_heads_that_do_not_fit_the_format_are_refused(circle, partner, launched_at, format_, said, reason):
    appointment = actions.Appointment(
        topic="x", starts_at=launched_at, ends_at=launched_at + dt.timedelta(hours=1), format=format_
    )
    meeting = actions.plan_meeting(by=partner, at=launched_at, circle=circle, appointment=appointment)
    with pytest.raises(Refused, match=reason):
        actions.hold_meeting(by=partner, at=launched_at, meeting=meeting, held=actions.Held(came={}, **said))
    assert (entries("forming_meeting"), Attendance.objects.count()) == ([], 0)


def test_meeting_called_off_counts_as_nothing_and_its_members_hear_why(circle, partner, launched_at, firm):
    appointment = actions.Appointment(
        topic="x", starts_at=launched_at, ends_at=launched_at + dt.timedelta(hours=1), format=Format.ONLINE
    )
    meeting = actions.plan_meeting(by=partner, at=launched_at, circle=circle, appointment=appointment)
    actions.call_off_meeting(by=partner, at=launched_at, meeting=meeting, reason="台風")
    told = sorted(meeting.notices.filter(kind="called_off", body__contains="台風").values_list("address", flat=True))
    assert (entries("forming_meeting"), told) == ([], sorted([firm.member.engineer.email, firm.other.engineer.email]))


def test_circle_is_handed_over_in_april_and_only_with_a_chair(circle, partner, april, launched_at, firm):
    with pytest.raises(Refused, match="2027/04/01から"):
        actions.hand_over(by=partner, at=launched_at, circle=circle)
    with pytest.raises(Refused, match="代表幹事"):
        actions.hand_over(by=partner, at=april, circle=circle)


def test_self_running_circle_meets_by_its_officers_and_counts_as_an_existing_one(handed_over, meet, april, firm):
    actions.pledge(by=firm.member.engineer, at=april, circle=handed_over, version="1")
    meet(handed_over, april + dt.timedelta(days=7), (0, 3), by=firm.member.engineer)
    assert entries("meeting") == [("meeting", "online", 6, 6, "回")]


@pytest.mark.parametrize("who", ["other", "stranger"])
def test_who_is_no_officer_plans_no_meeting(handed_over, meet, april, firm, who):
    by = getattr(firm, who).engineer
    with pytest.raises(Refused):
        meet(handed_over, april, by=by)
    assert handed_over.meetings.count() == 0


def test_circle_in_its_first_year_is_run_by_the_institute_alone(circle, partner, meet, launched_at, firm):
    member = circle.members.get(workplace=firm.member.workplace)
    actions.appoint(by=partner, at=launched_at, circle=circle, member=member, role=Role.CHAIR, name="会長 一")
    actions.pledge(by=firm.member.engineer, at=launched_at, circle=circle, version="1")
    with pytest.raises(Refused):
        meet(circle, launched_at, by=firm.member.engineer)


def test_new_chair_ends_the_term_of_the_old_one(handed_over, partner, april, firm):
    other = handed_over.members.get(workplace=firm.other.workplace)
    later = april + dt.timedelta(days=365)
    actions.appoint(by=partner, at=later, circle=handed_over, member=other, role=Role.CHAIR, name="会長 二")
    terms = Office.objects.order_by("since").values_list("name", "until")
    assert list(terms) == [("会長 一", later.date() - dt.timedelta(days=1)), ("会長 二", None)]


def test_two_chairs_are_impossible_in_the_database(handed_over, april):
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.create(
            circle=handed_over, member=handed_over.members.last(), role=Role.CHAIR, name="x", since=april.date()
        )


def test_adviser_stays_once_more_for_a_year_and_then_no_more(circle, partner, launched_at):
    adviser = build.person("助言 者")
    actions.commission(by=partner, at=launched_at, circle=circle, adviser=adviser, until=dt.date(2027, 3, 31))
    again = {"by": partner, "at": launched_at, "circle": circle}
    made = actions.commission_again(**again)
    with pytest.raises(Refused, match="1回まで"):
        actions.commission_again(**again)
    assert (made.since, made.until, Commission.objects.count()) == (dt.date(2027, 4, 1), dt.date(2028, 3, 31), 2)


def test_member_leaves_with_its_office(handed_over, partner, april, firm):
    member = handed_over.members.get(workplace=firm.member.workplace)
    actions.leave(by=partner, at=april, member=member, reason="廃業")
    assert (member.until, member.offices.filter(until=None).count()) == (april.date(), 0)


def test_closed_circle_has_a_reason_and_meets_no_more(handed_over, partner, april, meet):
    with pytest.raises(Refused, match="理由"):
        actions.close_circle(by=partner, at=april, circle=handed_over, reason=" ")
    closed = actions.close_circle(by=partner, at=april, circle=handed_over, reason="会員がいなくなった")
    with pytest.raises(Refused, match="終了"):
        meet(closed, april)
    assert (closed.state, closed.members.filter(until=None).count()) == ("closed", 0)


def test_societys_meeting_and_the_exchange_with_a_trade_count_as_such(institute, partner, firm, at, meet):
    founded = [
        actions.found_circle(
            by=partner, at=at, kind=kind, name=str(kind.label), branch=institute.head_office, purpose="学ぶ",
            founded_on=at.date(), statutes="会則", fee_yen=12_000,
        )
        for kind in (CircleKind.SOCIETY, CircleKind.INDUSTRY)
    ]  # fmt: skip
    for one in founded:
        actions.join(by=partner, at=at, circle=one, workplace=firm.member.workplace)
    meet(founded[0], at, (0, 12))
    meet(founded[1], at, (1, 0), guests=20, staff=7)
    kinds = Entry.objects.filter(service="circles").order_by("pk").values_list("kind", "topic", "headcount", "format")
    assert list(kinds) == [
        ("society_meeting", "技術研究会", 12, "online"), ("industry_meeting", "業界", 21, "on_site"),
        ("industry_meeting", "職員", 7, "on_site"),
    ]  # fmt: skip
