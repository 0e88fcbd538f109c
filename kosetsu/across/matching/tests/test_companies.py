"""Companies for a need: found by what they really did, with points by source and the words that match; nothing secret,
nobody who is paired already, and no more queries with more companies.
"""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kosetsu.across.matching.documents.companies import Companies
from kosetsu.across.matching.models import CompanyDeed, CompanyPoints
from kosetsu.across.matching.tables.points import CompanyPointsRow, load_company_points
from kosetsu.foundation.casebook.actions import open_case
from kosetsu.services.alliances import actions
from kosetsu.services.alliances.models import Opportunity, Pairing
from kosetsu.services.alliances.tests.conftest import Field, field_of
from kosetsu.services.consultations.models import Consultation
from tests import build
from tests.build import browser, once
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
POINTS = {"industry": 100, "tests": 300, "consultations": 250, "exhibitions": 300, "matches": 400}


@pytest.fixture
def farm(institute: build.Institute) -> Field:
    CompanyPoints.objects.bulk_create(
        CompanyPoints(kind=kind, points=points, valid_from=dt.date(2021, 4, 1), source="試験")
        for kind, points in POINTS.items()
    )
    return field_of(institute)


@pytest.fixture
def need(farm: Field) -> Opportunity:
    return farm.opened(title="めっきの剥離", summary="めっきが剥がれない軽い鋏", detail="")


def asked(company: build.Company, question: str, *, confidential: bool = False) -> None:
    """A consultation as it came in."""
    case = open_case(
        by=None, at=AT, service="consultations", kind="consultation", prefix="相", title="相談", state="new",
        organisation=company.organisation, workplace=company.workplace,
    )  # fmt: skip
    Consultation.objects.create(case=case, question=question, confidential=confidential)


def found(farm: Field, need: Opportunity, user: Any = None) -> list[tuple[str, int | None, dict[str, str]]]:
    """Name, rank, and by source the words that match."""
    fit = Companies(need, user or farm.coordinator, AT, AT.date())
    return [
        (one.organisation.name, one.rank, {part.source: "、".join(part.terms) for part in one.parts})
        for one in fit.shown()
    ]  # fmt: skip


def page_of(need: Opportunity, page: str = "companies") -> str:
    return reverse(f"matching-desk:{page}", args=[need.public_id])


def test_company_is_found_by_what_it_asked_and_a_secret_consultation_says_nothing(farm, need):
    open_one, secret = build.company("甲工業", "131083"), build.company("乙工業", "131083")
    asked(open_one, "めっきの剥離を調べたい")
    asked(secret, "めっきの剥離を調べたい", confidential=True)
    assert found(farm, need) == [("甲工業", 1, {"consultations": "めっき、剥離"})]


def test_rank_and_distance_to_the_next_follow_the_points(farm, need):
    near, far = build.company("近い会社", "131083"), build.company("遠い会社", "131083")
    asked(near, "めっきの剥離と軽い鋏")
    asked(far, "めっきについて")
    first, second = Companies(need, farm.coordinator, AT, AT.date()).shown()
    assert [(one.organisation.name, one.rank) for one in (first, second)] == [("近い会社", 1), ("遠い会社", 2)]
    assert (first.ahead, second.ahead) == (first.points - second.points, None)


def test_match_counts_only_in_programmes_that_the_reader_works_on(farm, need, company):
    farm.matched(company, farm.opened(title="剥離に強い鋏", summary="鋏"))
    stranger = farm.other
    assert found(farm, need) == [(company.organisation.name, 1, {"matches": "鋏、剥離"})]
    assert found(farm, need, stranger) == []


def test_company_that_is_paired_is_marked_and_not_proposed(farm, need):
    paired, free = build.company("甲工業", "131083"), build.company("乙工業", "131083")
    asked(paired, "めっきの剥離と軽い鋏")
    asked(free, "めっき")
    made = farm.candidate(paired, need)
    first, second = Companies(need, farm.coordinator, AT, AT.date()).shown()
    assert (first.pairing, first.rank, second.pairing, second.rank) == (made, None, None, 1)
    page = browser(farm.coordinator).get(page_of(need)).content.decode()
    assert page.count(page_of(need, "make_candidate")) == 1


def test_source_itself_and_bodies_that_are_no_companies_are_not_proposed(farm, company):
    asked(company, "めっき")
    own = farm.opened(source=company.organisation, title="めっき", summary="めっき")
    assert found(farm, own) == []


def test_press_makes_a_candidate_with_the_reason_once(farm, need, company):
    asked(company, "めっきの剥離")
    form = once(company=str(company.organisation.public_id))
    desk = browser(farm.coordinator)
    for _time in range(2):
        assert desk.post(page_of(need, "make_candidate"), form).url == page_of(need)
    pairing = Pairing.objects.get()
    assert (pairing.state, pairing.why, pairing.workplace) == ("candidate", "技術相談:めっき、剥離", company.workplace)
    desk.post(page_of(need, "make_candidate"), once(company=str(company.organisation.public_id)))
    assert Pairing.objects.count() == 1


def test_page_is_nothing_to_whoever_does_not_work_on_the_programme(farm, need, company):
    for person in (farm.other, company.engineer, farm.officer):
        assert browser(person).get(page_of(need)).status_code == 404
        answer = browser(person).post(
            page_of(need, "make_candidate"), once(company=str(company.organisation.public_id))
        )
        assert answer.status_code == 404
    assert (Pairing.objects.count(), browser(farm.manager).get(page_of(need)).status_code) == (0, 200)


def test_shelved_need_leads_to_no_companies(farm, need):
    page = browser(farm.coordinator).get(need.get_absolute_url()).content.decode()
    assert page_of(need) in page
    actions.shelve(by=farm.coordinator, at=AT, opportunity=need, reason="後で")
    desk = browser(farm.coordinator)
    assert page_of(need) not in desk.get(need.get_absolute_url()).content.decode()
    assert desk.get(page_of(need)).status_code == 403


def test_opposite_opportunities_of_the_same_programme_are_told(farm, need):
    seed = farm.opened(side="seed", title="剥離しない膜", summary="めっきの代わり")
    farm.opened(side="need", title="めっきの剥離", summary="同じ側")
    fit = Companies(need, farm.coordinator, AT, AT.date()).opposites()
    assert [(one, words) for one, _points, words in fit] == [(seed, "めっき、剥離")]
    assert Companies(need, farm.other, AT, AT.date()).opposites() == []


def test_queries_do_not_grow_with_companies(farm, need):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert Companies(need, farm.coordinator, AT, AT.date()).shown()
        return len(caught)

    asked(build.company("会社0", "131083"), "めっき")
    queries()
    with_one = queries()
    for n in range(1, 6):
        asked(build.company(f"会社{n}", "131083"), "めっきの剥離")
    assert queries() == with_one


def test_points_are_dated_data_and_a_file_replaces_them(farm):
    row = {"kind": "tests", "points": 7, "valid_from": "2026-04-01", "source": "試験"}
    load_company_points([(2, CompanyPointsRow.model_validate(row))])
    assert list(CompanyPoints.objects.values_list("kind", "points")) == [(CompanyDeed.TESTS, 7)]
