"""Proposals: asked for, searched, called off, changed by hand, decided by a person."""

import datetime as dt
import uuid
from itertools import count

import pytest

from kosetsu.across.matching.actions import cohorts as actions
from kosetsu.across.matching.actions.cohort_search import search
from kosetsu.across.matching.documents.cohorts import asked, laid_out
from kosetsu.across.matching.models import CohortProposal
from kosetsu.across.matching.tests.intakes import cohort_points
from kosetsu.common.decisions import Refused
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.circles import actions as circles
from kosetsu.services.circles.models import Circle, Notice
from kosetsu.services.circles.states import Aim, CircleKind
from tests import build

pytestmark = pytest.mark.django_db
TRADES = ("E24", "E29", "E09", "E12", "E24", "E29")
ADDRESS = "/desk/matching/"


@pytest.fixture
def partner(institute):
    return build.post(build.person("連携 係"), StaffRole.PARTNERSHIPS, institute.head_office)


@pytest.fixture
def points(db):
    return cohort_points()


@pytest.fixture
def intake(institute, partner, points, at):
    call = circles.Call(
        kind=CircleKind.COHORT, aim=Aim.PROBLEM, branch=institute.head_office, title="異業種交流グループ", text="",
        opens_at=at - dt.timedelta(days=30), closes_at=at - dt.timedelta(days=1), cohorts=2, least=2, most=3,
        launches_on=at.date() + dt.timedelta(days=30), days=["水曜", "金曜"], interests=["IoT"], size_steps=[5, 20],
    )  # fmt: skip
    return circles.plan_intake(by=partner, at=at - dt.timedelta(days=31), call=call)


@pytest.fixture
def applied(intake, at):
    """Six companies of four trades; the first names the second a rival, the last comes on Fridays only."""
    made = []
    for n, trade in enumerate(TRADES):
        one = build.company(f"会社{n}", "131083")
        one.organisation.industry = trade
        one.organisation.save()
        wish = circles.Wish(
            contact_name="x", contact_email=f"c{n}@example.jp", motive="x", interests=["IoT"],
            days=["金曜"] if n == 5 else ["水曜", "金曜"], rivals="会社1" if n == 0 else "",
        )  # fmt: skip
        before = at - dt.timedelta(days=5)
        made.append(circles.apply(by=one.engineer, at=before, intake=intake, workplace=one.workplace, wish=wish))
    return made


@pytest.fixture
def proposal(intake, applied, partner, at):
    """As it waits for its job."""
    return actions.ask_for_cohorts(by=partner, at=at, intake=intake, seconds=30)


@pytest.fixture
def found(proposal):
    return search(proposal)


def test_search_seats_everybody_with_rivals_apart_and_days_kept(found, applied):
    place = {key: n for n, keys in enumerate(found.members) for key in keys}
    rivals = [place[one.pk] for one in applied[:2]]
    days = [found.days[place[one.pk]] in one.days for one in applied]
    assert (found.stage, sorted(place) == [one.pk for one in applied], rivals[0] != rivals[1]) == ("found", True, True)
    assert (all(days), found.total <= found.bound) == (True, True)


def test_every_member_has_a_reason_and_nobody_is_left_out(found):
    cohorts, out = laid_out(found)
    seats = [seat for cohort in cohorts for seat in cohort.seats]
    assert ([bool(seat.why) for seat in seats], [seat.weak for seat in seats if seat.weak], out) == ([True] * 6, [], [])


def test_companies_that_met_before_are_known_to_the_question(found, intake, partner, at, applied):
    actions.settle_cohorts(by=partner, at=at, proposal=found)
    intake.applications.update(state="received")
    together = {frozenset(map(str, keys[:2])) for keys in found.members}
    assert together <= {frozenset(two) for two in asked(found, {}).met}


def test_search_before_the_deadline_is_refused(intake, applied, partner, at):
    intake.closes_at = at + dt.timedelta(days=1)
    intake.save()
    with pytest.raises(Refused, match="締切のあと"):
        actions.ask_for_cohorts(by=partner, at=at, intake=intake, seconds=30)


def test_search_without_points_of_the_day_is_refused(intake, applied, points, partner, at):
    points.valid_to = at.date() - dt.timedelta(days=1)
    points.save()
    with pytest.raises(Refused, match="点数表がありません"):
        actions.ask_for_cohorts(by=partner, at=at, intake=intake, seconds=30)


def test_proposal_keeps_the_points_of_its_day_and_its_page_prints_them(found, partner, at, points):
    cohort_points(valid_from=at.date() + dt.timedelta(days=1), place=[9], source="翌年度")
    page = build.browser(partner).get(found.get_absolute_url()).content.decode()
    assert (found.points, "6、3、1" in page, "同じ市区町村2社" in page) == (points, True, True)


def test_one_search_at_a_time(proposal, intake, partner, at):
    with pytest.raises(Refused, match="いま案を作っています"):
        actions.ask_for_cohorts(by=partner, at=at, intake=intake, seconds=30)


def test_search_called_off_while_it_waits_never_begins(proposal, partner, at):
    actions.cancel_search(by=partner, at=at, proposal=proposal)
    assert search(proposal).stage == "cancelled"


def test_search_called_off_on_its_way_ends_as_cancelled(proposal):
    """The flag is set as the page's press sets it, while the job is at it."""
    CohortProposal.objects.filter(pk=proposal.pk).update(cancelled=True)
    ticks = count()
    ended = search(proposal, tick=lambda: float(next(ticks)))
    assert (ended.stage, ended.members) == ("cancelled", [])


def test_search_lost_with_its_worker_is_called_off_at_once_and_not_before(proposal, partner, at):
    CohortProposal.objects.filter(pk=proposal.pk).update(stage="searching", began_at=at)
    soon = actions.cancel_search(by=partner, at=at + dt.timedelta(seconds=40), proposal=proposal)
    late = actions.cancel_search(by=partner, at=at + dt.timedelta(minutes=3), proposal=proposal)
    assert (soon.stage, late.stage) == ("searching", "cancelled")


def test_limits_that_cannot_all_hold_are_named_with_the_ways_out(intake, applied, partner, at):
    proposal = actions.ask_for_cohorts(by=partner, at=at, intake=intake, seconds=30, least=3)
    intake.applications.filter(pk=applied[0].pk).update(state="withdrawn")
    ended = search(proposal)
    page = build.browser(partner).get(ended.get_absolute_url()).content.decode()
    assert (ended.stage, "1グループ3社以上" in page, "最少社数を2社にする" in page) == ("clash", True, True)


def test_moved_applicant_stays_where_the_person_put_it(found, intake, partner, at, applied):
    one = applied[3].pk
    here = next(n for n, keys in enumerate(found.members) if one in keys)
    moved = actions.move_applicant(by=partner, at=at, proposal=found, application=one, cohort=1 - here)
    again = search(actions.ask_for_cohorts(by=partner, at=at, intake=intake, seconds=30, keeping=moved))
    assert (one in moved.members[1 - here], one in again.members[1 - here]) == (True, True)


def test_rival_put_beside_its_rival_is_shown_as_a_weak_point(found, partner, at, applied):
    there = next(n for n, keys in enumerate(found.members) if applied[1].pk in keys)
    moved = actions.move_applicant(by=partner, at=at, proposal=found, application=applied[0].pk, cohort=there)
    cohorts, _out = laid_out(moved)
    weak = [seat.weak for cohort in cohorts for seat in cohort.seats if seat.application.pk == applied[0].pk]
    assert ["競合の会社1" in one for one in weak] == [True]


def test_decision_founds_the_circles_and_tells_who_is_left_out_without_naming_others(found, partner, at, applied):
    out = applied[0].pk
    moved = actions.move_applicant(by=partner, at=at, proposal=found, application=out, cohort=-1)
    made = actions.settle_cohorts(by=partner, at=at, proposal=moved)
    [refused] = Notice.objects.filter(kind="refused")
    assert ([one.code for one in made], refused.application_id, "会社1" in refused.body) == (
        ["CG2026-01", "CG2026-02"], out, False
    )  # fmt: skip


def test_decision_is_taken_once(found, partner, at):
    actions.settle_cohorts(by=partner, at=at, proposal=found)
    with pytest.raises(Refused, match="すでに決まっています"):
        actions.settle_cohorts(by=partner, at=at, proposal=found)
    assert Circle.objects.count() == 2


def test_researcher_asks_but_does_not_decide(found, institute, at):
    with pytest.raises(Refused, match="連携推進"):
        actions.settle_cohorts(by=institute.researcher, at=at, proposal=found)


@pytest.mark.parametrize("verb", ["", "move_applicant/", "compose_again/", "cancel_search/", "settle_cohorts/"])
def test_proposal_is_nothing_to_a_company(found, company, verb):
    browser, address = build.browser(company.engineer), f"{found.get_absolute_url()}{verb}"
    assert (browser.post(address) if verb else browser.get(address)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_pages_ask_show_move_and_decide(intake, applied, partner):
    browser, key = build.browser(partner), lambda: {"submission_key": uuid.uuid4()}
    browser.post(f"{ADDRESS}intakes/{intake.public_id}/", {**key(), "least": 2, "seconds": 30})
    [made] = CohortProposal.objects.all()
    page = browser.get(made.get_absolute_url()).content.decode()
    assert (made.stage, [f"会社{n}" in page for n in range(6)]) == ("found", [True] * 6)
    move = {**key(), "application": applied[3].pk, "cohort": "lock"}
    browser.post(f"{made.get_absolute_url()}move_applicant/", move)
    made.refresh_from_db()
    assert list(made.locks) == [str(applied[3].pk)]
    answer = browser.post(f"{made.get_absolute_url()}settle_cohorts/", key())
    assert (answer.url, Circle.objects.count()) == (f"/desk/circles/intakes/{intake.public_id}/", 2)
