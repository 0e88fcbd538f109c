"""What reporting reads of programmes' matters: one row each, with the figures they hold."""

import datetime as dt
from typing import Any

import pytest

from kosetsu.services.programmes.actions import awards, dispatches, innovations, nightly
from kosetsu.services.programmes.relations import RELATIONS
from kosetsu.services.programmes.tests.described import described

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)


def read(name: str) -> list[dict[str, Any]]:
    [relation] = [one for one in RELATIONS if one.name == name]
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.read(TODAY)]


def test_dispatch_is_a_row_with_its_visits_and_hours(institute: Any, company: Any, at: Any) -> None:
    made = dispatches.request_dispatch(by=company.engineer, at=at, workplace=company.workplace, theme="原価を見たい")
    dispatches.request_dispatch(by=company.engineer, at=at, workplace=company.workplace, theme="段取りを見たい")
    desk = {"by": institute.counter, "at": at, "dispatch": made}
    dispatches.accept_dispatch(**desk, expert="中小企業診断士", times=2)
    for hours in (2, 3):
        dispatches.record_visit(**desk, visited_on=TODAY, hours=hours, channel="onsite", text="見直す")
    rows = [(one["opened_on"], one["fiscal_year"], one["state"], one["visits"], one["hours"])
            for one in read("expert_dispatches")]  # fmt: skip
    assert rows == [(TODAY, 2026, "visited", 2, 5), (TODAY, 2026, "requested", 0, 0)]


def test_plan_for_innovation_is_a_row_without_its_figures(company: Any, at: Any) -> None:
    innovations.open_innovation(
        by=company.engineer, at=at, workplace=company.workplace, title="新製品", summary="秘密の製法", figures={}
    )
    [row] = read("innovation_plans")
    assert {key: row[key] for key in ("opened_on", "state", "passed_on", "decided_on")} == {
        "opened_on": TODAY, "state": "draft", "passed_on": None, "decided_on": None,
    }  # fmt: skip
    assert [value for value in row.values() if value in ("新製品", "秘密の製法")] == []


def test_award_is_a_row_and_so_is_each_report_it_owes(company: Any, at: Any) -> None:
    described()
    awards.record_award(
        by=company.engineer, at=at, workplace=company.workplace, programme="P001", award_yen=2_000_000,
        awarded_on=dt.date(2026, 2, 28),
    )  # fmt: skip
    [award] = read("programme_awards")
    assert (award["awarded_on"], award["fiscal_year"], award["award_yen"]) == (dt.date(2026, 2, 28), 2025, 2_000_000)
    owed = read("outcome_reports")
    assert [(one["award"], one["due_on"].year, one["submitted_on"], one["sales_yen"]) for one in owed] == [
        (award["number"], 2027 + n, None, None) for n in range(5)
    ]


def test_night_is_a_row_for_each_programme_once_it_has_ended(company: Any, at: Any) -> None:
    described()
    run = nightly.evaluate_everyone(at=at)
    [row] = read("programme_fits")
    assert (row["day"], row["code"], row["yes"] + row["unknown"] + row["no"]) == (TODAY, "P001", run.companies)
    run.finished_at = None
    run.save()
    assert read("programme_fits") == []


def test_no_row_of_a_company_is_public() -> None:
    private = ("expert_dispatches", "innovation_plans", "programme_awards", "outcome_reports")
    assert [one.public for one in RELATIONS if one.name in private] == [(), (), (), ()]
