"""Who gets in: tokens, scopes, sessions, visitors; and what nobody may learn."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kosetsu.entrances.api import actions
from kosetsu.entrances.api.models import ApiToken
from kosetsu.services.consultations.actions import ask, note

CASE = {"question": "めっきがはがれます"}


@pytest.fixture
def foreign(rival: Any, at: dt.datetime) -> Any:
    """A consultation of the other company."""
    return ask(by=rival.engineer, at=at, workplace=rival.workplace, question="競合の秘密の相談")


def test_foreign_case_and_absent_case_get_the_same_answer(program: Any, company: Any, foreign: Any) -> None:
    mine = program(company.engineer)
    answers = [
        (response.status_code, response.content, response.headers["Content-Type"])
        for response in (mine.get(f"/consultations/{foreign.public_id}"), mine.get(f"/consultations/{uuid4()}"))
    ]
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    written = mine.post(f"/consultations/{foreign.public_id}/messages", {"text": "のぞき見"})
    assert (written.status_code, written.content) == answers[0][:2]
    assert foreign.messages.count() == 1


def test_list_holds_own_cases_only(program: Any, company: Any, foreign: Any, at: dt.datetime) -> None:
    own = ask(by=company.engineer, at=at, workplace=company.workplace, question="自社の相談")
    items = program(company.engineer).get("/consultations").json()["items"]
    assert [item["id"] for item in items] == [str(own.public_id)]


def test_foreign_workplace_cannot_be_asked_for(program: Any, company: Any, rival: Any) -> None:
    body = {**CASE, "workplace": str(rival.workplace.public_id)}
    response = program(company.engineer).post("/consultations", body)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "workplace")


def test_notes_among_staff_stay_inside(program: Any, company: Any, institute: Any, at: dt.datetime) -> None:
    case = ask(by=company.engineer, at=at, workplace=company.workplace, question="相談")
    note(by=institute.researcher, at=at, consultation=case, text="所内の見立て")
    seen = [
        [message["text"] for message in program(person).get(f"/consultations/{case.public_id}").json()["messages"]]
        for person in (company.engineer, institute.researcher)
    ]
    assert seen == [["相談"], ["相談", "所内の見立て"]]


def test_queue_is_for_staff_and_does_not_exist_for_a_company(program: Any, company: Any, institute: Any) -> None:
    assert program(company.engineer).get("/desk/consultations").status_code == 404
    assert program(institute.counter).get("/desk/consultations").json() == {"items": [], "next_cursor": ""}


def test_confidential_case_read_by_staff_leaves_a_record(
    program: Any, company: Any, institute: Any, at: dt.datetime
) -> None:
    from kosetsu.foundation.governance.access import readings_of

    case = ask(by=company.engineer, at=at, workplace=company.workplace, question="秘", confidential=True)
    program(company.engineer).get(f"/consultations/{case.public_id}")
    program(institute.researcher).get(f"/consultations/{case.public_id}")
    assert [record.person for record in readings_of(case)] == [institute.researcher]


def test_scope_that_the_token_lacks_is_refused_with_its_name(program: Any, company: Any) -> None:
    response = program(company.engineer, "read:cases").post("/consultations", CASE)
    assert response.status_code == 403
    assert response.json()["detail"] == "このトークンには「write:cases」の権限がありません。"
    assert program(company.engineer, "write:cases").get("/consultations").status_code == 403
    assert program(company.engineer, "read:cases").get("/offerings").status_code == 403


def test_case_without_a_token_needs_one(visitor: Any, institute: Any) -> None:
    response = visitor.get("/consultations")
    assert (response.status_code, response.json()["type"]) == (401, "urn:kosetsu:problem:not-signed-in")


@pytest.mark.parametrize("path", ["/areas", "/branches", "/offerings", "/agreements", "/programmes", "/fee-subsidies"])
def test_what_stands_on_public_pages_needs_no_token(visitor: Any, institute: Any, path: str) -> None:
    assert visitor.get(path).status_code == 200


def test_expired_revoked_and_unknown_tokens_are_all_the_same(
    program: Any, visitor: Any, company: Any, at: dt.datetime
) -> None:
    expired = program(company.engineer, at=at - dt.timedelta(days=31))
    revoked = program(company.engineer)
    token = ApiToken.objects.get(expires_at__gt=at)
    actions.revoke_token(by=company.engineer, at=at, token=token)
    bodies = [one.get("/areas") for one in (expired, revoked)]
    bodies.append(visitor.get("/areas", Authorization="Bearer kst_nobody"))
    bodies.append(visitor.get("/areas", Authorization="Basic abc"))
    assert {(body.status_code, body.content) for body in bodies} == {(401, bodies[0].content)}


def test_token_of_someone_who_was_stopped_opens_nothing(program: Any, company: Any) -> None:
    mine = program(company.engineer)
    company.engineer.is_active = False
    company.engineer.save()
    assert mine.get("/consultations").status_code == 401


def test_staff_without_a_second_factor_get_no_further_than_on_the_pages(
    program: Any, institute: Any, company: Any, settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    assert program(institute.counter).get("/desk/consultations").status_code == 403
    assert program(company.engineer).get("/consultations").status_code == 200


def test_session_of_the_same_site_writes_with_a_csrf_token_only(company: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(company.engineer)
    assert browser.get("/api/v1/consultations").status_code == 200
    refused = browser.post("/api/v1/consultations", CASE, content_type="application/json")
    assert (refused.status_code, refused.headers["Content-Type"]) == (403, "application/problem+json")
    browser.get("/api/tokens/")
    token = browser.cookies["csrf"].value
    allowed = browser.post(
        "/api/v1/consultations", CASE, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert allowed.status_code == 201


def test_session_that_comes_along_with_a_token_counts_for_nothing(program: Any, company: Any, institute: Any) -> None:
    mine = program(company.engineer)
    mine.client.force_login(institute.counter)
    assert mine.get("/desk/consultations").status_code == 404


def test_use_of_a_token_is_noted_to_ten_minutes(program: Any, company: Any, at: dt.datetime, settings: Any) -> None:
    mine = program(company.engineer)
    seen = []
    for minutes in (0, 9, 11):
        settings.KOSETSU_FIXED_NOW = at + dt.timedelta(minutes=minutes)
        mine.get("/areas")
        seen.append(ApiToken.objects.get().last_used_at - at)
    assert seen == [dt.timedelta(0), dt.timedelta(0), dt.timedelta(minutes=11)]
