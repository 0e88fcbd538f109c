"""Visitors who have figures counted too often in a minute are asked to wait; people who signed in are not."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.build import Company, Institute

pytestmark = pytest.mark.django_db
PAGES = [
    reverse("reporting:targets"),
    reverse("reporting:figures"),
    reverse("reporting:open_data", args=["json"]),
    reverse("reporting:figure", args=["reviews.total"]),
]
FIGURES = "/api/v1/figures"


@pytest.fixture(autouse=True)
def _two_a_minute(settings: Any, tmp_path: Path, institute: Institute) -> None:
    settings.KOSETSU_DATA_DIR = tmp_path
    settings.FIGURES_PER_MINUTE = 2


def used_up(client: Client) -> Client:
    assert [client.get(PAGES[0]).status_code for _time in range(2)] == [200, 200]
    return client


@pytest.mark.parametrize("page", PAGES)
def test_visitor_is_told_how_long_to_wait(client: Client, page: str) -> None:
    answer = used_up(client).get(page)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "60秒たってから、もう一度お試しください。" in answer.content.decode()


@pytest.mark.parametrize("address", [FIGURES, f"{FIGURES}/reviews.total", "/api/v1/targets"])
def test_program_without_a_token_shares_the_turns_and_gets_a_problem(client: Client, address: str) -> None:
    answer = used_up(client).get(address)
    told = (answer.status_code, answer["Retry-After"], answer["Content-Type"])
    assert told == (429, "60", "application/problem+json")
    assert answer.json() == {
        "type": "urn:kosetsu:problem:too-many-requests",
        "title": "呼び出しが多すぎます",
        "status": 429,
        "detail": "1分あたり2回までです。",
        "next_step": "60秒たってから、もう一度呼び出してください。",
    }


def test_answer_is_in_the_language_asked_for(client: Client) -> None:
    used_up(client)
    page = client.get(PAGES[0], headers={"Accept-Language": "en"}).content.decode()
    problem = client.get(FIGURES, headers={"Accept-Language": "en"}).json()
    assert ("Please try again in 60 seconds." in page, problem["title"]) == (True, "Too many calls")


def test_another_address_and_the_next_minute_have_turns(client: Client, settings: Any, at: dt.datetime) -> None:
    used_up(client)
    assert client.get(PAGES[0], REMOTE_ADDR="203.0.113.9").status_code == 200
    settings.KOSETSU_FIXED_NOW = at + dt.timedelta(minutes=1)
    assert client.get(PAGES[0]).status_code == 200


def test_reader_who_signed_in_does_not_wait(client: Client, company: Company) -> None:
    client.force_login(company.engineer)
    assert [client.get(PAGES[0]).status_code for _time in range(3)] == [200, 200, 200]


def test_definitions_of_measures_cost_no_turn(client: Client) -> None:
    assert used_up(client).get("/api/v1/measures").status_code == 200
