"""What the operations answer."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.foundation.parties.models import Organisation, OrganisationName
from kosetsu.services.alliances.models import Agreement
from kosetsu.services.consultations import actions
from tests import build


def _offering(institute: Any, code: str, name: str, **columns: Any) -> Offering:
    field, _new = TechnologyField.objects.get_or_create(code="surface", defaults={"name_ja": "表面"})
    given = {"kind": "test", "branch": institute.head_office, "field": field, "state": "offered", **columns}
    return Offering.objects.create(code=code, name_ja=name, summary=name, **given)


def test_pages_follow_each_other_although_rows_come_in_between(visitor: Any, institute: Any) -> None:
    for number in (1, 3, 5, 7):
        _offering(institute, f"T-{number}", "試験")
    first = visitor.get("/offerings?limit=2").json()
    _offering(institute, "T-2", "割り込み")
    _offering(institute, "T-6", "あとから")
    second = visitor.get(f"/offerings?limit=2&cursor={first['next_cursor']}").json()
    third = visitor.get(f"/offerings?limit=2&cursor={second['next_cursor']}").json()
    codes = [[item["code"] for item in page["items"]] for page in (first, second, third)]
    assert codes == [["T-1", "T-3"], ["T-5", "T-6"], ["T-7"]]
    assert third["next_cursor"] == ""


def test_drafts_are_for_staff(program: Any, visitor: Any, company: Any, institute: Any) -> None:
    _offering(institute, "T-1", "公開")
    _offering(institute, "T-2", "下書き", state="draft")
    assert [
        [item["code"] for item in caller.get("/offerings").json()["items"]]
        for caller in (visitor, program(company.engineer), program(institute.researcher))
    ] == [["T-1"], ["T-1"], ["T-1", "T-2"]]
    hidden, absent = (visitor.get(f"/offerings/{code}") for code in ("T-2", "T-9"))
    assert (hidden.status_code, hidden.content) == (404, absent.content)


@pytest.mark.django_db(transaction=True)
def test_search_gives_the_best_first_page_by_page(visitor: Any, institute: Any) -> None:
    _offering(institute, "T-1", "引張試験", kind="test")
    _offering(institute, "T-2", "塩水噴霧試験（腐食）")
    _offering(institute, "T-3", "腐食の相談と腐食試験", keywords=["腐食"])
    whole = [item["code"] for item in visitor.get("/offerings?q=腐食").json()["items"]]
    assert sorted(whole) == ["T-2", "T-3"]
    first = visitor.get("/offerings?q=腐食&limit=1").json()
    second = visitor.get(f"/offerings?q=腐食&limit=1&cursor={first['next_cursor']}").json()
    assert [page["items"][0]["code"] for page in (first, second)] == whole
    assert second["next_cursor"] == ""


def test_price_comes_with_its_lines(visitor: Any, institute: Any) -> None:
    offering = _offering(institute, "I-1", "三次元測定機", kind="instrument")
    for part, yen, unit in (("setup", 2870, ""), ("unit", 920, "時間")):
        TariffLine.objects.create(offering=offering, client_class="sme", part=part, yen=yen, unit=unit, source="料金表")
    price = visitor.get("/offerings/I-1/price?quantity=4").json()
    assert (price["total_yen"], [line["yen"] for line in price["lines"]]) == (6550, [2870, 3680])
    refused = visitor.get("/offerings/I-1/price?urgent=true")
    assert (refused.status_code, refused.json()["next_step"]) == (
        422,
        "この指定を外すか、窓口へお問い合わせください。",
    )


def test_agreements_stand_as_on_the_day_asked_under_the_name_of_that_day(visitor: Any, institute: Any) -> None:
    bank = Organisation.objects.create(kind="bank", name="東信用金庫", name_folded="東信用金庫", listed=True)
    OrganisationName.objects.create(organisation=bank, name="西信用金庫", valid_to=dt.date(2020, 3, 31))
    OrganisationName.objects.create(organisation=bank, name="東信用金庫", valid_from=dt.date(2020, 4, 1))
    Agreement.objects.create(
        organisation=bank, scope="institute", number=1, started_on=dt.date(2015, 1, 1), ended_on=dt.date(2021, 3, 31)
    )
    seen = {day: visitor.get(f"/agreements?day={day}").json() for day in ("2019-01-01", "2021-01-01", "2022-01-01")}
    assert [[item["name"] for item in page["items"]] for page in seen.values()] == [["西信用金庫"], ["東信用金庫"], []]
    assert [page["total"] for page in seen.values()] == [1, 1, 0]


def test_branch_is_what_it_is_on_the_day_asked(visitor: Any, institute: Any) -> None:
    institute.tama.statuses.update(valid_to=dt.date(2024, 3, 31))
    open_on = {
        day: [branch["code"] for branch in visitor.get(f"/branches?day={day}").json()["items"] if branch["open"]]
        for day in ("2024-03-31", "2024-04-01")
    }
    assert open_on == {"2024-03-31": ["B01", "B02"], "2024-04-01": ["B01"]}


def test_question_becomes_a_case_with_its_offerings(program: Any, company: Any, institute: Any) -> None:
    _offering(institute, "T-1", "塩水噴霧試験", group=institute.surface)
    body = {"question": "赤さびが出ます", "offerings": ["T-1"], "wished_on": "2026-11-25"}
    made = program(company.engineer).post("/consultations", body).json()
    assert (made["state"], made["group"], made["offerings"], made["due_on"]) == (
        "received",
        "G-SURF",
        ["T-1"],
        "2026-11-25",
    )
    assert [(message["side"], message["text"]) for message in made["messages"]] == [("client", "赤さびが出ます")]
    unknown = program(company.engineer).post("/consultations", {**body, "offerings": ["T-1", "T-9"]})
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "offerings.1")


def test_message_by_program_gives_the_turn_back(program: Any, company: Any, institute: Any, at: dt.datetime) -> None:
    case = actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="相談")
    actions.take(by=institute.researcher, at=at, consultation=case)
    actions.ask_back(by=institute.researcher, at=at, consultation=case, text="材質は")
    made = program(company.engineer).post(f"/consultations/{case.public_id}/messages", {"text": "SUS304"})
    assert (made.status_code, made.json()["state"]) == (201, "assigned")
    assert [message["text"] for message in made.json()["messages"]] == ["相談", "材質は", "SUS304"]


def test_queue_shows_the_earliest_deadline_first_and_filters(
    program: Any, company: Any, institute: Any, at: dt.datetime
) -> None:
    made = {}
    for day in (dt.date(2026, 12, 1), dt.date(2026, 11, 19), dt.date(2026, 11, 20)):
        made[day] = actions.ask(by=company.engineer, at=at, workplace=company.workplace, question=str(day))
        made[day].case.due_on = day
        made[day].case.save()
    staff = program(institute.counter)

    def titles(query: str) -> list[str]:
        return [item["title"] for item in staff.get(f"/desk/consultations?{query}").json()["items"]]

    assert titles("") == ["2026-11-19", "2026-11-20", "2026-12-01"]
    assert titles("when=overdue") == ["2026-11-19"]
    assert titles("when=today") == ["2026-11-20"]
    assert titles("whose=me") == []
    first = staff.get("/desk/consultations?limit=2").json()
    following = staff.get(f"/desk/consultations?limit=2&cursor={first['next_cursor']}").json()
    assert [item["title"] for item in following["items"]] == ["2026-12-01"]


def test_only_staff_see_measures_that_are_not_open(
    program: Any, visitor: Any, institute: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from kosetsu.across.reporting.tables.book import Book, book

    known = next(measure for measure in book().measures.values() if measure.relation == "entries")
    hidden = replace(known, key="hidden", public=False)
    small = Book(measures={"open": replace(known, key="open", public=True), "hidden": hidden})
    monkeypatch.setattr("kosetsu.across.reporting.api.endpoints.book", lambda: small)
    staff = program(institute.planner)
    keys = [[item["key"] for item in who.get("/measures").json()["items"]] for who in (visitor, staff)]
    assert keys == [["open"], ["open", "hidden"]]
    assert visitor.get("/figures/hidden").content == visitor.get("/figures/nothing").content
    assert [staff.get(f"/figures/{key}?fiscal_year=2021").status_code for key in ("open", "hidden")] == [200, 200]
    assert [item["measure"] for item in visitor.get("/figures?fiscal_year=2021").json()["items"]] == ["open"]


def test_period_that_ends_before_it_begins_is_refused(visitor: Any, institute: Any) -> None:
    answer = visitor.get("/figures?first=2026-04-02&last=2026-04-01")
    assert (answer.status_code, answer.json()["errors"][0]["detail"]) == (422, "終了日が開始日より前です。")


@pytest.mark.django_db(transaction=True)
def test_plan_is_made_for_the_company_that_asks_whatever_it_says(
    program: Any, visitor: Any, company: Any, institute: Any
) -> None:
    _offering(institute, "T-1", "塩水噴霧試験（腐食・さび）")
    build.area("131113")
    body = {"problem": "アルミ部品の腐食", "client_class": "large", "area": "131113"}
    answers = [who.post("/plan", body).json() for who in (visitor, program(company.engineer))]
    assert [answer["outcome"] in ("plan", "hand_over") for answer in answers] == [True, True]
    assert [(answer["asker"]["client_class"], answer["asker"]["area"]) for answer in answers] == [
        ("large", "131113"),
        ("sme", "131083"),
    ]
    assert visitor.post("/plan", {**body, "area": "999999"}).status_code == 422


@pytest.mark.parametrize("path", ["/consultations", "/desk/consultations", "/offerings", "/agreements", "/branches"])
def test_queries_stay_the_same_with_one_and_three_rows(
    program: Any, institute: Any, at: dt.datetime, path: str
) -> None:
    staff = program(institute.counter)
    counted = []
    for first in (0, 1):
        for number in range(first, 1 + 2 * first):
            _one_of_each(institute, at, number)
        staff.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(path).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]


def _one_of_each(institute: Any, at: dt.datetime, number: int) -> None:
    """A row of everything that is listed, each with rows of its own behind it."""
    client = build.company(f"会社{number}", "131083")
    case = actions.ask(by=client.engineer, at=at, workplace=client.workplace, question=f"相談{number}")
    actions.take(by=institute.researcher, at=at, consultation=case)
    _offering(institute, f"T-{number}", "試験", group=institute.surface)
    bank = Organisation.objects.create(kind="bank", name=f"信金{number}", name_folded=str(number), listed=True)
    OrganisationName.objects.create(organisation=bank, name=f"信金{number}", valid_from=dt.date(2000, 4, 1))
    agreement = Agreement.objects.create(organisation=bank, scope="institute", number=number, branch=institute.tama)
    agreement.documents.create(title="覚書")
