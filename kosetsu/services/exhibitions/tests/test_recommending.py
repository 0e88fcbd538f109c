"""A partner recommends within its quota; the institute sees a company once that one has consented."""

from typing import Any

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.accounts.models import Person
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Booth, Exhibition, Letter, Recommendation
from kosetsu.services.exhibitions.tests.conftest import DAY
from tests import build
from tests.fixtures import AT


def named(exhibition: Exhibition, officer: Person, number: int = 1, at: Any = AT) -> Recommendation:
    return actions.recommend(
        by=officer, at=at, invitation=exhibition.invitations.get(), company=f"推薦{number}株式会社",
        email=f"r{number}@example.jp", reason="ロボットの要素技術を持つ。",
    )  # fmt: skip


def test_company_is_asked_by_mail_and_unseen_by_the_institute_until_it_consents(
    exhibition: Exhibition, officer: Person, company: build.Company, institute: build.Institute
) -> None:
    made = named(exhibition, officer)
    seen = Recommendation.objects.visible_to(institute.planner)
    assert (list(seen), Letter.objects.get().address) == ([], "r1@example.jp")
    assert made.ticket in Letter.objects.get().body
    actions.consent_recommendation(by=company.engineer, at=AT, recommendation=made, workplace=company.workplace)
    assert list(seen.all()) == [made]


def test_chosen_company_writes_its_page_at_once(
    exhibition: Exhibition, officer: Person, company: build.Company, institute: build.Institute
) -> None:
    made = named(exhibition, officer)
    actions.consent_recommendation(by=company.engineer, at=AT, recommendation=made, workplace=company.workplace)
    booth = actions.choose_recommendation(by=institute.planner, at=AT, recommendation=made)
    assert (booth.state, booth.contact, booth.name) == ("editing", company.engineer, company.organisation.name)


def test_place_beyond_the_quota_is_refused_until_one_is_declined(exhibition: Exhibition, officer: Person) -> None:
    first = named(exhibition, officer, 1)
    named(exhibition, officer, 2)
    with pytest.raises(Refused, match="推薦枠（2社）をすべて使っています"):
        named(exhibition, officer, 3)
    actions.decline_recommendation(by=None, at=AT, recommendation=first)
    assert named(exhibition, officer, 3).place == 1


def test_same_address_twice_is_refused(exhibition: Exhibition, officer: Person) -> None:
    named(exhibition, officer)
    with pytest.raises(Refused, match="すでに推薦されています"):
        named(exhibition, officer)


def test_recommendation_after_the_deadline_is_refused_with_the_moment(exhibition: Exhibition, officer: Person) -> None:
    with pytest.raises(Refused, match="推薦は2026/11/26 00:00に締め切りました"):
        named(exhibition, officer, at=AT + 6 * DAY)


def test_consent_for_a_workplace_of_another_company_is_refused(
    exhibition: Exhibition, officer: Person, company: build.Company, rival: build.Company
) -> None:
    made = named(exhibition, officer)
    with pytest.raises(Refused):
        actions.consent_recommendation(by=company.engineer, at=AT, recommendation=made, workplace=rival.workplace)
    assert Recommendation.objects.get().state == "asked"


def test_another_partner_sees_and_recommends_nothing(exhibition: Exhibition, officer: Person) -> None:
    made = named(exhibition, officer)
    stranger = build.person("銀行 係")
    with pytest.raises(Refused):
        named(exhibition, stranger, 2)
    assert list(Recommendation.objects.visible_to(officer)) == [made]
    assert list(Recommendation.objects.visible_to(stranger)) == []


def test_second_booth_of_a_company_is_refused(
    booth: Booth, exhibition: Exhibition, company: build.Company, institute: build.Institute
) -> None:
    with pytest.raises(Refused, match="すでにあります"):
        actions.invite_booth(
            by=institute.planner, at=AT, exhibition=exhibition, kind="company", workplace=company.workplace
        )
