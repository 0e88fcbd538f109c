"""Problem documents: one shape for everything that goes wrong, in the caller's language."""

import datetime as dt
from typing import Any

import pytest

from kosetsu.entrances.api import limits
from kosetsu.services.consultations import actions


def _problem(response: Any) -> dict[str, Any]:
    assert response.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == response.status_code
    return body


def test_wrong_values_are_named_with_their_place(program: Any, company: Any) -> None:
    body = {"question": "", "wished_on": "あした", "colour": "red", "offerings": ["X" * 31]}
    problem = _problem(program(company.engineer).post("/consultations", body))
    assert (problem["status"], problem["type"]) == (422, "urn:kosetsu:problem:invalid")
    assert sorted((error["where"], error["field"], error["detail"]) for error in problem["errors"]) == [
        ("body", "colour", "この項目はありません。"),
        ("body", "offerings.0", "30文字以内で入力してください。"),
        ("body", "question", "1文字以上で入力してください。"),
        ("body", "wished_on", "日付（2026-11-20の形）で指定してください。"),
    ]


def test_wrong_query_is_named(visitor: Any, institute: Any) -> None:
    problem = _problem(visitor.get("/areas?limit=0"))
    assert problem["errors"] == [{"where": "query", "field": "limit", "detail": "1以上で指定してください。"}]


@pytest.mark.parametrize("cursor", ["x", "日本", "WyIxIl0:abc"])
def test_cursor_that_is_not_ours_is_refused(visitor: Any, institute: Any, cursor: str) -> None:
    assert _problem(visitor.get(f"/areas?cursor={cursor}"))["errors"][0]["field"] == "cursor"


def test_cursor_of_another_list_is_refused(visitor: Any, institute: Any) -> None:
    from tests.build import area

    for code in ("131105", "131113"):
        area(code)
    cursor = visitor.get("/areas?limit=1").json()["next_cursor"]
    assert visitor.get(f"/areas?limit=1&cursor={cursor}").status_code == 200
    assert _problem(visitor.get(f"/agreements?cursor={cursor}"))["status"] == 422


def test_body_that_is_no_json_is_unreadable(program: Any, company: Any) -> None:
    assert _problem(program(company.engineer).post("/consultations", "{"))["status"] == 400


def test_refusal_carries_the_decisions_reason_and_next_step(program: Any, institute: Any) -> None:
    problem = _problem(program(institute.counter).post("/consultations", {"question": "相談"}))
    assert (problem["status"], problem["detail"], problem["next_step"]) == (
        403,
        "職員は「電話・来所の記録」から登録します。",
        "職員用の画面を開いてください。",
    )


def test_message_to_a_closed_case_is_a_conflict(program: Any, company: Any, institute: Any, at: dt.datetime) -> None:
    case = actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="相談")
    actions.take(by=institute.researcher, at=at, consultation=case)
    actions.close(by=institute.researcher, at=at, consultation=case, outcome="withdrawn")
    problem = _problem(program(company.engineer).post(f"/consultations/{case.public_id}/messages", {"text": "続き"}))
    assert (problem["status"], problem["detail"]) == (409, "この相談は終了しています。")


@pytest.mark.parametrize("path", ["/nothing", "/consultations/1", "/", "/consultations/", "/a%0Ab"])
def test_unknown_address_is_a_problem_too(program: Any, company: Any, path: str) -> None:
    assert _problem(program(company.engineer).get(path))["status"] == 404


def test_wrong_method_names_those_that_work(program: Any, company: Any) -> None:
    mine = program(company.engineer)
    response = mine.client.delete("/api/v1/consultations", headers=mine.headers)
    assert (_problem(response)["status"], response.headers["Allow"]) == (405, "GET, POST")


def test_large_body_is_refused_unread(program: Any, company: Any) -> None:
    body = {"question": "あ" * limits.MAX_BODY_BYTES}
    assert _problem(program(company.engineer).post("/consultations", body))["status"] == 413


def test_price_that_no_tariff_holds_says_why(visitor: Any, institute: Any) -> None:
    from kosetsu.foundation.catalogue.models import Offering, TechnologyField

    field = TechnologyField.objects.create(code="surface", name_ja="表面")
    Offering.objects.create(
        code="T-1", kind="test", name_ja="塩水噴霧", branch=institute.head_office, field=field, state="offered"
    )
    problem = _problem(visitor.get("/offerings/T-1/price"))
    assert (problem["status"], problem["next_step"]) == (422, "窓口へお問い合わせください。")


def test_failure_tells_nothing_of_its_inside(
    program: Any, company: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("password=hunter2 in /etc/kosetsu")

    monkeypatch.setattr("kosetsu.services.consultations.api.endpoints.thread", broken)
    mine = program(company.engineer)
    mine.client.raise_request_exception = False
    response = mine.post("/consultations", {"question": "相談"})
    assert _problem(response) == {
        "type": "urn:kosetsu:problem:internal",
        "title": "サーバーで問題が起きました",
        "status": 500,
        "detail": "時間をおいて、もう一度お試しください。",
    }
    assert "hunter2" in caplog.text


def test_calls_beyond_the_limit_wait_and_other_tokens_do_not(
    program: Any, company: Any, rival: Any, settings: Any
) -> None:
    settings.API_CALLS_PER_MINUTE = 3
    mine, theirs = program(company.engineer), program(rival.engineer)
    assert [mine.get("/areas").status_code for _call in range(4)] == [200, 200, 200, 429]
    last = mine.get("/areas")
    assert (_problem(last)["status"], last.headers["Retry-After"]) == (429, "60")
    assert theirs.get("/areas").status_code == 200


def test_calls_count_anew_in_the_next_minute(program: Any, company: Any, settings: Any, at: dt.datetime) -> None:
    settings.API_CALLS_PER_MINUTE = 1
    mine = program(company.engineer)
    seen = [mine.get("/areas").status_code, mine.get("/areas").status_code]
    settings.KOSETSU_FIXED_NOW = at + dt.timedelta(minutes=1)
    assert [*seen, mine.get("/areas").status_code] == [200, 429, 200]


def test_visitors_who_guess_tokens_are_counted(visitor: Any, institute: Any, settings: Any) -> None:
    settings.API_VISITOR_CALLS_PER_MINUTE = 2
    seen = [visitor.get("/areas", Authorization=f"Bearer {n}").status_code for n in range(3)]
    assert seen == [401, 401, 429]


def test_answer_comes_in_the_language_asked_or_the_accounts_own(program: Any, company: Any) -> None:
    company.engineer.language = "en"
    company.engineer.save()
    mine = program(company.engineer)
    assert mine.get("/areas").headers["Content-Language"] == "en"
    assert mine.get("/areas", **{"Accept-Language": "th"}).headers["Content-Language"] == "th"
