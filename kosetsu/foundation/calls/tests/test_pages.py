"""The pages: from the list to the outcome by clicks, and what each person does not find on them."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kosetsu.foundation.calls import actions
from kosetsu.foundation.calls.documents import sheets
from kosetsu.foundation.calls.models import Application, Call, Letter
from kosetsu.foundation.calls.tests.conftest import AFTER, ANSWERS, SHUTS, apply, begin, states
from tests.build import browser
from tests.fixtures import AT


def post(client: Client, address: str, **given: Any) -> Any:
    return client.post(address, {"submission_key": str(uuid4()), **given})


def typed(**answers: str) -> dict[str, str]:
    return {"title": "さびないねじ", **{f"q_{key}": text for key, text in {**ANSWERS, **answers}.items()}}


def test_company_applies_by_clicks_alone(call: Call, firms: Any) -> None:
    client = browser(firms[0].engineer)
    assert call.get_absolute_url() in client.get(reverse("calls:calls")).content.decode()
    page = client.get(call.get_absolute_url()).content.decode()
    assert reverse("calls:begin_application", args=[call.public_id]) in page
    begun = post(client, reverse("calls:begin_application", args=[call.public_id]), workplace=firms[0].workplace.pk)
    kept = post(client, begun["Location"], **typed(product=""), then="save")
    assert (kept["Location"], Application.objects.get().state) == (begun["Location"], "draft")
    refused = post(client, begun["Location"], **typed(product=""), then="submit")
    assert (refused.status_code, "「製品・技術」を入れてください" in refused.content.decode()) == (422, True)
    done = post(client, begun["Location"], **typed(), then="submit")
    assert (done["Location"], Application.objects.get().state) == (
        Application.objects.get().get_absolute_url(), "submitted",
    )  # fmt: skip


def test_part_of_the_form_is_hidden_until_the_draft_says_what_asks_for_it(call: Call, firms: Any) -> None:
    made, client = begin(call, firms[0]), browser(firms[0].engineer)
    address = reverse("calls:write", args=[made.public_id])

    def hidden() -> bool:
        page = client.get(address).content.decode()
        return 'data-field="q_sold_since" data-shown-by="q_stage" data-among="sold" hidden' in page

    before = hidden()
    post(client, address, **typed(stage="sold"), then="save")
    assert (before, hidden()) == (True, False)


def test_form_pressed_twice_is_handed_in_once(call: Call, firms: Any) -> None:
    made, client = begin(call, firms[0]), browser(firms[0].engineer)
    given = {"submission_key": str(uuid4()), **typed(), "then": "submit"}
    answers = [client.post(reverse("calls:write", args=[made.public_id]), given) for _ in range(2)]
    assert {one["Location"] for one in answers} == {made.get_absolute_url()}
    assert Letter.objects.filter(kind="received").count() == 1


@pytest.mark.parametrize(
    ("after", "second"), [(dt.timedelta(microseconds=999_999), 302), (dt.timedelta(seconds=1), 403)]
)
def test_second_submission_in_the_deadlines_second_replaces_the_first_and_later_it_is_told_so(
    call: Call, firms: Any, settings: Any, after: dt.timedelta, second: int
) -> None:
    made, client = begin(call, firms[0]), browser(firms[0].engineer)
    address = reverse("calls:write", args=[made.public_id])
    settings.KOSETSU_FIXED_NOW = SHUTS
    first = post(client, address, **typed(), then="submit")
    settings.KOSETSU_FIXED_NOW = SHUTS + after
    again = post(client, address, **typed(product="二度目"), then="submit")
    made.refresh_from_db()
    late = "ウェブの受付は2026/11/30 10:00に締め切りました。" in again.content.decode()
    assert (first.status_code, again.status_code, late) == (302, second, second == 403)
    assert (made.state, made.answers["product"]) == ("submitted", "二度目" if second == 302 else ANSWERS["product"])
    assert Application.objects.exclude(number=None).count() == 1


def test_colleague_who_applies_in_the_deadlines_second_is_told_of_the_first(
    call: Call, firms: Any, settings: Any
) -> None:
    settings.KOSETSU_FIXED_NOW = SHUTS
    client, address = browser(firms[0].engineer), reverse("calls:begin_application", args=[call.public_id])
    answers = [post(client, address, workplace=firms[0].workplace.pk) for _time in range(2)]
    told = "の応募（下書き）が、すでにあります。" in answers[1].content.decode()
    assert ([one.status_code for one in answers], told, Application.objects.count()) == ([302, 422], True, 1)


def test_another_company_finds_nothing(call: Call, firms: Any) -> None:
    made, client = apply(call, firms[0]), browser(firms[1].engineer)
    names = ("application", "write", "fill_in")
    pages = [client.get(reverse(f"calls:{name}", args=[made.public_id])) for name in names]
    pages.append(client.get(reverse("calls:sheet", args=[made.public_id, "xlsx"])))
    assert [one.status_code for one in pages] == [404] * 4
    listed = (
        client.get(reverse("calls:applications")).content.decode()
        + client.get(call.get_absolute_url()).content.decode()
    )
    assert "甲工業" not in listed


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_filled_in_sheet_comes_back_as_it_was_written(call: Call, kind: str) -> None:
    answers = {"product": "二行の\n説明", "stage": "sold", "sold_since": "2020-01-31", "sales": "1200"}
    made = getattr(sheets, kind)(call.kind, "題", answers)
    read = sheets.read(call.kind, SimpleUploadedFile(f"a.{kind}", made), f"a.{kind}", made)
    assert (read.title, read.answers, read.wrong) == ("題", answers, [])


@pytest.mark.parametrize(("kind", "cell"), [("xlsx", "B4"), ("docx", "表の4行目")])
def test_sheet_with_a_wrong_cell_is_refused_by_the_cell_and_keeps_nothing(
    call: Call, firms: Any, kind: str, cell: str
) -> None:
    made, client = begin(call, firms[0]), browser(firms[0].engineer)
    sheet = getattr(sheets, kind)(call.kind, "題", {"product": "x", "stage": "夢"})
    given = {"sheet": SimpleUploadedFile(f"a.{kind}", sheet), "then": "take"}
    page = post(client, reverse("calls:fill_in", args=[made.public_id]), **given)
    made.refresh_from_db()
    assert (page.status_code, f"{cell}: 「夢」は選べません。" in page.content.decode(), made.answers) == (422, True, {})


def test_sheet_is_looked_at_before_it_is_taken(call: Call, firms: Any) -> None:
    made, client = begin(call, firms[0]), browser(firms[0].engineer)
    sheet = sheets.xlsx(call.kind, "題", ANSWERS)
    address = reverse("calls:fill_in", args=[made.public_id])
    found = []
    for then in ("look", "take"):
        post(client, address, sheet=SimpleUploadedFile("a.xlsx", sheet), then=then)
        made.refresh_from_db()
        found.append((made.title, made.answers))
    assert found == [("", {}), ("題", ANSWERS)]


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.pdf"])
def test_file_that_is_no_sheet_is_told_beside_its_field(call: Call, firms: Any, name: str) -> None:
    made, client = begin(call, firms[0]), browser(firms[0].engineer)
    page = post(client, reverse("calls:fill_in", args=[made.public_id]), sheet=SimpleUploadedFile(name, b"PK\x03\x04x"))
    assert (page.status_code, "field-error" in page.content.decode()) == (422, True)


def test_office_works_from_planning_to_the_decision_by_clicks(call: Call, firms: Any, office: Any, hear: Any) -> None:
    made = apply(call, firms[0])
    desk = browser(office.checker)
    page = desk.get(reverse("calls-desk:applications", args=[call.public_id])).content.decode()
    assert made.number in page
    post(desk, reverse("calls-desk:find_complete", args=[made.public_id]))
    board = hear(call)
    board.score({made.number or "": (9, 9)})
    board.close()
    address = reverse("calls-desk:board", args=[call.public_id, 1])
    executive = browser(office.executive)
    assert "90.00" in executive.get(address).content.decode()
    refused = post(executive, address, note="")
    decided = post(executive, address, note="審査会の結果による", **{f"reason_{made.number}": "最もよい"})
    assert (refused.status_code, decided.status_code, states(call)) == (422, 302, ["accepted"])
    assert "大賞" in executive.get(address).content.decode()
    own = browser(firms[0].engineer).get(made.get_absolute_url()).content.decode()
    assert ("最もよい" in own, "90.00点" in own, "大賞" in own) == (True, True, True)


def test_loser_sees_its_own_points_and_reason_and_nothing_of_the_winner(stand: Any, firms: Any) -> None:
    call, board = stand((9, 9), (6, 6), capacity=1, reserve=0)
    board.decide(reasons={"AWD2026-0001": "勝った理由", "AWD2026-0002": "負けた理由"})
    lost = call.applications.get(number="AWD2026-0002")
    page = browser(firms[1].engineer).get(lost.get_absolute_url()).content.decode()
    found = [text in page for text in ("負けた理由", "60.00点", "勝った理由", "90.00", "甲工業", "AWD2026-0001", "位")]
    assert found == [True, True, False, False, False, False, False]


def test_appeal_and_decline_are_offered_to_whom_they_are_open(stand: Any, firms: Any, settings: Any) -> None:
    call, board = stand((9, 9), (6, 6), capacity=1, reserve=0)
    board.decide()
    settings.KOSETSU_FIXED_NOW = AFTER
    won, lost = call.applications.order_by("number")
    pages = [browser(firm.engineer).get(one.get_absolute_url()).content.decode()
             for firm, one in zip(firms, (won, lost), strict=False)]  # fmt: skip
    assert [("辞退する" in page, "異議を申し立てる" in page) for page in pages] == [(True, False), (False, True)]
    client = browser(firms[1].engineer)
    done = post(client, reverse("calls:appeal", args=[lost.public_id]), text="計算が違います")
    assert (done.status_code, lost.appeals.get().text) == (302, "計算が違います")


def test_paper_application_is_entered_at_the_desk(call: Call, firms: Any, office: Any) -> None:
    desk = browser(office.checker)
    address = reverse("calls-desk:enter_application", args=[call.public_id])
    given = {
        "workplace": firms[0].organisation.name, "channel": "paper", "received_at": "2026-11-20T09:30",
        "posted_on": "2026-11-19", "contact_name": "係", "contact_email": "a@example.jp", **typed(product=""),
    }  # fmt: skip
    assert (post(desk, address, **given).status_code, Application.objects.get().channel) == (302, "paper")


def test_calendar_has_every_deadline_of_the_published_calls(call: Call) -> None:
    text = browser().get(reverse("calls:calendar")).content.decode()
    assert (text.count("BEGIN:VEVENT"), "DTSTART:20261130T010000Z" in text) == (3, True)


def test_planned_call_is_nothing_outside(office: Any, call: Call) -> None:
    planned = actions.plan_call(
        by=office.planner, at=AT, plan=actions.Plan(kind="venture_award", title="まだ", windows={"web": (AT, SHUTS)})
    )
    assert browser().get(planned.get_absolute_url()).status_code == 404
    assert browser(office.planner).get(reverse("calls-desk:call", args=[planned.public_id])).status_code == 200


def test_program_lists_what_takes_applications_now(publish: Any, call: Call, settings: Any) -> None:
    client = browser()
    now_ = client.get("/api/v1/calls").json()
    settings.KOSETSU_FIXED_NOW = AFTER
    later, whole = (client.get(f"/api/v1/calls{query}").json() for query in ("", "?open=false"))
    assert [[one["title"] for one in page["items"]] for page in (now_, later, whole)] == [
        ["第20回 技術大賞"], [], ["第20回 技術大賞"],
    ]  # fmt: skip
    assert [one["channel"] for one in whole["items"][0]["windows"]] == ["counter", "paper", "web"]
