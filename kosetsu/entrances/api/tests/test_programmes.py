"""The planner by program: verdicts, reasons, amounts and plans; saved answers only for the token's own companies."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kosetsu.entrances.api import actions
from kosetsu.services.programmes.models import Plan, Project
from kosetsu.services.programmes.tests import plan_world as world

pytestmark = pytest.mark.django_db
V1 = "/api/v1/programmes"
COSTS = [{"kind": "machinery", "yen": 12_000_000}]
PROJECT = {"costs": COSTS, "order_from": "2026-12-01", "order_by": "2027-06-30", "complete_by": "2027-12-31"}
Call = Callable[..., Any]


@pytest.fixture(autouse=True)
def _published(institute: Any) -> None:
    world.publish()


@pytest.fixture
def call(at: Any) -> Call:
    """``call(path, body, person, scope)``: without a person as a visitor."""

    def made(path: str, body: Any = None, person: Any = None, scope: str = "read:programmes", **headers: str) -> Any:
        if person is not None:
            _token, secret = actions.issue_token(by=person, at=at, name="会計ソフト", scopes=[scope], days=30)
            headers["Authorization"] = f"Bearer {secret}"
        if body is None:
            return Client().get(V1 + path, headers=headers)
        return Client().post(V1 + path, json.dumps(body), content_type="application/json", headers=headers)

    return made


def verdicts(answer: Any) -> list[tuple[str, str, int, int | None]]:
    return [(one["code"], one["verdict"], one["least_yen"], one["most_yen"]) for one in answer.json()["items"]]


def wrong(answer: Any) -> tuple[int, str, list[str]]:
    return answer.status_code, answer["Content-Type"], [one["field"] for one in answer.json()["errors"]]


PROBLEM = "application/problem+json"


def test_visitors_answers_are_evaluated_with_exact_amounts_and_intervals(call):
    answers = {"employees": 18, "wage_plan": True, "diagnosed": False}
    assert verdicts(call("/evaluate", {"answers": answers, "costs": COSTS})) == [
        ("P053", "yes", 9_000_000, 9_000_000), ("P062", "no", 0, 0), ("P070", "unknown", 0, 900_000),
    ]  # fmt: skip
    assert verdicts(call("/evaluate", {"answers": {"employees": 18}, "costs": COSTS}))[0] == (
        "P053", "yes", 6_000_000, 9_000_000,
    )  # fmt: skip


def test_no_says_clause_value_threshold_and_sentence(call):
    [reason] = call("/evaluate", {"answers": {"employees": 25}}).json()["items"][0]["reasons"]
    assert {key: reason[key] for key in ("fact", "clause", "value", "threshold")} == {
        "fact": "employees", "clause": "従業員20人以下", "value": 25, "threshold": 20,
    }  # fmt: skip
    assert "20" in reason["sentence"]


def test_explain_says_the_computation_and_the_cheapest_change_that_flips(call):
    answers = {"employees": 18, "diagnosed": False}
    found = call("/P062/explain", {"answers": answers, "costs": COSTS}).json()
    assert (found["verdict"], [one["fact"] for one in found["change"]["moves"]], found["change"]["days"]) == (
        "no", ["diagnosed"], 20,
    )  # fmt: skip
    flipped = call("/P062/explain", {"answers": {**answers, "diagnosed": True}, "costs": COSTS}).json()
    assert (flipped["verdict"], flipped["most_yen"], flipped["change"]) == ("yes", 5_000_000, None)
    assert [(one["key"], one["yen"], one["rate"]) for one in flipped["computation"]] == [
        ("spent", 12_000_000, None), ("rate", None, "2/3"), ("share", 8_000_000, None), ("limit", 5_000_000, None),
        ("given", 5_000_000, None),
    ]  # fmt: skip


def test_plan_is_the_same_as_on_the_page_and_stored_nowhere(call):
    found = call("/plan", {**PROJECT, "answers": {"employees": 18, "wage_plan": True}}).json()
    assert (found["total_yen"], found["naive_yen"], found["proven"]) == (9_000_000, 14_000_000, True)
    assert [(one["code"], one["window"]["closes"]) for one in found["applications"]] == [("P053", "2027-01-15")]
    assert [(one["code"], one["reason"]) for one in found["left"]] == [("P062", "same_cost")]
    assert (Project.objects.count(), Plan.objects.count()) == (0, 0)
    again = call("/plan", {**PROJECT, "answers": {"employees": 18}, "refused": ["P053"]}).json()
    assert [one["code"] for one in again["applications"]] == ["P062"]


def test_saved_answers_are_read_for_the_tokens_own_company_and_those_of_the_body_come_first(call, company, at):
    world.answered(company, at, wage_plan=True)
    body = {"organisation": str(company.organisation.public_id), "costs": COSTS}
    assert verdicts(call("/evaluate", body, company.engineer))[0] == ("P053", "yes", 9_000_000, 9_000_000)
    body["answers"] = {"wage_plan": None}
    assert verdicts(call("/evaluate", body, company.engineer))[0] == ("P053", "yes", 6_000_000, 9_000_000)


def test_another_companys_answers_are_a_wrong_value_like_those_of_none(call, company, rival, at):
    world.answered(rival, at, wage_plan=True, exporter=True)
    for path, rest in (("/evaluate", {}), ("/P053/explain", {}), ("/plan", PROJECT)):
        body = {"organisation": str(rival.organisation.public_id), **rest}
        none = {"organisation": "01900000-0000-7000-8000-00000000dead", **rest}
        answers = [call(path, body, company.engineer), call(path, none, company.engineer), call(path, body)]
        assert {wrong(one)[2][0] for one in answers} == {"organisation"}
        assert len({one.content for one in answers}) == 1


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/evaluate", {"answers": {"nothing": True}}, "answers.nothing"),
        ("/evaluate", {"answers": {"employees": -1}}, "answers.employees"),
        ("/evaluate", {"answers": {"employees": True}}, "answers.employees"),
        ("/evaluate", {"answers": {"wage_plan": "yes"}}, "answers.wage_plan"),
        ("/evaluate", {"costs": [{"kind": "machinery", "yen": 1}, {"kind": "nothing", "yen": 1}]}, "costs.1.kind"),
        ("/plan", {**PROJECT, "order_by": "2026-11-30"}, "order_by"),
        ("/plan", {**PROJECT, "complete_by": "2027-06-29"}, "complete_by"),
        ("/plan", {**PROJECT, "costs": []}, "costs"),
    ],
)
def test_wrong_value_is_named_with_its_field(call, path, body, field):
    assert wrong(call(path, body)) == (422, PROBLEM, [field])


def test_unknown_programme_is_404(call):
    assert call("/P999/explain", {}).status_code == 404


def test_token_without_the_scope_is_refused(call, company):
    assert call("/evaluate", {}, company.engineer, "read:cases").status_code == 403


def test_vocabulary_tells_facts_and_costs_in_the_callers_language(call):
    found = call("/vocabulary").json()
    assert [(one["key"], one["kind"], one["changeable"]) for one in found["facts"]] == [
        ("employees", "count", ""), ("wage_plan", "flag", "decision"), ("diagnosed", "flag", "step"),
        ("exporter", "flag", ""),
    ]  # fmt: skip
    assert [one["key"] for one in found["costs"]] == ["machinery", "advice"]
    english = call("/vocabulary", **{"Accept-Language": "en"}).json()
    assert [one["title"] for one in english["facts"]][1] == "wage_plan"
