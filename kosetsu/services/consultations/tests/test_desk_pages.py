"""The desk's side: queue, quick entry, the case page and its verbs."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from kosetsu.common.models import SubmittedForm
from kosetsu.common.tests.files import upload
from kosetsu.foundation.casebook.models import Case, ClosedYear, Entry
from kosetsu.foundation.parties.models import Organisation, Workplace
from kosetsu.services.consultations import actions
from kosetsu.services.consultations.models import CannedAnswer, Consultation, Message
from kosetsu.services.consultations.tests.conftest import queries
from tests.build import browser, once

QUEUE, ENTER = "/desk/consultations/", "/desk/consultations/new/"


@pytest.fixture
def desk(institute: Any) -> Client:
    return browser(institute.researcher)


def _post(desk: Client, consultation: Consultation, verb: str, **fields: Any) -> Any:
    return desk.post(f"{QUEUE}{consultation.public_id}/{verb}/", once(**fields))


def _state(consultation: Consultation) -> str:
    return str(Case.objects.get(pk=consultation.case_id).state)


def test_every_verb_of_the_page_does_its_one_thing(
    desk: Client, asked: Consultation, company: Any, institute: Any, at: dt.datetime
) -> None:
    other = actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="同じ件")
    steps: list[tuple[str, dict[str, Any], str]] = [
        ("triage", {"group": institute.surface.pk, "understood": "腐食", "due_on": "2026-11-27"}, "triaged"),
        ("take", {}, "assigned"),
        ("ask-back", {"text": "材質は"}, "waiting"),
        ("note", {"text": "要注意"}, "waiting"),
        ("answer", {"text": "もらいさび", "channel": "mail", "on_date": "2026-11-20"}, "answered"),
        ("visit", {"visited_on": "2026-11-19", "visitors": "研究員", "report": "確認"}, "visited"),
        ("split", {"to_group": institute.emc.pk, "title": "ノイズ", "question": "誤動作"}, "visited"),
        ("assign", {"assignee": institute.colleague.pk}, "assigned"),
        ("pass-on", {"to_group": institute.emc.pk, "reason": "専門外"}, "passed_on"),
        ("close", {"outcome": "solved", "note": "済"}, "closed"),
        ("reopen", {"reason": "再発"}, "assigned"),
        ("join", {"into": other.case.number}, "joined"),
    ]
    for verb, fields, state in steps:
        answer = _post(desk, asked, verb, **fields)
        assert (verb, answer.status_code, _state(asked)) == (verb, 302, state)
    page = desk.get(f"{QUEUE}{other.public_id}/")
    assert next(line["message"].text for line in page.context["thread"]) == "ボルトに赤さびが出ます"
    assert [one.case.number for one in page.context["related"]] == [asked.case.number]


@pytest.mark.parametrize(
    ("verb", "fields", "field"),
    [
        ("answer", {"text": "x", "channel": "mail", "on_date": "2026-11-21"}, "on_date"),
        ("answer", {"text": "", "channel": "mail", "on_date": "2026-11-20"}, "text"),
        ("visit", {"visited_on": "9999-13-01", "visitors": "a", "report": "b"}, "visited_on"),
        ("join", {"into": "相R8-99999"}, "into"),
        ("pass-on", {"to_group": 999, "reason": "x"}, "to_group"),
        ("close", {"outcome": "unknown"}, "outcome"),
        ("close", {"outcome": "solved"}, "__all__"),
        ("assign", {"assignee": 0}, "assignee"),
    ],
)
def test_wrong_input_opens_its_panel_with_the_reason_and_keeps_what_was_typed(
    desk: Client, taken: Consultation, verb: str, fields: dict[str, Any], field: str
) -> None:
    page = _post(desk, taken, verb, **fields)
    panels = [*page.context["composer"], *page.context["moves"]]
    opened = [panel for panel in panels if panel["open"]]
    assert (page.status_code, [list(panel["form"].errors) for panel in opened]) == (422, [[field]])
    assert (_state(taken), SubmittedForm.objects.count()) == ("assigned", 0)


def test_answer_in_a_frozen_year_says_so_above_the_form(
    desk: Client, taken: Consultation, institute: Any, at: dt.datetime
) -> None:
    ClosedYear.objects.create(fiscal_year=2025, closed_at=at, closed_by=institute.planner)
    page = _post(desk, taken, "answer", text="遅れ", channel="mail", on_date="2026-03-31")
    assert "令和7年度の実績は確定済み" in page.content.decode()
    assert (_state(taken), Message.objects.filter(kind="answer").count()) == ("assigned", 0)


def test_double_press_of_answer_makes_one_message_and_one_entry(desk: Client, taken: Consultation) -> None:
    form = once(text="回答", channel="mail", on_date="2026-11-20")
    url = f"{QUEUE}{taken.public_id}/answer/"
    assert [desk.post(url, form).status_code for _press in range(3)] == [302, 302, 302]
    assert (Message.objects.filter(kind="answer").count(), Entry.objects.count()) == (1, 1)


def test_second_taker_sees_who_was_first(desk: Client, asked: Consultation, institute: Any, at: dt.datetime) -> None:
    actions.take(by=institute.colleague, at=at, consultation=asked)
    page = desk.post(f"{QUEUE}{asked.public_id}/take/", once(), follow=True)
    assert "電磁 研究員さんがすでに担当しています" in page.content.decode()


def test_buttons_and_doors_agree_for_the_planner(asked: Consultation, institute: Any) -> None:
    planner = browser(institute.planner)
    page = planner.get(f"{QUEUE}{asked.public_id}/")
    assert (page.context["composer"], page.context["moves"], bool(page.context["may_take"])) == ([], [], False)
    assert planner.post(f"{QUEUE}{asked.public_id}/note/", once(text="x")).status_code == 403
    assert planner.get(ENTER).status_code == 403


def test_canned_answer_fills_the_answer_box(desk: Client, taken: Consultation, institute: Any) -> None:
    canned = CannedAnswer.objects.create(title="さびの基本", text="もらいさびとは", group=institute.surface)
    CannedAnswer.objects.create(title="他グループ", text="x", group=institute.emc)
    page = desk.get(f"{QUEUE}{taken.public_id}/", {"canned": canned.pk})
    answer = next(panel["form"] for panel in page.context["composer"] if panel["name"] == "answer")
    assert (page.context["canned"], answer["text"].value()) == ([canned], "もらいさびとは")


@pytest.mark.parametrize("number", ["x", "-1", "99999999999999999999", "1;"])
def test_canned_answer_of_a_broken_address_is_passed_over(desk: Client, taken: Consultation, number: str) -> None:
    assert desk.get(f"{QUEUE}{taken.public_id}/", {"canned": number}).status_code == 200


def test_queue_filters_by_whose_and_when(desk: Client, company: Any, institute: Any, at: dt.datetime) -> None:
    def make(**columns: Any) -> str:
        made = actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="x")
        Case.objects.filter(pk=made.case_id).update(**columns)
        return str(made.case.number)

    mine = make(assignee=institute.researcher, state="assigned", due_on=dt.date(2026, 11, 19))
    group = make(group=institute.surface, due_on=dt.date(2026, 11, 20))
    other = make(group=institute.emc, due_on=dt.date(2026, 11, 22))
    closed = make(state="closed", closed_at=at, due_on=dt.date(2026, 11, 1))

    def numbers(**asked: str) -> list[str]:
        return [row.record.case.number for row in desk.get(QUEUE, asked).context["list"].rows]

    assert numbers() == [mine, group, other]
    assert numbers(whose="me") == [mine]
    assert numbers(whose="group") == [group]
    assert numbers(whose="unassigned") == [group, other]
    assert numbers(whose="all") == [closed, mine, group, other]
    assert numbers(when="overdue") == [mine]
    assert numbers(when="today") == [group]
    assert numbers(when="week") == [group, other]
    assert numbers(q=other) == [other]
    assert numbers(state="closed") == [closed]
    assert desk.get(QUEUE, {"format": "xlsx"}).status_code == 200


def test_queue_and_case_have_the_same_queries_with_one_and_three_rows(
    desk: Client, asked: Consultation, company: Any, institute: Any, at: dt.datetime
) -> None:
    case = f"{QUEUE}{asked.public_id}/"
    with_one = queries(desk, QUEUE), queries(desk, case)
    for _row in range(2):
        made = actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="x")
        actions.take(by=institute.colleague, at=at, consultation=made)
        actions.reply(by=company.engineer, at=at, consultation=asked, text="追伸", files=[upload(), upload()])
    assert (queries(desk, QUEUE), queries(desk, case)) == with_one


# Quick entry


def _call(**fields: Any) -> dict[str, Any]:
    return once(**{"channel": "telephone", "on_date": "2026-11-20", "question": "めっきのはがれ", **fields})


def test_company_is_offered_while_typing(desk: Client, company: Any, rival: Any) -> None:
    def offered(typed: str) -> list[Workplace]:
        return list(desk.get("/desk/consultations/companies/", {"company": typed}).context["workplaces"])

    company.organisation.name_folded = "城東精密"
    company.organisation.save()
    assert [offered(typed) for typed in ("城東", "（株）城東精密", "", "該当なし")] == [
        [company.workplace], [company.workplace], [], [],
    ]  # fmt: skip


def test_call_of_a_known_company_is_one_form(desk: Client, company: Any) -> None:
    page = desk.post(
        ENTER, _call(company="城東精密", workplace=company.workplace.pk, answer="前処理", outcome="solved")
    )
    made = Consultation.objects.get()
    assert (page.status_code, _state(made), Entry.objects.get().workplace) == (302, "closed", company.workplace)


def test_call_of_a_new_company_registers_it_and_its_workplace(desk: Client, institute: Any) -> None:
    desk.post(ENTER, _call(company="新規工業株式会社", newcomer="company", workplace_name="江東工場"))
    made = Organisation.objects.get(name="新規工業株式会社")
    assert (made.name_folded, made.workplaces.get().name, made.verified_at) == ("新規工業", "江東工場", None)
    assert Case.objects.get().organisation == made


def test_new_workplace_of_a_known_company(desk: Client, company: Any) -> None:
    fields = {
        "company": "城東精密",
        "workplace": company.workplace.pk,
        "newcomer": "workplace",
        "workplace_name": "第二工場",
    }
    desk.post(ENTER, _call(**fields))
    assert str(Case.objects.get().workplace) == "城東精密株式会社 第二工場"
    assert Organisation.objects.count() == 1


def test_double_press_of_entry_makes_one_company_and_one_case(desk: Client, institute: Any) -> None:
    form = _call(company="新規工業", newcomer="company")
    assert [desk.post(ENTER, form).status_code for _press in range(2)] == [302, 302]
    assert (Organisation.objects.count(), Case.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"question": ""}, "question"),
        ({"on_date": "2026-11-21"}, "on_date"),
        ({"company": "どこか"}, "company"),
        ({"newcomer": "company"}, "company"),
        ({"newcomer": "workplace"}, "company"),
        ({"outcome": "solved"}, "answer"),
        ({"channel": "fax"}, "channel"),
        ({"workplace": "99999"}, "workplace"),
    ],
)
def test_wrong_entry_saves_nothing(desk: Client, institute: Any, wrong: dict[str, Any], field: str) -> None:
    page = desk.post(ENTER, _call(**wrong))
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert (Case.objects.count(), Organisation.objects.count()) == (0, 0)


def test_entry_in_a_frozen_year_saves_neither_company_nor_case(desk: Client, institute: Any, at: dt.datetime) -> None:
    ClosedYear.objects.create(fiscal_year=2025, closed_at=at, closed_by=institute.planner)
    page = desk.post(ENTER, _call(company="新規工業", newcomer="company", answer="x", on_date="2026-03-31"))
    assert "令和7年度の実績は確定済み" in page.content.decode()
    assert (Case.objects.count(), Organisation.objects.count(), SubmittedForm.objects.count()) == (0, 0, 0)
