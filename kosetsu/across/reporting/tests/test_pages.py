"""The report's pages: who may open them, what they show, and what the public never sees."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from kosetsu.across.reporting import actions
from kosetsu.across.reporting.documents.evidence import COLUMNS
from kosetsu.across.reporting.models import Edition, Evidence
from kosetsu.across.reporting.tests.rows import entries
from kosetsu.common.decisions import Refused
from kosetsu.foundation.casebook.models import ClosedYear, Entry
from tests.build import Company, Institute

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_columns(settings: Any, tmp_path: Path) -> None:
    settings.KOSETSU_DATA_DIR = tmp_path


@pytest.fixture
def planner(institute: Institute, client: Client) -> Client:
    client.force_login(institute.planner)
    return client


def sheet(*rows: dict[str, Any]) -> io.BytesIO:
    book = Workbook()
    book.active.append([str(column.heading) for column in COLUMNS])
    for row in rows:
        book.active.append([row.get(column.key) for column in COLUMNS])
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "根拠.xlsx"
    return out


ROW = {"service": "screening", "kind": "review", "on_date": dt.date(2021, 6, 1), "quantity": 1, "field": "tokyo"}


def upload(client: Client, *rows: dict[str, Any]) -> Any:
    page = client.get(reverse("reporting-desk:evidence"))
    key = page.context["form"]["submission_key"].value()
    return client.post(reverse("reporting-desk:evidence"), {"submission_key": key, "sheet": sheet(*rows)})


def test_report_page_shows_the_chapter_with_every_figure_a_link(planner: Client) -> None:
    page = planner.get(reverse("reporting-desk:report", args=["fy2021-chapter4"])).content.decode()
    assert f'href="{reverse("reporting-desk:figure", args=["reviews.total"])}?year=2021"' in page


@pytest.mark.parametrize("form", ["word", "excel", "pdf"])
def test_report_downloads_in_each_form(planner: Client, form: str) -> None:
    answer = planner.get(reverse("reporting-desk:export", args=["fy2021-chapter4", form]))
    assert (answer.status_code, answer["Content-Disposition"].startswith("attachment")) == (200, True)


@pytest.mark.parametrize("name", ["reports", "targets"])
def test_company_is_told_why_it_may_not_open_the_desk(client: Client, company: Company, name: str) -> None:
    client.force_login(company.engineer)
    assert client.get(reverse(f"reporting-desk:{name}")).status_code == 403


def test_researcher_reads_reports_but_does_not_freeze(client: Client, institute: Institute) -> None:
    client.force_login(institute.researcher)
    read = client.get(reverse("reporting-desk:reports")).status_code
    frozen = client.post(reverse("reporting-desk:freeze", args=[2021])).status_code
    assert (read, frozen, ClosedYear.objects.count()) == (200, 403, 0)


def test_rows_in_public_show_no_company_topic_or_reference(client: Client, company: Company) -> None:
    entries(
        {"service": "screening", "kind": "review", "organisation": company.organisation, "topic": "秘密の主題",
         "reference": "SECRET-1", "workplace": company.workplace}
    )  # fmt: skip
    address = reverse("reporting:figure", args=["reviews.total"])
    page = client.get(f"{address}?year=2021").content.decode()
    shown = [word for word in ("秘密の主題", "SECRET-1", company.organisation.name) if word in page]
    assert (shown, "技術審査" in page) == ([], True)


def test_open_data_holds_numbers_and_definitions_only(client: Client, company: Company) -> None:
    entries({"service": "screening", "kind": "review", "organisation": company.organisation, "topic": "秘密の主題"})
    answer = client.get(reverse("reporting:open_data", args=["json"]) + "?year=2021")
    found = {one["key"]: one["value"] for one in answer.json()["figures"]}
    table = client.get(reverse("reporting:open_data", args=["csv"]) + "?year=2021").content.decode("utf-8-sig")
    assert (found["reviews.total"], "秘密の主題" in table, table.count("\r\n")) == (1, False, len(found) + 1)


def test_targets_count_new_and_returning_workplaces_up_to_the_day(planner: Client, company: Company) -> None:
    shared = {"workplace": company.workplace, "organisation": company.organisation}
    entries({"on_date": dt.date(2026, 4, 10)}, {"on_date": dt.date(2026, 5, 10)}, **shared)
    page = planner.get(reverse("reporting-desk:targets") + "?day=2026-09-30")
    first = page.context["lines"][0]
    assert (first.actual, first.target_written, first.pace) == ("1", "12,500", "1,253")


@pytest.mark.parametrize(
    ("language", "indicator", "promised"),
    [
        ("ja", "受託技術支援の実施件数", "4,300件"),
        ("en", "Commissioned technical support carried out", "4,300\N{NO-BREAK SPACE}cases"),
        ("th", "จำนวนการสนับสนุนทางเทคนิคตามสัญญา", "4,300\N{NO-BREAK SPACE}เรื่อง"),
    ],
)
def test_targets_stand_in_the_readers_language(
    client: Client, institute: Institute, language: str, indicator: str, promised: str
) -> None:
    page = client.get(reverse("reporting:targets"), headers={"Accept-Language": language}).content.decode()
    assert [word for word in (indicator, promised) if word not in page] == []


def test_open_figures_and_their_rows_stand_in_the_readers_language(client: Client, institute: Institute) -> None:
    entries({"service": "screening", "kind": "review", "unit": "件"})
    english = {"Accept-Language": "en"}
    page = client.get(reverse("reporting:figure", args=["reviews.total"]) + "?year=2021", headers=english)
    [row] = page.context["rows"].rows
    assert (page.context["unit"], {"Technical reviews", "Technical review", "cases"} - set(row)) == ("cases", set())
    table = client.get(reverse("reporting:open_data", args=["json"]) + "?year=2021", headers=english).json()["figures"]
    assert [one["unit"] for one in table if one["key"] == "reviews.total"] == ["cases"]


def test_public_targets_page_opens_without_signing_in(client: Client, institute: Institute) -> None:
    assert client.get(reverse("reporting:targets")).status_code == 200


def test_number_opens_to_its_rows(planner: Client) -> None:
    entries({"service": "screening", "kind": "review", "topic": "ある事業"})
    page = planner.get(reverse("reporting-desk:figure", args=["reviews.total"]) + "?year=2021")
    assert (page.context["value"], "ある事業" in page.content.decode()) == ("1", True)


def test_rows_leave_out_a_column_that_no_row_fills(planner: Client) -> None:
    entries({"service": "screening", "kind": "review", "topic": "ある事業"})
    page = planner.get(reverse("reporting-desk:figure", args=["reviews.total"]) + "?year=2021")
    columns = page.context["rows"].columns
    assert ("topic" in columns, "partner" in columns, columns[0]) == (True, False, "entry_id")


def test_freeze_correction_and_next_edition_with_its_list_of_changes(planner: Client) -> None:
    [entry, _other] = entries({"service": "screening", "kind": "review"}, {"service": "screening", "kind": "review"})
    planner.post(reverse("reporting-desk:freeze", args=[2021]))
    address = reverse("reporting-desk:correct", args=[entry.pk])
    key = planner.get(address).context["form"]["submission_key"].value()
    planner.post(address, {"submission_key": key, "reason": "二重に登録"})
    Entry.objects.filter(reverses=entry).get()
    planner.post(reverse("reporting-desk:issue", args=[2021]))
    first, second = Edition.objects.filter(fiscal_year=2021)
    changed = {change.measure: (change.before, change.after) for change in second.changes.all()}
    assert (first.figures["reviews.total"][0], changed["reviews.total"]) == ("2", ("2", "1"))


def test_sheet_of_evidence_changes_the_figure_only_when_confirmed(planner: Client) -> None:
    answer = upload(planner, ROW, ROW)
    before = Entry.objects.count()
    evidence = Evidence.objects.get()
    address = reverse("reporting-desk:evidence_confirm", args=[evidence.public_id])
    key = planner.get(address).context["form"]["submission_key"].value()
    planner.post(address, {"submission_key": key})
    page = planner.get(reverse("reporting-desk:figure", args=["reviews.total"]) + "?year=2021")
    assert (answer.status_code, before, page.context["value"]) == (302, 0, "2")
    assert set(Entry.objects.values_list("source", flat=True)) == {"imported"}


def test_bad_sheet_is_refused_cell_by_cell_and_nothing_is_kept(planner: Client) -> None:
    page = upload(planner, ROW, {**ROW, "kind": "reviw", "quantity": "many", "branch": "B99"})
    errors = {error.cell for error in page.context["errors"]}
    assert (errors, Evidence.objects.count(), Entry.objects.count()) == ({"B3", "D3", "J3"}, 0, 0)


def test_same_sheet_is_not_loaded_twice(planner: Client, institute: Institute) -> None:
    same = sheet(ROW).getvalue()
    from kosetsu.across.reporting.actions import check_evidence, load_evidence
    from kosetsu.common.decisions import Refused

    at = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)
    evidence, _errors = check_evidence(by=institute.planner, at=at, name="a.xlsx", data=same)
    assert evidence is not None
    load_evidence(by=institute.planner, at=at, evidence=evidence)
    with pytest.raises(Refused):
        check_evidence(by=institute.planner, at=at, name="b.xlsx", data=same)
    with pytest.raises(Refused):
        load_evidence(by=institute.planner, at=at, evidence=evidence)
    assert Entry.objects.count() == 1


def test_evidence_with_a_date_in_a_closed_year_is_refused_at_its_cell(planner: Client, institute: Institute) -> None:
    at = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    ClosedYear.objects.create(fiscal_year=2021, closed_at=at, closed_by=institute.planner)
    page = upload(planner, ROW)
    assert [error.cell for error in page.context["errors"]] == ["C2"]


def add_late(planner: Client, key: str = "reviews.total", **changed: Any) -> Any:
    address = reverse("reporting-desk:add_late", args=[key, 2021])
    form = planner.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return planner.post(
        address, {**typed, "on_date": "2022-03-31", "reason": "記録が遅れて届いた", **changed}, follow=True
    )


def test_late_entry_is_in_the_next_edition_with_its_reason(planner: Client, company: Company) -> None:
    entries({"service": "screening", "kind": "review"})
    planner.post(reverse("reporting-desk:freeze", args=[2021]))
    figure = planner.get(reverse("reporting-desk:figure", args=["reviews.total"]) + "?year=2021")
    answer = add_late(planner, field="tokyo", topic="遅れた審査")
    planner.post(reverse("reporting-desk:issue", args=[2021]))
    late = Entry.objects.get(topic="遅れた審査")
    changed = {one.measure: (one.before, one.after, one.reason) for one in Edition.objects.last().changes.all()}
    assert (figure.context["late_year"], late.kind, late.source) == (2021, "review", "recorded")
    assert "この指標の値は 1 から 2 になりました" in answer.content.decode()
    assert changed["reviews.total"] == ("1", "2", "記録が遅れて届いた")
    page = planner.get(reverse("reporting-desk:report", args=["fy2021-chapter4"]) + "?edition=2").content.decode()
    assert "記録が遅れて届いた" in page


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"reason": " "}, "reason"),
        ({"on_date": "2022-04-01"}, "on_date"),
        ({"kind": "reviw"}, "kind"),
        ({"corporate_number": "1234567890123"}, "corporate_number"),
        ({"quantity": "0"}, "quantity"),
    ],
)
def test_late_entry_that_cannot_stand_is_refused_at_its_field(planner: Client, changed: Any, wrong: str) -> None:
    planner.post(reverse("reporting-desk:freeze", args=[2021]))
    answer = add_late(planner, **changed)
    assert (list(answer.context["form"].errors), Entry.objects.count()) == ([wrong], 0)


def test_late_entry_belongs_to_the_workplace_of_its_number(planner: Client, company: Company) -> None:
    company.organisation.corporate_number = "7999901000001"
    company.organisation.save()
    planner.post(reverse("reporting-desk:freeze", args=[2021]))
    add_late(planner, corporate_number="7999901000001")
    entry = Entry.objects.get()
    assert (entry.workplace, entry.organisation) == (company.workplace, company.organisation)


def test_late_page_of_an_open_year_does_not_exist(planner: Client) -> None:
    address = reverse("reporting-desk:add_late", args=["reviews.total", 2021])
    assert (planner.get(address).status_code, planner.post(address).status_code) == (404, 404)


def test_researcher_adds_nothing_to_a_frozen_year(client: Client, institute: Institute) -> None:
    at = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    ClosedYear.objects.create(fiscal_year=2021, closed_at=at, closed_by=institute.planner)
    client.force_login(institute.researcher)
    figure = client.get(reverse("reporting-desk:figure", args=["reviews.total"]) + "?year=2021")
    address = reverse("reporting-desk:add_late", args=["reviews.total", 2021])
    assert (client.post(address).status_code, figure.context["late_year"]) == (403, None)


@pytest.mark.parametrize("reason", ["", " "])
def test_late_entry_without_a_reason_is_refused(institute: Institute, reason: str) -> None:
    at = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)
    fields = {"service": "screening", "kind": "review"}
    with pytest.raises(Refused, match="理由"):
        actions.add_late(by=institute.planner, at=at, on_date=dt.date(2021, 5, 1), reason=reason, **fields)


def test_late_entry_of_a_year_that_is_open_is_refused(institute: Institute) -> None:
    at = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)
    fields = {"service": "screening", "kind": "review"}
    with pytest.raises(Refused, match="まだ確定していません"):
        actions.add_late(by=institute.planner, at=at, on_date=dt.date(2021, 5, 1), reason="遅れた", **fields)
