"""Circles of the demo, lived through by their actions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.parties.actions.demo import A_STEP, Cast
from kosetsu.foundation.parties.models import Branch, Workplace
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Circle, Intake
from kosetsu.services.circles.rules import self_running_from
from kosetsu.services.circles.states import CALLED, WITH_STAFF, Aim, CircleKind, CircleState, Role

ASKED, BEGINS = dt.time(10, 30), dt.time(15, 0)
TWO_HOURS = dt.timedelta(hours=2)
BETWEEN_MEETINGS = 60
"""Days."""
A_WEEK = dt.timedelta(days=7)
A_DAY = "第2水曜 15:00"
ADDRESS = "circles@demo.example.jp"
FILMED = 3
"""How many members have a video."""


def play_intakes(calls: Sequence[tuple[Person, actions.Call]], cast: Cast) -> None:
    """Plan each call a day before it opens."""
    for by, call in calls:
        actions.plan_intake(by=by, at=call.opens_at - dt.timedelta(days=1), call=call)


@dataclass(frozen=True, slots=True)
class Applied:
    """One workplace's application, entered by who planned the call, so many days before the loading."""

    intake: Intake
    workplace: Workplace
    wish: actions.Wish
    days_ago: int


def play_applications(applied: Sequence[Applied], cast: Cast) -> None:
    """Apply for those who are not in the records yet, the oldest first."""
    for one in sorted(applied, key=lambda one: -one.days_ago):
        if one.intake.applications.filter(workplace=one.workplace).exists():
            continue
        at = max(cast.moment(-one.days_ago, ASKED), one.intake.opens_at)
        actions.apply(by=one.intake.planned_by, at=at, intake=one.intake, workplace=one.workplace, wish=one.wish)


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """One circle, its members, what it met about, and what came of it."""

    kind: CircleKind
    name: str
    branch: Branch
    purpose: str
    statutes: str
    fee_yen: int | None
    summary: str
    days_ago: int
    members: Sequence[Workplace]
    staff: Person
    topics: Sequence[str] = field(default_factory=list)
    todo: str = ""
    idea: str = ""
    joint: Gathering | None = None
    videos: bool = False


def play_founded(founded: Sequence[Founded], cast: Cast) -> None:
    """Found each, take its members in, and let it meet, the last time not long ago."""
    for one in founded:
        at = cast.moment(-one.days_ago, ASKED)
        circle = _called(one, at) if one.kind in CALLED else _begun(one, at)
        actions.assign_colleague(by=one.staff, at=at, circle=circle, person=one.staff)
        actions.describe_circle(
            by=one.staff, at=at, circle=circle, name=one.name, summary=one.summary, purpose=one.purpose,
            statutes=one.statutes, fee_yen=one.fee_yen, public=bool(one.summary),
        )  # fmt: skip
        for number, topic in reversed(list(enumerate(reversed(one.topics)))):
            _meet(circle, topic, one, cast, days_ago=10 + BETWEEN_MEETINGS * number, last=not number)
        if one.idea:
            _develop(circle, one, cast)
        if one.videos:
            _show(circle, one, cast)


def _begun(one: Founded, at: dt.datetime) -> Circle:
    circle = actions.found_circle(
        by=one.staff, at=at, kind=one.kind, name=one.name, branch=one.branch, purpose=one.purpose,
        statutes=one.statutes, fee_yen=one.fee_yen, founded_on=at.date(), gathering=one.joint,
    )  # fmt: skip
    for workplace in one.members:
        actions.join(by=one.staff, at=at, circle=circle, workplace=workplace)
    return circle


def _called(one: Founded, at: dt.datetime) -> Circle:
    """An earlier year's call with its only cohort, launched on the day; its first member has the chair."""
    opens, closes = at - dt.timedelta(days=80), at - dt.timedelta(days=40)
    call = actions.Call(
        kind=one.kind, aim=Aim.PROBLEM, branch=one.branch, title=one.name, text=one.purpose, opens_at=opens,
        closes_at=closes, launches_on=at.date(), cohorts=1, least=1, most=len(one.members), days=[A_DAY], interests=[],
        size_steps=[],
    )  # fmt: skip
    intake = actions.plan_intake(by=one.staff, at=opens - dt.timedelta(days=1), call=call)
    wish = actions.Wish(
        contact_name="みほん 担当", contact_email=ADDRESS, motive=one.purpose, interests=[], days=[A_DAY]
    )
    applied = [
        actions.apply(by=one.staff, at=opens, intake=intake, workplace=workplace, wish=wish)
        for workplace in one.members
    ]
    decided = closes + dt.timedelta(days=7)
    [circle] = actions.form_circles(
        by=one.staff, at=decided, intake=intake, cohorts=[applied], days=[A_DAY], reasons={}
    )
    circle = actions.launch(by=one.staff, at=at, circle=circle)
    member = circle.members.earliest("pk")
    actions.appoint(by=one.staff, at=at, circle=circle, member=member, role=Role.CHAIR, name="みほん 幹事")
    return circle


def _meet(circle: Circle, topic: str, one: Founded, cast: Cast, *, days_ago: int, last: bool) -> None:
    starts = cast.moment(-days_ago, BEGINS)
    _hand_over(circle, one.staff, starts)
    appointment = actions.Appointment(
        topic=topic, starts_at=starts, ends_at=starts + TWO_HOURS, format=Format.ON_SITE, place="会議室"
    )
    meeting = actions.plan_meeting(
        by=one.staff, at=starts - dt.timedelta(days=14), circle=circle, appointment=appointment
    )
    members = list(circle.members.on(starts.date()))
    tasks = [actions.ToDo(one.todo, members[0], cast.working_day(30))] if one.todo and last else []
    staff = 2 if circle.kind in WITH_STAFF else 0
    held = actions.Held(came=dict.fromkeys(members, (1, 0)), staff=staff, minutes=topic, tasks=tasks)
    actions.hold_meeting(by=one.staff, at=starts + TWO_HOURS + A_STEP, meeting=meeting, held=held)


def _hand_over(circle: Circle, by: Person, until: dt.datetime) -> None:
    """A cohort whose April has come runs itself from then on."""
    if circle.state != CircleState.RUNNING or not circle.is_called or circle.launched_on is None:
        return
    april = self_running_from(circle.launched_on)
    if april <= until.date():
        handed = actions.hand_over(by=by, at=until.replace(year=april.year, month=4, day=1), circle=circle)
        circle.state = handed.state


def _develop(circle: Circle, one: Founded, cast: Cast) -> None:
    lead, partner = circle.members.order_by("pk")[:2]
    actions.begin_development(
        by=one.staff, at=cast.moment(-5, ASKED), circle=circle, lead=lead, partners=[partner], title=one.idea,
        text=one.idea,
    )  # fmt: skip


def _show(circle: Circle, one: Founded, cast: Cast) -> None:
    """This week's videos; next year's are prepared."""
    opens = cast.moment(-2, ASKED)
    for later, members in ((0, circle.members.order_by("pk")[:FILMED]), (360, ())):
        begins = opens + dt.timedelta(days=later)
        week = actions.plan_videos(
            by=one.staff, at=opens, title="新グループ会員の紹介（見本）", branch=one.branch, opens_at=begins,
            closes_at=begins + A_WEEK,
        )  # fmt: skip
        for member in members:
            company = member.workplace.organisation.name
            actions.add_video(
                by=one.staff, at=opens, week=week, member=member, title=company, url="https://video.example.jp/demo"
            )
        if members:
            actions.show_videos(by=one.staff, at=opens, week=week)
