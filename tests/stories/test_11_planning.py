"""Story 11: the annual report comes out of loaded rows, opens to them, is frozen, corrected and opened to everyone."""

import pytest
from django.test import Client

from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.models import Edition
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.tables.book import book
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.parties.models import Organisation

pytestmark = pytest.mark.django_db
CHAPTER = "/desk/reports/outlines/fy2021-chapter4/"
REVIEWS = "/desk/reports/figures/reviews.total/?year=2021"


@pytest.fixture
def office(tokyo):
    client = Client()
    planner = Person.objects.get(email="planning@demo.example.jp")
    client.force_login(planner, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(autouse=True)
def _own_columns(settings, tmp_path):
    settings.KOSETSU_DATA_DIR = tmp_path


def test_every_published_figure_of_the_year_comes_out_equal_and_stands_in_the_chapter(office):
    printed = {row.measure: row.value for row in book().published if row.measure and row.fiscal_year == "2021"}
    figures = Reader().figures([book().measures[key] for key in printed], Period.of_fiscal_year(2021))
    assert {key: figure.value for key, figure in figures.items()} == printed
    page = office.get(CHAPTER).content.decode()
    shown = book().outlines["fy2021-chapter4"].measures()
    assert [key for key in shown if f"/figures/{key}/?year=2021" not in page] == []


def test_number_opens_to_its_rows_and_says_which_are_synthetic(office):
    page = office.get(REVIEWS)
    assert (page.context["value"], page.context["figure"].synthetic) == ("4,362", True)
    assert len(page.context["lines"]) > 0
    assert "合成データを含みます" in page.content.decode()


def test_frozen_year_corrected_late_has_a_second_edition_with_its_list_of_changes(office):
    office.post("/desk/reports/years/2021/freeze/")
    review = Entry.objects.filter(service="screening", kind="review", fiscal_year=2021, quantity=1).first()
    address = f"/desk/reports/entries/{review.pk}/correct/"
    key = office.get(address).context["form"]["submission_key"].value()
    for _twice in range(2):
        office.post(address, {"submission_key": key, "reason": "二重に登録していた"})
    office.post("/desk/reports/years/2021/issue/")
    first, second = Edition.objects.filter(fiscal_year=2021)
    changes = {change.measure: (change.before, change.after, change.reason) for change in second.changes.all()}
    assert changes["reviews.total"] == ("4362", "4361", "二重に登録していた")
    chapters = {n: office.get(f"{CHAPTER}?edition={n}").content.decode() for n in (1, 2)}
    assert ["4,362" in chapters[first.number], "4,361" in chapters[second.number]] == [True, True]


@pytest.mark.parametrize(("day", "pace"), [("2026-04-01", "7"), ("2028-09-30", "6,253"), ("2031-03-31", "12,500")])
def test_targets_stand_against_the_pace_of_any_day(office, day, pace):
    lines = office.get(f"/desk/reports/targets/?day={day}").context["lines"]
    assert len(lines) == 10
    assert (lines[0].target_written, lines[0].pace) == ("12,500", pace)


def test_open_data_holds_the_figures_and_no_person_or_company(office, client):
    answer = client.get("/figures/open.json?year=2021")
    found = {one["key"]: one["value"] for one in answer.json()["figures"]}
    assert found["reviews.total"] == 4362
    text = answer.content.decode() + client.get("/figures/open.csv?year=2021").content.decode("utf-8-sig")
    people = [person.name for person in Person.objects.all() if person.name in text]
    companies = [one.name for one in Organisation.objects.filter(kind="company") if one.name in text]
    assert (people, companies) == ([], [])
