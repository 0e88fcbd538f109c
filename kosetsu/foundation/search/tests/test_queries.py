"""What callers of the search see: typed answers, nothing hidden, words that can be taught."""

from dataclasses import replace
from typing import Any

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.search import actions, changes, queries, sources
from kosetsu.foundation.search.models import Concept, UnansweredQuestion
from kosetsu.foundation.search.queries import Found, NothingFits
from kosetsu.foundation.search.sources import PUBLIC, STAFF
from kosetsu.foundation.search.tests.conftest import AT, Shelf
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    shelf.put("salt", "塩水噴霧試験", "JIS Z 2371", body="アルミ部品の表面に白い粉や錆が出るかを調べる")
    shelf.put("pull", "引張試験", body="金属や樹脂の強さを測る")
    shelf.put("emc", "EMC試験", "IEC 61000-4-2", body="静電気への耐性を測る")
    shelf.put("course", "腐食の講座", kind="twig")
    return shelf


def test_fitting_question_is_found(filled: Shelf) -> None:
    answer = queries.search("アルミ部品の表面に白い粉が出る", scope=PUBLIC)
    assert isinstance(answer, Found)
    assert answer.hits[0].key == "salt"
    assert answer.hits[0].matched == ("アルミ", "部品", "表面", "白い", "粉")


@pytest.mark.parametrize("question", ["駅前のラーメン屋のおすすめを教えて", "明日の天気", "。、!?", "", "x" * 3000])
def test_question_of_another_world_fits_nothing_and_keeps_its_text(filled: Shelf, question: str) -> None:
    answer = queries.search(question, scope=PUBLIC)
    assert isinstance(answer, NothingFits)
    assert answer.question == question


def test_empty_index_fits_nothing(shelf: Shelf) -> None:
    assert queries.search("疲労", scope=PUBLIC) == NothingFits("疲労", (), 0.0)


def test_limit_and_kinds(filled: Shelf) -> None:
    answer = queries.search("静電気 試験", scope=PUBLIC, limit=2)
    assert isinstance(answer, Found)
    assert len(answer.hits) == 2
    assert [hit.key for hit in queries.find("腐食", scope=PUBLIC, kinds=["twig"])] == ["course"]
    assert queries.find("腐食", scope=PUBLIC, kinds=[]) == []


def test_hidden_documents_change_nothing_that_others_see(filled: Shelf) -> None:
    questions = ["白い粉", "試験", "錆", "静電気 試験", "M3ねじ", "秘密の腐食"]
    before = [queries.search(question, scope=PUBLIC) for question in questions]
    for number in range(300):
        filled.put(f"s{number}", "秘密の腐食と錆の試験", body="白い粉 M3ねじ 静電気", kind="root", scope=STAFF)
    changes.touch_all("root", at=AT)
    assert len(queries.find("錆", scope=STAFF, limit=400)) == 300
    assert [queries.search(question, scope=PUBLIC) for question in questions] == before


def test_documents_in_the_same_index_would_change_scores(filled: Shelf) -> None:
    """The negative control: without an index of their own, hidden documents are felt."""
    before = queries.search("静電気 試験", scope=PUBLIC)
    for number in range(300):
        filled.put(f"s{number}", "秘密の腐食と錆の試験", body="白い粉 M3ねじ 静電気")
    changes.touch_all("leaf", at=AT)
    assert queries.search("静電気 試験", scope=PUBLIC) != before


def test_record_that_a_person_may_not_see_is_left_out(filled: Shelf) -> None:
    hits = queries.find("試験", scope=PUBLIC)
    filled.invisible.add("pull")
    pairs = sources.resolve(hits, user=None)
    assert {hit.key for hit, _ in pairs} == {hit.key for hit in hits} - {"pull"}
    assert all(record.key == hit.key for hit, record in pairs)


def test_kind_without_a_source_is_an_error(filled: Shelf) -> None:
    hit = queries.find("試験", scope=PUBLIC)[0]
    with pytest.raises(LookupError):
        sources.resolve([replace(hit, key="x", kind="unknown")], user=None)


def test_concept_works_at_once_and_without_reading_documents_again(filled: Shelf) -> None:
    assert queries.find("ESD", scope=PUBLIC) == []
    filled.reads.clear()
    concept = Concept.objects.create(name="静電気", terms=["ESD"], kind="synonym")
    assert [hit.key for hit in queries.find("ESD", scope=PUBLIC)] == ["emc"]
    concept.terms = ["帯電"]
    concept.save()
    assert queries.find("ESD", scope=PUBLIC) == []
    assert filled.reads == []


def test_saved_concept_is_tidied_and_replaced(institute: build.Institute) -> None:
    save: dict[str, Any] = {"by": institute.counter, "at": AT, "name": "錆", "kind": "synonym"}
    actions.save_concept(**save, terms=["さび", " さび ", ""])
    concept = actions.save_concept(**save, terms=["さび", "腐食"])
    assert list(Concept.objects.values_list("name", "terms")) == [("錆", ["さび", "腐食"])]
    actions.remove_concept(by=institute.counter, at=AT, concept=concept)
    assert not Concept.objects.exists()


def test_concept_without_words_or_by_a_client_is_refused(institute: build.Institute, company: build.Company) -> None:
    with pytest.raises(Refused):
        actions.save_concept(by=institute.counter, at=AT, name="錆", terms=[" "], kind="synonym")
    with pytest.raises(Refused):
        actions.save_concept(by=company.engineer, at=AT, name="錆", terms=["さび"], kind="synonym")
    assert not Concept.objects.exists()


def test_unanswered_question_waits_once_until_it_is_handled(institute: build.Institute) -> None:
    kept = actions.keep_unanswered(by=None, at=AT, question="香りを測りたい", scope=PUBLIC)
    assert actions.keep_unanswered(by=None, at=AT, question="香りを測りたい", scope=PUBLIC) == kept
    actions.handle_unanswered(by=institute.counter, at=AT, question=kept, note="におい分析に言葉を足した")
    assert list(UnansweredQuestion.objects.values_list("handled_at", "note")) == [(AT, "におい分析に言葉を足した")]
    assert actions.keep_unanswered(by=None, at=AT, question="香りを測りたい", scope=PUBLIC) != kept
