"""Programmes in a plan: whether the company that asks can have each, how much, and by how many questions."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kosetsu.across.navigator.asking import Asker
from kosetsu.across.navigator.fitting import Fits
from kosetsu.across.navigator.plan import make_plan
from kosetsu.services.programmes.models import Answer, Programme
from kosetsu.services.programmes.tests import plan_world
from tests import build

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)
NAMES = {"P053": "躍進の設備投資", "P062": "製品の改良", "P070": "輸出の助成"}


@pytest.fixture(autouse=True)
def _published(institute: Any) -> None:
    plan_world.publish()


def printed(*codes: str) -> None:
    for code in codes:
        Programme.objects.create(
            code=code, fiscal_year=2026, category="助成", name=NAMES[code], component_kind="grant",
            target="設備投資の助成", source="冊子",
        )  # fmt: skip


def asker(company: build.Company | None) -> Asker:
    return Asker("sme", None, company.workplace if company else None, "")


def fits(company: build.Company | None) -> list[tuple[str, str, str]]:
    found = Fits(asker(company), TODAY)
    return [(one.code, one.verdict, one.amount) for code in NAMES if (one := found.of(code)) is not None]


def test_each_programme_shows_the_verdict_and_the_amount_for_the_company(company: Any) -> None:
    at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    for fact, value in (("diagnosed", False), ("exporter", None)):
        Answer.objects.create(organisation=company.organisation, fact=fact, value=value, at=at, by=company.engineer)
    assert fits(company) == [
        ("P053", "yes", "0円〜100,000,000円"), ("P062", "no", ""), ("P070", "unknown", "0円〜900,000円"),
    ]  # fmt: skip


def test_visitor_is_told_nothing_of_what_fits(company: Any) -> None:
    assert fits(None) == []


def test_programme_that_is_not_described_has_no_verdict(company: Any) -> None:
    assert Fits(asker(company), TODAY).of("P999") is None


def test_plan_for_a_company_shows_the_fit_of_the_programme_that_is_meant(company: Any) -> None:
    printed("P053")
    answer: Any = make_plan(NAMES["P053"], asker=asker(company), day=TODAY, user=AnonymousUser())
    [row] = [row for section in answer.sections for row in section.rows if row.kind == "programme"]
    assert (row.fit.code, row.fit.verdict) == ("P053", "yes")


def test_program_of_a_company_reads_the_fit_and_a_visitors_reads_none(company: Any, client: Client) -> None:
    printed("P053")
    assert _fits_of(client) == [None]
    client.force_login(company.engineer, backend="django.contrib.auth.backends.ModelBackend")
    assert _fits_of(client) == [{"verdict": "yes", "least_yen": 0, "most_yen": 100_000_000}]


def _fits_of(client: Client) -> list[Any]:
    answer = client.post("/api/v1/plan", {"problem": NAMES["P053"]}, content_type="application/json").json()
    return [row["fit"] for section in answer["sections"] for row in section["rows"] if row["kind"] == "programme"]


def test_three_programmes_cost_as_many_questions_as_one(company: Any) -> None:
    fits(company)
    counts = []
    for codes in (["P053"], list(NAMES)):
        with CaptureQueriesContext(connection) as asked:
            found = Fits(asker(company), TODAY)
            assert all(found.of(code) for code in codes)
        counts.append(len(asked))
    assert counts[0] == counts[1]
