"""From talk to joint development: who may begin one, and who sees it."""

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Development
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def third(circle, partner, launched_at):
    """A member that takes no part."""
    one = build.company("丙印刷株式会社", "131083")
    actions.join(by=partner, at=launched_at, circle=circle, workplace=one.workplace)
    actions.pledge(by=one.engineer, at=launched_at, circle=circle, version="1")
    return one


@pytest.fixture
def begin(circle, firm, launched_at):
    actions.pledge(by=firm.member.engineer, at=launched_at, circle=circle, version="1")
    lead, other = (circle.members.get(workplace=one.workplace) for one in (firm.member, firm.other))

    def begun(by=firm.member.engineer, partners=(other,), **said):
        asked = {"title": "軽い治具", "text": "秘密の合金で作る", **said}
        return actions.begin_development(by=by, at=launched_at, circle=circle, lead=lead, partners=partners, **asked)

    return begun


def test_idea_becomes_a_numbered_case_of_the_company_that_leads(begin, firm):
    made = begin()
    case = made.case
    assert (case.number, case.kind, case.organisation) == ("共R8-00001", "joint_development", firm.member.organisation)


def test_who_takes_part_sees_it_and_no_other_member_does(begin, firm, third, settings, launched_at):
    settings.KOSETSU_FIXED_NOW = launched_at
    page = begin().get_absolute_url()
    people = [firm.member.engineer, firm.other.engineer, third.engineer, firm.stranger.engineer]
    assert [build.browser(one).get(page).status_code for one in people] == [200, 200, 404, 404]


def test_nobody_begins_one_for_another_company(begin, firm, third):
    for one in (firm.other, third, firm.stranger):
        with pytest.raises(Refused):
            begin(by=one.engineer)
    assert Development.objects.count() == 0


def test_development_without_a_partner_is_refused(begin):
    with pytest.raises(Refused, match="相手を、1社以上"):
        begin(partners=())


def test_development_ends_once(begin, firm, launched_at):
    made = begin()
    ended = actions.end_development(by=firm.member.engineer, at=launched_at, development=made)
    with pytest.raises(Refused, match="すでに終了"):
        actions.end_development(by=firm.member.engineer, at=launched_at, development=ended)
    assert ended.case.closed_at == launched_at
