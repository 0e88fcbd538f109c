"""The screening by program: a body sees its own programmes and what went back, staff what their pages show, nobody a
review.
"""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance.models import AccessRecord
from kosetsu.foundation.parties.models import Membership
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.screening import actions
from kosetsu.services.screening.models import ScreeningProgramme
from kosetsu.services.screening.tests.conftest import DUE, Office, body_of
from tests import build
from tests.build import browser
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
ALL = "/api/v1/screened-programmes"
PAPERS = ("/return-file", "/return-letter")
ASKED = {"title": "ものづくり表彰", "due_on": DUE.isoformat(), "note": "10件ほど"}


@pytest.fixture(autouse=True)
def _now(settings: Any) -> None:
    settings.KOSETSU_FIXED_NOW = AT


def one(programme: ScreeningProgramme, below: str = "") -> str:
    return f"{ALL}/{programme.public_id}{below}"


def read(person: Person, address: str = ALL) -> Any:
    return browser(person).get(address).json()


def titles(person: Person, query: str = "") -> list[str]:
    return [found["title"] for found in read(person, f"{ALL}{query}")["items"]]


def codes(person: Person, programme: ScreeningProgramme, *below: str) -> list[int]:
    return [browser(person).get(one(programme, end)).status_code for end in below]


def send(person: Person, **given: Any) -> Any:
    return browser(person).post(ALL, {**ASKED, **given}, content_type="application/json")


def other_officer(office: Office) -> Person:
    """Who acts for another body, with a programme of its own."""
    person, elsewhere = build.person("別の区 係"), body_of(office.runner, "大田区")
    Membership.objects.create(person=person, organisation=elsewhere.organisation, role="officer")
    office.requested("別の区の助成", body=elsewhere)
    return person


def test_body_reads_its_own_programmes_and_no_other(office: Office) -> None:
    own = office.requested()
    other = other_officer(office)
    assert (titles(office.officer), titles(other)) == (["新製品助成"], ["別の区の助成"])
    assert browser(other).get(one(own)).status_code == 404
    assert browser(other).get(one(own)).content == browser(other).get(f"{ALL}/{office.body.public_id}").content


def test_body_reads_where_a_programme_stands(office: Office) -> None:
    programme = office.submitted(office.filled(["甲社", "乙社"]))
    assert read(office.officer, one(programme)) == {
        "id": str(programme.public_id), "number": programme.case.number, "body": "江東区", "title": "新製品助成",
        "fiscal_year": 2026, "way": "papers", "state": "checked", "state_label": "承認待ち", "reference": "",
        "due_on": DUE.isoformat(), "items": 2, "note": "", "reason": "", "returned": None,
    }  # fmt: skip
    assert codes(office.officer, programme, *PAPERS) == [404, 404]


def test_what_went_back_is_fetched_by_the_body_and_its_reading_is_noted(office: Office) -> None:
    programme = office.returned(office.filled(["甲社", "乙社"]))
    own, paper = browser(office.officer), programme.returned
    told = own.get(one(programme)).json()["returned"]
    file = own.get(one(programme, "/return-file")).getvalue()
    assert (told["number"], told["items"], told["reviews"], told["sha256"]) == (paper.number, 2, 4, paper.sha256)
    assert (load_workbook(BytesIO(file))["結果"]["A4"].value, len(file)) == ("A-1", told["file_size"])
    assert own.get(one(programme, "/return-letter")).content.startswith(b"%PDF-")
    assert AccessRecord.objects.filter(person=office.officer).count() == 3
    assert codes(other_officer(office), programme, "", *PAPERS) == [404, 404, 404]


def test_no_word_of_a_review_or_an_applicant_leaves(office: Office) -> None:
    programme = office.returned(office.filled(["甲社"]))
    words = ("甲社", "よい。", *(reader.name for reader in office.readers))
    texts = [browser(office.officer).get(address).content.decode() for address in (ALL, one(programme))]
    assert [word in text for text in texts for word in words] == [False] * 12


def test_declined_programme_tells_its_body_why(office: Office) -> None:
    programme = office.requested()
    actions.decline_programme(by=office.runner, at=AT, programme=programme, reason="この時期は受けられません")
    told = read(office.officer, one(programme))
    assert (told["state"], told["reason"]) == ("declined", "この時期は受けられません")


def test_staff_read_what_their_pages_show(office: Office) -> None:
    reading = office.begun(office.filled(title="二次確認のある事業"))
    other_officer(office)
    people = (office.runner, office.head, office.readers[-1], office.readers[0], office.institute.researcher)
    assert [sorted(titles(person)) for person in people] == [
        *([["二次確認のある事業", "別の区の助成"]] * 2), ["二次確認のある事業"], [], [],
    ]  # fmt: skip
    assert browser(office.readers[0]).get(one(reading)).status_code == 404


def test_conflict_of_a_colleague_removes_item_count_and_paper(office: Office, known: build.Company) -> None:
    bound = build.post(build.person("審査 別係"), StaffRole.REVIEW, office.institute.head_office)
    Membership.objects.create(person=bound, organisation=known.organisation, role="engineer")
    programme = office.returned(office.filled(["城東精密", "甲社"]))
    told = read(bound, one(programme))
    assert (told["items"], told["returned"]) == (1, None)
    assert [browser(bound).get(one(programme, end)).status_code for end in ("/return-file", "/return-letter")] == [
        404,
        404,
    ]
    assert read(office.runner, one(programme))["returned"]["items"] == 2


def test_programmes_are_listed_by_state_and_year_a_page_at_a_time(office: Office) -> None:
    office.requested("一")
    office.accepted(title="二")
    assert (titles(office.officer, "?state=preparing"), titles(office.officer, "?fiscal_year=2025")) == (["二"], [])
    first = read(office.officer, f"{ALL}?limit=1")
    second = read(office.officer, f"{ALL}?limit=1&cursor={first['next_cursor']}")
    assert (first["total"], sorted(page["items"][0]["title"] for page in (first, second))) == (2, ["一", "二"])


def test_body_asks_for_its_only_body_and_cannot_say_that_it_pays(office: Office) -> None:
    answer = send(office.officer, charged=True)
    programme = ScreeningProgramme.objects.get()
    assert (answer.status_code, answer.json()["state"]) == (201, "requested")
    assert (programme.body, programme.charged, programme.case.contact) == (office.body, False, office.officer)


def test_body_asks_for_no_other_body(office: Office) -> None:
    elsewhere = body_of(office.runner, "大田区")
    answer = send(office.officer, body=str(elsewhere.public_id))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "body")
    assert not ScreeningProgramme.objects.exists()


def test_colleague_who_runs_the_screening_asks_for_any_body_by_name(office: Office) -> None:
    body_of(office.runner, "大田区")
    assert send(office.runner).status_code == 422
    assert send(office.runner, body=str(office.body.public_id), charged=True).status_code == 201
    assert ScreeningProgramme.objects.get().charged


def test_same_programme_twice_and_a_day_that_is_over_are_refused_with_the_reason(office: Office) -> None:
    send(office.officer)
    twice, late = send(office.officer), send(office.officer, title="別の表彰", due_on="2026-01-05")
    assert (twice.status_code, "すでに登録されています" in twice.json()["detail"]) == (403, True)
    assert (late.status_code, "これからの日" in late.json()["detail"]) == (403, True)
    assert ScreeningProgramme.objects.count() == 1


def test_nobody_else_asks(office: Office, company: build.Company, client: Any) -> None:
    people = (office.institute.researcher, company.engineer, office.readers[0])
    assert [send(person).status_code for person in people] == [404] * 3
    assert client.post(ALL, ASKED, content_type="application/json").status_code == 401
    assert not ScreeningProgramme.objects.exists()


def test_token_that_reads_asks_for_nothing(office: Office, client: Any) -> None:
    headers = build.bearer(office.officer, AT, "read:screening")
    asked = client.post(ALL, ASKED, content_type="application/json", headers=headers)
    assert (asked.status_code, client.get(ALL, headers=headers).json()["total"]) == (403, 0)
