"""The desk of the search: words and their effect, questions answered once, cases that stay inside."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.foundation.search import actions, sources
from kosetsu.foundation.search.models import Concept, UnansweredQuestion
from kosetsu.foundation.search.pages.finding import EXCERPT, excerpt
from kosetsu.foundation.search.sources import PUBLIC, STAFF, SearchSource
from kosetsu.foundation.search.templatetags.marking import marked
from kosetsu.foundation.search.tests.conftest import AT, Shelf
from tests import build

pytestmark = pytest.mark.django_db

HOME = "/desk/search/"
CONCEPTS = "/desk/search/concepts/"


class Found:
    """A record as a source gives it: a name and a page."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/read/{self.name}/"


@pytest.fixture
def stocked(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Two things of the public index and one past case, looked up as records with pages."""
    shelf.put("salt", "塩水噴霧試験", body="めっき部品に錆が出るまでの時間を調べる")
    shelf.put("pull", "引張試験", body="樹脂の強さを測る")
    shelf.put("c1", "めっきの錆の相談", body="白い粉が出た原因は下地の洗浄不足だった", kind="root", scope=STAFF)
    rows = shelf.rows[PUBLIC] | shelf.rows[STAFF]

    def resolve(keys: Any, user: Any) -> dict[str, Found]:
        return {key: Found(rows[key].title) for key in keys if key in rows and key not in shelf.invisible}

    public, staff = shelf.sources()
    named = [SearchSource(one.name, one.scope, one.kinds, one.documents, resolve) for one in (public, staff)]
    monkeypatch.setattr(sources, "collect", lambda what: named)
    return shelf


@pytest.fixture
def desk(client: Client, institute: build.Institute) -> Client:
    client.force_login(institute.counter)
    return client


def _form(**given: str) -> dict[str, str]:
    return {"submission_key": str(uuid.uuid4()), "name": "錆", "kind": "synonym", "terms": "さび\n腐食"} | given


@pytest.mark.parametrize("address", [HOME, CONCEPTS, f"{CONCEPTS}new/", "/desk/search/unanswered/"])
def test_company_meets_a_closed_door(stocked: Shelf, client: Client, company: build.Company, address: str) -> None:
    assert client.get(address).status_code == 302
    client.force_login(company.engineer)
    assert client.get(address, {"q": "錆"}).status_code == 403


def test_exporter_may_search_but_not_edit_words(stocked: Shelf, client: Client, institute: build.Institute) -> None:
    client.force_login(institute.exporter)
    assert [client.get(address).status_code for address in (HOME, CONCEPTS)] == [200, 403]


def test_staff_find_public_things_and_past_cases_with_marks(stocked: Shelf, desk: Client) -> None:
    page = desk.get(HOME, {"q": "めっきの錆"})
    public, cases = page.context["sections"]
    assert [result.title for result in public["results"]] == ["塩水噴霧試験"]
    assert [(result.title, result.url) for result in cases["results"]] == [
        ("めっきの錆の相談", "/read/めっきの錆の相談/")
    ]
    assert "<mark>めっき</mark>部品に<mark>錆</mark>が出る" in page.content.decode()


def test_record_a_person_may_not_see_is_not_shown(stocked: Shelf, desk: Client) -> None:
    stocked.invisible.add("c1")
    page = desk.get(HOME, {"q": "めっきの錆"})
    assert page.context["sections"][1]["results"] == []
    assert "洗浄不足" not in page.content.decode()


def test_empty_question_shows_how_to_begin(stocked: Shelf, desk: Client) -> None:
    page = desk.get(HOME, {"q": " "})
    assert page.context["sections"] == []
    assert "案件番号、規格、材料、現象など" in page.content.decode()


def test_concepts_are_found_by_folded_words(desk: Client) -> None:
    for name, terms in (("錆", ["サビ", "腐食"]), ("ねじ", ["ボルト"])):
        Concept.objects.create(name=name, terms=terms, kind="synonym")
    rows = desk.get(CONCEPTS, {"q": "ｻﾋﾞ"}).context["list"].rows
    assert [row.record.name for row in rows] == ["錆"]


def test_added_concept_is_saved_once_with_its_words(desk: Client) -> None:
    form = _form(terms="さび、 腐食\n\nさび")
    for _press in range(2):
        answer = desk.post(f"{CONCEPTS}new/", form)
        assert answer.status_code == 302
    concept = Concept.objects.get()
    assert (concept.name, concept.kind, concept.terms) == ("錆", "synonym", ["さび", "腐食"])
    assert answer["Location"] == f"{CONCEPTS}{concept.pk}/"
    assert AuditEvent.objects.filter(verb="save_concept").count() == 1


def test_name_that_exists_is_not_overwritten(desk: Client) -> None:
    Concept.objects.create(name="錆", terms=["腐食"], kind="synonym")
    answer = desk.post(f"{CONCEPTS}new/", _form(terms="別の言葉"))
    assert answer.status_code == 422
    assert Concept.objects.get().terms == ["腐食"]


def test_edit_keeps_the_name_and_replaces_the_words(desk: Client) -> None:
    concept = Concept.objects.create(name="錆", terms=["腐食"], kind="synonym")
    desk.post(f"{CONCEPTS}{concept.pk}/", _form(name="別の名前", terms="さび"))
    concept.refresh_from_db()
    assert (concept.name, concept.terms) == ("錆", ["さび"])


def test_effect_shows_both_answers_and_saves_nothing(stocked: Shelf, desk: Client) -> None:
    page = desk.post(f"{CONCEPTS}new/", _form(terms="腐食", sentence="腐食した", look="1"))
    effect = page.context["effect"]
    assert page.status_code == 200
    assert effect.before == []
    assert [(line.title, line.only_here) for line in effect.after] == [("塩水噴霧試験", True)]
    assert not Concept.objects.exists()


def test_effect_of_taking_a_word_out_shows_what_is_lost(stocked: Shelf, desk: Client) -> None:
    concept = Concept.objects.create(name="錆", terms=["腐食"], kind="synonym")
    page = desk.post(f"{CONCEPTS}{concept.pk}/", _form(terms="さび", sentence="腐食した", look="1"))
    effect = page.context["effect"]
    assert [(line.title, line.only_here) for line in effect.before] == [("塩水噴霧試験", True)]
    assert effect.after == []


def test_look_without_a_sentence_asks_for_one(desk: Client) -> None:
    page = desk.post(f"{CONCEPTS}new/", _form(look="1"))
    assert page.context["effect"] is None
    assert "ためす文を書いてから、もう一度押してください。" in page.content.decode()


def test_removed_concept_is_gone_with_its_reason_on_record(desk: Client) -> None:
    concept = Concept.objects.create(name="錆", terms=["腐食"], kind="synonym")
    assert desk.get(f"{CONCEPTS}{concept.pk}/remove/").status_code == 405
    desk.post(f"{CONCEPTS}{concept.pk}/remove/")
    assert not Concept.objects.exists()
    assert AuditEvent.objects.filter(verb="remove_concept").count() == 1


@pytest.fixture
def ask() -> Callable[[str], UnansweredQuestion]:
    return lambda text: actions.keep_unanswered(by=None, at=AT, question=text, scope=PUBLIC)


def test_question_is_handled_once_with_a_note(desk: Client, ask: Callable[[str], UnansweredQuestion]) -> None:
    row = ask("醸造の酵母がほしい")
    address = f"/desk/search/unanswered/{row.pk}/"
    assert "酵母" in desk.get(address).context["words"]
    note = {"submission_key": str(uuid.uuid4()), "note": "当所の業務ではない"}
    assert desk.post(address, note).status_code == 302
    second = desk.post(address, note | {"submission_key": str(uuid.uuid4()), "note": "別の判断"})
    row.refresh_from_db()
    assert (second.status_code, row.note) == (403, "当所の業務ではない")


def test_waiting_questions_are_listed_apart(desk: Client, ask: Callable[[str], UnansweredQuestion]) -> None:
    done, _waiting = ask("天気"), ask("占い")
    UnansweredQuestion.objects.filter(pk=done.pk).update(handled_at=AT)
    page = desk.get("/desk/search/unanswered/", {"state": "waiting"})
    assert [row.record.question for row in page.context["list"].rows] == ["占い"]


def test_marks_hold_no_markup_of_the_text() -> None:
    assert marked("<b>SUS304</b>のさび", ("sus304", "さび", " ")) == (
        "&lt;b&gt;<mark>SUS304</mark>&lt;/b&gt;の<mark>さび</mark>"
    )
    assert marked("a<b", ()) == "a&lt;b"


def test_excerpt_begins_near_the_first_word() -> None:
    text = "前" * 200 + "錆が出た" + "後" * 200
    assert excerpt(text, ("錆",)) == f"…{'前' * (EXCERPT // 4)}錆が出た{'後' * (EXCERPT - EXCERPT // 4 - 4)}…"
    assert excerpt("短い", ("錆",)) == "短い"
