import datetime as dt

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.casebook.actions import open_case
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.foundation.parties.models import Affiliation, OrganisationName
from kosetsu.foundation.reviews import actions
from kosetsu.foundation.reviews.documents.disclosures import disclosed
from kosetsu.foundation.reviews.documents.results import replayed, results
from kosetsu.foundation.reviews.models import Conflict, ConflictRule, Item, Review
from kosetsu.foundation.reviews.states import Ground, Origin, ReviewState
from kosetsu.foundation.reviews.tests.conftest import FULL, hand_in, joins
from tests import build
from tests.fixtures import AT

TODAY = AT.date()
YEAR = dt.timedelta(days=366)


@pytest.fixture(autouse=True)
def _rules(db):
    for ground in (Ground.SAME_COMPANY, Ground.JOINT_RESEARCH, Ground.PAID_SUPPORT):
        ConflictRule.objects.create(ground=ground, years=3, source="test")


def known(board):
    rows = Conflict.objects.in_force().order_by("item", "person", "ground")
    return [(one.item.number, one.person, one.ground, one.origin) for one in rows]


def look(board):
    actions.find_conflicts(by=board.runner, at=AT, panel=board.panel)
    return known(board)


def test_reviewer_of_the_applicants_company_is_blocked(panel, company):
    person = panel.reviewers[0].person
    joins(person, company)
    assert look(panel) == [("R-1", person, Ground.SAME_COMPANY, Origin.RECORDS)]


def test_looking_twice_finds_nothing_new(panel, company):
    joins(panel.reviewers[0].person, company)
    look(panel)
    assert actions.find_conflicts(by=panel.runner, at=AT, panel=panel.panel) == []


@pytest.mark.parametrize(("years", "blocked"), [(2, True), (4, False)])
def test_former_membership_blocks_for_as_many_years_as_the_rule_says(panel, company, years, blocked):
    joins(panel.reviewers[0].person, company, until=TODAY - years * YEAR)
    assert bool(look(panel)) is blocked


def test_ground_without_a_rule_is_not_looked_for(panel, company):
    ConflictRule.objects.all().delete()
    joins(panel.reviewers[0].person, company)
    assert look(panel) == []


@pytest.mark.parametrize("applicant", ["㈱江東精工", "江東精工 株式会社", "（株）城東精密"])
def test_company_under_a_former_name_or_another_spelling_is_the_same(panel, company, applicant):
    OrganisationName.objects.create(organisation=company.organisation, name="江東精工株式会社", source="test")
    Item.objects.filter(pk=panel.items[1].pk).update(applicant=applicant)
    joins(panel.reviewers[0].person, company)
    assert [number for number, *_rest in look(panel)] == ["R-1", "R-2"]


def test_reviewer_of_the_parent_company_is_blocked_as_of_the_same_group(panel, company):
    parent = build.company("城東ホールディングス株式会社", "131083")
    Affiliation.objects.create(parent=parent.organisation, subsidiary=company.organisation, source="test")
    person = panel.reviewers[0].person
    joins(person, parent)
    assert look(panel) == [("R-1", person, Ground.SAME_GROUP, Origin.RECORDS)]


def test_colleague_who_does_joint_research_with_the_applicant_is_blocked(panel, institute, company):
    actions.add_reviewer(by=panel.runner, at=AT, panel=panel.panel, person=institute.researcher)
    open_case(
        by=institute.researcher, at=AT, service="circles", kind="joint_development", title="膜", state="open",
        organisation=company.organisation, branch=institute.head_office, assignee=institute.researcher,
        prefix="共",
    )  # fmt: skip
    assert look(panel) == [("R-1", institute.researcher, Ground.JOINT_RESEARCH, Origin.RECORDS)]


def test_assignment_against_the_records_is_refused_by_name_and_the_block_stays(panel, company):
    joins(panel.reviewers[0].person, company)
    with pytest.raises(Refused, match=r"R-1.*利益相反"):
        panel.assign(0, 0)
    assert [number for number, *_rest in known(panel)] == ["R-1"]
    assert not Review.objects.exists()


def test_conflict_after_the_scores_were_handed_in_takes_them_out_of_the_mean(panel, company):
    review = panel.assign(0, 0)
    panel.open()
    hand_in(review, FULL)
    person = panel.reviewers[0].person
    actions.enter_conflict(
        by=panel.runner, at=AT, item=panel.items[0], person=person, ground=Ground.OTHER, detail="共著の論文がある"
    )
    review.refresh_from_db()
    assert (review.state, review.reason) == (ReviewState.VOID, "利益相反：その他")
    assert list(Item.objects.visible_to(person)) == []


def test_conflict_that_arises_between_assignment_and_opening_closes_the_item(panel, company):
    review = panel.assign(0, 0)
    panel.open()
    joins(panel.reviewers[0].person, company)
    with pytest.raises(Refused) as refused:
        actions.open_review(by=panel.reviewers[0].person, at=AT, review=review)
    assert refused.value.decision.hidden
    assert [number for number, *_rest in known(panel)] == ["R-1"]


def test_whoever_runs_the_panel_does_not_see_an_item_of_the_own_company(panel, company):
    joins(panel.runner, company)
    look(panel)
    assert {item.number for item in Item.objects.visible_to(panel.runner)} == {"R-2", "R-3", "R-4", "R-5"}


def test_declared_conflict_takes_the_item_away(panel):
    panel.assign(2, 1)
    person = panel.reviewers[1].person
    actions.declare_conflict(by=person, at=AT, item=panel.items[2], detail="妹が勤めている")
    assert known(panel) == [("R-3", person, Ground.DECLARED, Origin.DECLARED)]
    assert list(Item.objects.visible_to(person)) == []


def closed(panel):
    """Three reviewers handed in all items, and the results stand."""
    for item in range(len(panel.items)):
        for reviewer in range(3):
            panel.assign(item, reviewer)
    panel.open()
    for review in Review.objects.all():
        hand_in(review, FULL)
    actions.close_panel(by=panel.runner, at=AT, panel=panel.panel)


def test_conflict_declared_once_the_results_stand_is_written_down_and_changes_nothing(panel):
    closed(panel)
    before = results(panel.panel)
    person = panel.reviewers[1].person
    assert actions.declare_conflict(by=person, at=AT, item=panel.items[2], detail="妹が勤めている") is None
    assert (known(panel), Review.objects.filter(state=ReviewState.VOID).count()) == ([], 0)
    assert (results(panel.panel), replayed(panel.panel)) == (before, before)
    step = panel.panel.steps.last()
    assert (step.verb, step.by, step.data["item"]) == ("disclose_conflict", person, str(panel.items[2].public_id))
    assert AuditEvent.objects.filter(verb="disclose_conflict", actor_id=person.pk).count() == 1


def test_late_declaration_waits_for_the_office_until_it_is_entered(panel):
    closed(panel)
    person = panel.reviewers[1].person
    actions.declare_conflict(by=person, at=AT, item=panel.items[2], detail="妹が勤めている")
    assert [(item, step.by) for item, step in disclosed(panel.panel, Item.objects.all())] == [(panel.items[2], person)]
    actions.reopen_panel(by=panel.runner, at=AT, panel=panel.panel, reason="利益相反の申告")
    actions.enter_conflict(by=panel.runner, at=AT, item=panel.items[2], person=person, ground=Ground.DECLARED)
    assert list(disclosed(panel.panel, Item.objects.all())) == []


def test_late_declaration_of_a_stranger_is_refused_as_of_nothing(panel, company):
    closed(panel)
    for person in (company.engineer, panel.reviewers[3].person):
        with pytest.raises(Refused) as refused:
            actions.declare_conflict(by=person, at=AT, item=panel.items[2], detail="見たい")
        assert refused.value.decision.hidden
    assert not panel.panel.steps.filter(verb="disclose_conflict").exists()


def test_stranger_cannot_declare_and_learns_nothing(panel, company):
    with pytest.raises(Refused) as refused:
        actions.declare_conflict(by=company.engineer, at=AT, item=panel.items[2], detail="見たい")
    assert refused.value.decision.hidden


def test_lifted_mistake_lets_the_reviewer_be_assigned_again(panel):
    person = panel.reviewers[0].person
    conflict = actions.enter_conflict(
        by=panel.runner, at=AT, item=panel.items[0], person=person, ground=Ground.OTHER, detail="同姓の別人"
    )
    actions.lift_conflict(by=panel.runner, at=AT, conflict=conflict, reason="別人だった")
    assert panel.assign(0, 0).state == ReviewState.ASSIGNED


def test_nobody_lifts_the_own_conflict(panel):
    conflict = actions.enter_conflict(
        by=panel.runner, at=AT, item=panel.items[0], person=panel.runner, ground=Ground.OTHER, detail="兄が代表"
    )
    with pytest.raises(Refused) as refused:
        actions.lift_conflict(by=panel.runner, at=AT, conflict=conflict, reason="大丈夫")
    assert refused.value.decision.hidden
