"""Story 7: an exchange group from the April call to its self-running second year; FY2021's figures from its records."""

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from kosetsu.across.matching.actions import cohorts
from kosetsu.across.matching.actions.cohort_search import search
from kosetsu.across.matching.tests.intakes import cohort_points
from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.tables.book import read_book
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings import actions as gatherings
from kosetsu.foundation.governance.models import ConsentText
from kosetsu.foundation.parties.models import Organisation, Workplace
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Circle, Member
from kosetsu.services.circles.states import Aim, CircleKind, Role
from tests import build
from tests.architecture.house import ROOT

pytestmark = pytest.mark.django_db
TOKYO = dt.timezone(dt.timedelta(hours=9))
TRADES = ("E09", "E11", "E15", "E18", "E22", "E24", "E25", "E26", "E28", "E29", "E32", "G39")
OLD = 31
"""Circles that ran themselves before the year began; with the new one they are 32 with 400 companies."""
SOCIETIES = 9


def moment(year: int, month: int, day: int, hour: int = 15) -> dt.datetime:
    return dt.datetime(year, month, day, hour, tzinfo=TOKYO)


def meet(by: Any, circle: Circle, at: dt.datetime, format_: Format, heads: int, **said: Any) -> None:
    """Planned two weeks before, held with so many people."""
    appointment = actions.Appointment(topic="例会", starts_at=at, ends_at=at + dt.timedelta(hours=2), format=format_)
    meeting = actions.plan_meeting(by=by, at=at - dt.timedelta(days=14), circle=circle, appointment=appointment)
    online = format_ == Format.ONLINE
    held = actions.Held(came={}, **{"guests_online" if online else "guests": heads}, **said)
    actions.hold_meeting(by=by, at=at + dt.timedelta(hours=3), meeting=meeting, held=held)


def spread(total: int, times: int) -> list[int]:
    """So many people over so many meetings, as evenly as can be."""
    return [total // times + (n < total % times) for n in range(times)]


def company(number: int) -> build.Company:
    made = build.company(f"会社{number}", "131083")
    made.organisation.industry = TRADES[number % len(TRADES)]
    made.organisation.employees = (4, 12, 40, 90)[number % 4]
    made.organisation.save()
    return made


@pytest.fixture(scope="module")
def year(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """All that the institute and the groups did from April 2021 to April 2022, by their actions."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(KOSETSU_FIXED_NOW=moment(2021, 4, 1)):
        institute = build.institute()
        world = SimpleNamespace(
            institute=institute,
            partner=build.post(build.person("連携 係"), StaffRole.PARTNERSHIPS, institute.head_office),
        )
        ConsentText.objects.create(
            purpose="circle-secrecy", version="1", valid_from=dt.date(2021, 4, 1), title_ja="約束", text_ja="守ります"
        )
        cohort_points()
        new_group(world)
        old_groups(world)
        together(world)
        societies(world)
        year_ends(world)
        yield world
        transaction.set_rollback(True)


def new_group(world: Any) -> None:
    """The April call, 26 applicants of 12 trades, the proposal, the decision for 24, the launch, the meetings."""
    by, branch = world.partner, world.institute.head_office
    call = actions.Call(
        kind=CircleKind.COHORT, aim=Aim.PROBLEM, branch=branch, title="異業種交流グループ", text="募集します",
        opens_at=moment(2021, 4, 5), closes_at=moment(2021, 5, 20), launches_on=dt.date(2021, 6, 30), cohorts=1,
        least=22, most=24, days=["水曜", "木曜"], interests=["新素材", "IoT"], size_steps=[5, 20, 50],
    )  # fmt: skip
    intake = actions.plan_intake(by=by, at=moment(2021, 4, 1), call=call)
    world.companies = [company(n) for n in range(26)]
    for n, one in enumerate(world.companies):
        wish = actions.Wish(
            contact_name=one.engineer.name, contact_email=one.engineer.email or "", motive="仲間がほしい",
            interests=["IoT"] if n % 3 else ["新素材"], days=["水曜", "木曜"] if n % 2 else ["水曜"],
            rivals="会社1" if n == 0 else "",
        )  # fmt: skip
        at = moment(2021, 4, 10)
        actions.apply(by=one.engineer, at=at, intake=intake, workplace=one.workplace, wish=wish)
    proposal = cohorts.ask_for_cohorts(by=by, at=moment(2021, 5, 24), intake=intake, seconds=60)
    world.proposal = search(proposal)
    [world.circle] = cohorts.settle_cohorts(by=by, at=moment(2021, 5, 28), proposal=world.proposal)
    world.circle = actions.launch(by=by, at=moment(2021, 6, 30), circle=world.circle)
    adviser = build.person("助言 者")
    actions.commission(by=by, at=moment(2021, 7, 1), circle=world.circle, adviser=adviser, until=dt.date(2022, 3, 31))
    months = [(2021, 7, 14), (2021, 9, 8), (2021, 10, 20), (2021, 11, 24), (2022, 1, 19), (2022, 2, 16)]
    for n, day in enumerate(months):
        meet(by, world.circle, moment(*day), Format.ONLINE if n % 2 else Format.ON_SITE, 20, minutes="議事")


def old_groups(world: Any) -> None:
    """31 groups of earlier years with 376 companies; 87 meetings, 42 of them online with 292 of 658 people."""
    circles = Circle.objects.bulk_create(
        Circle(
            code=f"CG2010-{n:02d}", kind=CircleKind.COHORT, aim=Aim.PRODUCT if n < 8 else Aim.PROBLEM,
            name=f"グループ{n}", fiscal_year=2010, branch=world.institute.head_office, state="self_running",
            launched_on=dt.date(2010, 7, 1), handed_over_on=dt.date(2011, 4, 1),
        )
        for n in range(OLD)
    )  # fmt: skip
    world.old = list(Circle.objects.filter(code__in=[one.code for one in circles]).order_by("code"))
    for circle, size in zip(world.old, spread(376, OLD), strict=True):
        names = [f"{circle.name}の会社{n}" for n in range(size)]
        bodies = Organisation.objects.bulk_create(
            Organisation(kind="company", name=one, name_folded=one) for one in names
        )
        places = Workplace.objects.bulk_create(Workplace(organisation=one, name="本社") for one in bodies)
        since = dt.date(2010, 7, 1)
        Member.objects.bulk_create(Member(circle=circle, workplace=one, since=since) for one in places)
    heads = [(Format.ON_SITE, n) for n in spread(658 - 292, 87 - 42)] + [(Format.ONLINE, n) for n in spread(292, 42)]
    for n, (format_, count) in enumerate(heads):
        at = moment(2021, 4, 20) + dt.timedelta(days=4 * (n % OLD) + 120 * (n // OLD))
        meet(world.partner, world.old[n % OLD], at, format_, count)


def together(world: Any) -> None:
    """The council of 18 groups; the 36th joint meeting, online; the week of 18 companies' videos, 679 views."""
    by, branch = world.partner, world.institute.head_office
    actions.record_council(
        by=by, at=moment(2021, 9, 17), held_on=dt.date(2021, 9, 17), branch=branch, format=Format.ONLINE,
        seats=dict.fromkeys(world.old[:18], 1), decisions="合同交流会をオンラインで開く",
    )  # fmt: skip
    plan = gatherings.Plan(
        service="circles", kind="joint_meeting", title="第36回 東京都異業種交流グループ合同交流会", branch=branch,
        format=Format.ONLINE, parts=[gatherings.Part(moment(2022, 3, 2), moment(2022, 3, 2, 17))],
    )  # fmt: skip
    given = {"by": by, "at": moment(2022, 2, 1)}
    made = gatherings.plan_gathering(**given, plan=plan)
    made = gatherings.approve_gathering(by=world.institute.planner, at=given["at"], gathering=made)
    made = gatherings.publish(**given, gathering=made)
    ended = {"by": by, "at": moment(2022, 3, 3), "gathering": made}
    gatherings.count_heads(**ended, on_date=dt.date(2022, 3, 2), headcount=71, headcount_online=71)
    gatherings.close_gathering(**ended)
    week = actions.plan_videos(
        by=by, at=moment(2022, 2, 20), title="新会員の紹介", branch=branch, opens_at=moment(2022, 3, 2, 0),
        closes_at=moment(2022, 3, 9, 0),
    )  # fmt: skip
    for member in world.circle.members.all()[:18]:
        url = "https://example.jp/v"
        actions.add_video(by=by, at=moment(2022, 2, 21), week=week, member=member, title=str(member), url=url)
    week = actions.show_videos(by=by, at=moment(2022, 3, 1), week=week)
    for video, views in zip(week.videos.select_related("week"), spread(679, 18), strict=True):
        for visitor in range(views):
            for _twice in range(2):
                actions.look(at=moment(2022, 3, 4), video=video, visitor=f"{visitor}")
    actions.close_videos(by=by, at=moment(2022, 3, 9), week=week)


def societies(world: Any) -> None:
    """Nine societies, 37 meetings, 33 of them online, 462 people; and the exchange with one trade, 21 and 7."""
    by, branch, first = world.partner, world.institute.head_office, dt.date(2015, 4, 1)
    kinds = [CircleKind.SOCIETY] * SOCIETIES + [CircleKind.INDUSTRY]
    founded = [
        actions.found_circle(
            by=by, at=moment(2021, 4, 1), kind=kind, name=f"会{n}", branch=branch, purpose="学ぶ", founded_on=first
        )
        for n, kind in enumerate(kinds)
    ]
    for n, heads in enumerate(spread(462, 37)):
        at = moment(2021, 4, 15) + dt.timedelta(days=8 * n)
        meet(by, founded[n % SOCIETIES], at, Format.ON_SITE if n < 4 else Format.ONLINE, heads)
    meet(by, founded[-1], moment(2022, 3, 15), Format.ON_SITE, 21, staff=7)


def year_ends(world: Any) -> None:
    """Every group reports; the new one gets a chair, runs itself from April, keeps its adviser once more, meets."""
    by = world.partner
    for circle in [*world.old, world.circle]:
        actions.report_year(by=by, at=moment(2022, 3, 31), circle=circle, fiscal_year=2021, text="一年の活動")
    april = {"by": by, "at": moment(2022, 4, 5), "circle": world.circle}
    member = world.circle.members.first()
    actions.appoint(**april, member=member, role=Role.CHAIR, name="会長 一")
    world.circle = actions.hand_over(**april)
    world.again = actions.commission_again(**april)
    chair = next(one.engineer for one in world.companies if one.workplace.pk == member.workplace_id)
    actions.pledge(by=chair, at=moment(2022, 4, 5), circle=world.circle, version="1")
    meet(chair, world.circle, moment(2022, 5, 11), Format.ON_SITE, 15)
    meet(chair, world.circle, moment(2022, 6, 8), Format.ONLINE, 9)


def figures(fiscal_year: int, *keys: str) -> list[int | float | None]:
    measures, reader = read_book(ROOT / "institutes" / "tokyo" / "reporting").measures, Reader()
    return [reader.figure(measures[key], Period.of_fiscal_year(fiscal_year)).value for key in keys]


@pytest.fixture(autouse=True)
def _own_columns(settings: Any, tmp_path: Any) -> None:
    settings.KOSETSU_DATA_DIR = tmp_path


def test_proposal_mixes_trades_and_the_decision_takes_24(year: Any) -> None:
    members = year.circle.members.select_related("application")
    trades = {one.application.trade for one in members}
    assert (len(members), len(trades), year.proposal.stage) == (24, len(TRADES), "found")
    refused = year.circle.intake.applications.filter(state="refused")
    assert [bool(one.reason) for one in refused] == [True, True]


def test_new_group_of_the_year_is_counted_from_its_launch_and_meetings(year: Any) -> None:
    assert figures(2021, "exchange.new_group_companies", "exchange.forming_meetings") == [24, 6]


def test_existing_groups_meet_on_site_and_online(year: Any) -> None:
    names = ("meetings", "participants", "meetings_online", "participants_online")
    assert figures(2021, *(f"exchange.existing_group_{name}" for name in names)) == [87, 658, 42, 292]


def test_32_groups_with_400_companies_were_active(year: Any) -> None:
    assert figures(2021, "exchange.groups_active", "exchange.companies_active") == [32, 400]


def test_council_joint_meeting_and_videos_count_as_printed(year: Any) -> None:
    names = ("council_groups", "joint_meeting_participants", "video_companies", "video_views")
    assert figures(2021, *(f"exchange.{name}" for name in names)) == [18, 71, 18, 679]


def test_societies_and_the_exchange_with_a_trade_count_as_printed(year: Any) -> None:
    keys = ("societies.meetings", "societies.meetings_online", "societies.participants")
    assert figures(2021, *keys) == [37, 33, 462]
    assert figures(2021, "industry_meeting.industry_participants", "industry_meeting.staff") == [21, 7]


def test_second_year_runs_itself_with_its_adviser_once_more(year: Any) -> None:
    assert (year.circle.state, year.again.since, year.again.until) == (
        "self_running", dt.date(2022, 4, 1), dt.date(2023, 3, 31)
    )  # fmt: skip
    keys = ("exchange.existing_group_meetings", "exchange.existing_group_participants", "exchange.forming_meetings")
    assert figures(2022, *keys) == [2, 24, 0]
