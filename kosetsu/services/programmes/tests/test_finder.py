"""The finder's pages: what is shown to whom, and what is stored."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kosetsu.common.models import SubmittedForm
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.services.programmes.models import Answer
from kosetsu.services.programmes.tests import editions
from tests.build import browser

pytestmark = pytest.mark.django_db
FINDER = "/programmes/finder/"


@pytest.fixture(autouse=True)
def _published(db: None) -> None:
    editions.publish()


def groups(page: Any) -> dict[str, list[str]]:
    shelves = page.context["shelves"]
    return {one.key: [card.title for card in (*one.first, *one.more)] for one in shelves}


def card(page: Any, code: str) -> Any:
    return next(one for shelf in page.context["shelves"] for one in (*shelf.first, *shelf.more) if one.code == code)


def send(client: Client, address: str = FINDER, **answers: str) -> Any:
    shown = [key.removeprefix("a_") for key in answers]
    last = Answer.objects.values_list("pk", flat=True).last() or 0
    return client.post(address, {"submission_key": str(uuid4()), "seen": last, "shown": shown, **answers})


def test_finder_without_answers_calls_programmes_for_everyone_usable_and_others_unknown() -> None:
    assert groups(browser().get(FINDER)) == {
        "yes": ["専門家の診断", "終わった助成"],
        "near": [],
        "unknown": ["設備の助成", "立て直しの支援", "審査のある支援"],
        "no": [],
    }


def test_finder_with_answers_in_the_address_says_one_step_away_with_what_it_takes() -> None:
    page = browser().get(FINDER, {"a_employees": "18", "a_diagnosed": "no", "a_loss": "no"})
    found = card(page, "T001")
    [step] = found.change.steps
    assert (found.group, step.text, step.takes, step.programme_title) == (
        "near", "診断を受ける", "45日・費用 11,000円", "専門家の診断",
    )  # fmt: skip
    assert groups(page)["no"] == ["立て直しの支援"]
    assert [why.sentence for why in card(page, "T004").reasons] == [
        "「赤字」が条件ですが、現在の答えは「いいえ」です。"
    ]


def test_finder_with_too_many_people_says_value_threshold_and_clause() -> None:
    [why] = card(browser().get(FINDER, {"a_employees": "25"}), "T001").reasons
    assert (why.needed, why.has, why.clause) == ("従業員の数が20人以下", "25人", "従業員20人以下")


def test_finder_with_costs_gives_exact_yen_or_an_interval_never_a_sum() -> None:
    costs = {"cost": "machinery", "yen": "12,000,000", "a_employees": "18", "a_diagnosed": "yes"}
    page = browser().get(FINDER, costs)
    assert card(page, "T001").amount == "6,000,000円〜8,000,000円"
    known = browser().get(FINDER, costs | {"a_wage_plan": "yes"})
    assert (card(known, "T001").amount, card(known, "T001").lines) == (
        "8,000,000円",
        [("上乗せ", "賃上げ"), ("対象になる経費", "12,000,000円"), ("助成率", "2/3"),
         ("経費に助成率をかけた額", "8,000,000円"), ("限度額", "10,000,000円"), ("端数", "1,000円未満を切り捨て"),
         ("受けられる額", "8,000,000円")],
    )  # fmt: skip
    assert "合計は、計画をつくるとわかります。" in known.content.decode()
    assert "8,300,000" not in known.content.decode()


def test_unanswered_fact_is_never_zero() -> None:
    page = browser().get(FINDER, {"a_diagnosed": "yes"})
    assert (card(page, "T001").group, card(page, "T001").asks) == ("unknown", "従業員の数")
    assert card(browser().get(FINDER, {"a_diagnosed": "yes", "a_employees": "0"}), "T001").group == "yes"


def test_answer_that_does_not_fit_is_named_beside_its_field_and_counts_as_unanswered() -> None:
    page = browser().get(FINDER, {"a_diagnosed": "yes", "a_employees": "-3"})
    assert card(page, "T001").group == "unknown"
    text = page.content.decode()
    assert 'value="-3"' in text
    assert "この値は 0 以上でなければなりません。" in text


def test_cost_that_is_no_number_is_named_and_not_counted() -> None:
    page = browser().get(FINDER, {"cost": "machinery", "yen": "たくさん"})
    assert "金額は0以上の整数（円）で入力してください。" in page.content.decode()


def test_condition_only_a_named_person_can_confirm_is_no_question_and_no_answer() -> None:
    page = browser().get(FINDER, {"a_confirmed_t005_panel": "yes"})
    assert (card(page, "T005").group, card(page, "T005").confirms) == (
        "unknown", ["審査会が認めること（実施機関の確認が必要）"],
    )  # fmt: skip
    assert 'name="a_confirmed_t005_panel"' not in page.content.decode()


def test_question_on_top_is_the_one_with_the_greatest_effect_and_can_be_put_off() -> None:
    client = browser()
    first = client.get(FINDER, {"cost": "machinery", "yen": "12000000"}).context["question"]
    second = client.get(FINDER + first.skip).context["question"]
    assert first.key in {"employees", "diagnosed"}
    assert second.key != first.key


def test_company_with_everything_answered_is_asked_nothing_more() -> None:
    answers = {"a_employees": "18", "a_diagnosed": "yes", "a_loss": "no", "a_wage_plan": "no"}
    page = browser().get(FINDER, {**answers, "cost": "machinery", "yen": "1000000"})
    assert page.context["question"] is None
    assert "これ以上の質問はありません" in page.content.decode()


def test_anonymous_answers_store_nothing() -> None:
    client = browser()
    with CaptureQueriesContext(connection) as asked:
        client.get(FINDER, {"a_employees": "18", "cost": "machinery", "yen": "1000", "skip": "loss"})
    assert [one["sql"] for one in asked if not one["sql"].startswith("SELECT")] == []
    assert client.post(FINDER, {"a_employees": "18"}).status_code == 405
    assert (Answer.objects.count(), "sessionid" in client.cookies) == (0, False)


def test_purpose_narrows_programmes_and_questions() -> None:
    page = browser().get(FINDER, {"purpose": "2"})
    assert sorted(title for titles in groups(page).values() for title in titles) == ["終わった助成", "設備の助成"]
    assert [field.name for group in page.context["groups"].groups for field in group.unknown] == [
        "a_employees", "a_wage_plan", "a_diagnosed",
    ]  # fmt: skip


def test_moved_says_what_the_last_answer_changed() -> None:
    page = browser().get(FINDER, {"from": "a_employees=18&a_diagnosed=no", "a_employees": "18", "a_diagnosed": "yes"})
    assert [(one.title, one.before, one.after) for one in page.context["moved"]] == [
        ("設備の助成", "あと一つで使える・受けられません", "使える・0円〜10,000,000円"),
    ]


def test_window_at_its_very_second_of_closing_is_not_open(settings: Any) -> None:
    last = dt.datetime(2026, 12, 11, 8, tzinfo=dt.UTC)
    states = []
    for moment in (last - dt.timedelta(seconds=1), last):
        settings.KOSETSU_FIXED_NOW = moment
        states.append(card(browser().get(FINDER), "T001").window.word)
    assert states == ["受付中", "受付終了"]


def test_htmx_gets_only_the_changed_part() -> None:
    headers = {"HX-Request": "true", "HX-Target": "finder"}
    part = browser().get(FINDER, {"a_employees": "18"}, headers=headers)
    assert (b"<html" in part.content, b'id="finder"' in part.content, "HX-Request" in part["Vary"]) == (
        False, True, True,
    )  # fmt: skip


def test_company_record_prefills_and_what_it_saves_stands_over_it(company: Any) -> None:
    company.organisation.employees = 25
    company.organisation.save(update_fields=["employees"])
    client = browser(company.engineer)
    assert card(client.get(FINDER), "T001").group == "no"
    sent = send(client, a_employees="18")
    assert sent.url == f"{FINDER}?since=0"
    page = client.get(sent.url)
    assert (card(page, "T001").group, [one.before for one in page.context["moved"]]) == (
        "unknown",
        ["使えない・受けられません"],
    )
    assert [(one.organisation_id, one.fact, one.value, one.by_id) for one in Answer.objects.all()] == [
        (company.organisation.pk, "employees", 18, company.engineer.pk)
    ]
    event = AuditEvent.objects.get(verb="answer_facts")
    assert (list(event.after), "18" in str(event.after["employees"])[:8]) == (["employees"], False)


def test_answer_taken_back_is_unanswered_again(company: Any) -> None:
    client = browser(company.engineer)
    send(client, a_loss="yes")
    assert card(client.get(FINDER), "T004").group == "yes"
    send(client, a_loss="")
    assert card(client.get(FINDER), "T004").group == "unknown"
    assert [one.value for one in Answer.objects.all()] == [True, None]


def test_form_sent_again_saves_once(company: Any) -> None:
    client = browser(company.engineer)
    form = {"submission_key": str(uuid4()), "seen": "0", "shown": ["loss"], "a_loss": "yes"}
    first, second = client.post(FINDER, form), client.post(FINDER, form)
    assert (first.url, Answer.objects.count(), SubmittedForm.objects.count()) == (second.url, 1, 1)


def test_form_of_an_older_page_leaves_a_colleagues_later_answer(company: Any) -> None:
    client = browser(company.engineer)
    send(client, a_diagnosed="yes")
    both = {
        "submission_key": str(uuid4()),
        "seen": "0",
        "shown": ["loss", "diagnosed"],
        "a_loss": "no",
        "a_diagnosed": "",
    }
    client.post(FINDER, both)
    assert [(one.fact, one.value) for one in Answer.objects.all()] == [("diagnosed", True), ("loss", False)]


def test_saved_answer_that_does_not_fit_is_refused_and_nothing_is_stored(company: Any) -> None:
    sent = send(browser(company.engineer), a_employees="たくさん")
    assert (sent.status_code, Answer.objects.count()) == (422, 0)
    assert "整数を入力してください。" in sent.content.decode()


def test_confirmation_by_a_named_person_cannot_be_sent_by_a_company(company: Any) -> None:
    send(browser(company.engineer), a_confirmed_t005_panel="yes")
    assert Answer.objects.count() == 0


def test_answers_of_another_company_are_never_shown(company: Any, rival: Any, institute: Any) -> None:
    send(browser(rival.engineer), a_employees="7", a_loss="yes")
    for reader in (browser(company.engineer), browser(institute.researcher), browser()):
        page = reader.get(FINDER, {"since": "0"})
        assert (card(page, "T004").group, 'value="7"' in page.content.decode()) == ("unknown", False)
    assert card(browser(rival.engineer).get(FINDER), "T004").group == "yes"


def test_address_of_a_signed_in_company_does_not_answer_for_it(company: Any) -> None:
    assert card(browser(company.engineer).get(FINDER, {"a_loss": "yes"}), "T004").group == "unknown"


def test_two_programmes_more_cost_no_query_more() -> None:
    client = browser()
    client.get(FINDER)
    with CaptureQueriesContext(connection) as few:
        client.get(FINDER)
    editions.publish(editions.described("T006"), editions.described("T007"))
    client.get(FINDER)
    with CaptureQueriesContext(connection) as many:
        client.get(FINDER)
    assert len(few) == len(many)


def test_english_reader_is_asked_in_english() -> None:
    page = browser().get(FINDER, headers={"Accept-Language": "en"})
    assert page.context["question"].text in {"employees?", "diagnosed?", "loss?"}
    assert reverse("programmes:finder") == FINDER
