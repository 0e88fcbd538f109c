"""The engine on a handful of documents: what is found, in which order, and what it says about it."""

from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

import pytest

from kosetsu.foundation.search.engine import meaning
from kosetsu.foundation.search.engine.concepts import NOISE, SPOKEN, ConceptTable, ConceptWords
from kosetsu.foundation.search.engine.documents import Document, Hit
from kosetsu.foundation.search.engine.index import Entry, fill, open_index
from kosetsu.foundation.search.engine.profiles import Profile
from kosetsu.foundation.search.engine.questions import read
from kosetsu.foundation.search.engine.reading import Reading
from kosetsu.foundation.search.engine.tabling import made_apart

CONCEPTS = ConceptTable.of(
    [
        ConceptWords("錆", ("錆", "さび", "腐食", "防錆")),
        ConceptWords("EMC", ("EMC", "電磁両立性", "ノイズ")),
        ConceptWords("", ("教えて", "教える"), NOISE),
    ]
)
DOCUMENTS = [
    Document("test", "salt", "塩水噴霧試験", ("JIS Z 2371", "SUS304"), "塗膜の錆の進み方を調べる"),
    Document("test", "pull", "引張試験", ("A5052",), "M3ねじの強度や疲労を測る"),
    Document("test", "emc", "イミュニティ試験", ("IEC 61000-4-2",), "静電気ノイズへの耐性"),
    Document("course", "law", "化学物質規制の講座", ("REACH", "RoHS"), "有害物質の含有"),
    Document("test", "oil", "潤滑油の評価", (), "油の防錆性能"),
    Document("test", "cube", "容積の測定", (), "立方メートルで示す。リーチは腕の長さ"),
]


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return opened(tmp_path_factory.mktemp("index"), DOCUMENTS)


def opened(folder: Path, documents: list[Document], meanings: Sequence[bytes] = ()) -> Reading:
    index = open_index(folder)
    pairs = zip_longest(documents, meanings, fillvalue=b"")
    fill(index, (Entry(one.kind, one.key, Profile.of(one), packed) for one, packed in pairs))
    return Reading(index)


def ask(reading: Reading, text: str, **more: object) -> list[Hit]:
    return reading.search(read(text, CONCEPTS), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("疲労", ["pull"]),
        ("M3", ["pull"]),
        ("REACH", ["law"]),
        ("SUS 304", ["salt"]),
        ("304", ["salt"]),
        ("IEC61000-4-2", ["emc"]),
        ("静電", ["emc"]),
        ("膜", ["salt"]),
        ("リーチ", ["cube"]),
        ("ラーメン", []),
        ("", []),
        ("。、", []),
    ],
)
def test_question_finds_exactly_these(reading: Reading, text: str, keys: list[str]) -> None:
    assert [hit.key for hit in ask(reading, text)] == keys


def test_spelling_of_a_concept_finds_all_its_words(reading: Reading) -> None:
    hits = {hit.key: hit for hit in ask(reading, "サビ")}
    assert set(hits) == {"salt", "oil"}
    assert hits["salt"].matched == ("サビ",)
    assert (hits["salt"].found_as, hits["oil"].found_as) == (("錆",), ("防錆",))


def test_term_of_several_words_is_one_concept(reading: Reading) -> None:
    hits = ask(reading, "電磁両立性の試験")
    assert hits[0].key == "emc"
    assert hits[0].matched == ("試験", "電磁両立性")
    assert hits[0].found_as == ("ノイズ",)


def test_single_character_is_found_inside_words_and_at_their_end(reading: Reading) -> None:
    assert {hit.key for hit in reading.search(read("錆", ConceptTable()))} == {"salt", "oil"}
    assert {hit.key for hit in reading.search(read("耐", ConceptTable()))} == {"emc"}


def test_noise_is_not_searched_for_unless_alone() -> None:
    assert read("疲労を教えて", CONCEPTS).words == ("疲労",)
    assert read("教えて", CONCEPTS).words == ("教える",)


def test_kinds_limit_the_answer(reading: Reading) -> None:
    assert [hit.key for hit in ask(reading, "化学物質の試験", kinds=["course"])] == ["law"]
    assert ask(reading, "疲労", kinds=["course"]) == []


def test_limit_keeps_the_best(reading: Reading) -> None:
    assert [hit.key for hit in ask(reading, "引張試験", limit=1)] == ["pull"]


def test_coverage_is_the_weight_of_the_words_answered(reading: Reading) -> None:
    [best] = ask(reading, "疲労のラーメン")
    known, unknown = reading.statistics.idf(1), reading.statistics.idf(0)
    assert best.coverage == pytest.approx(known / (known + unknown))


def test_words_of_titles_keywords_and_their_spellings_are_names(reading: Reading) -> None:
    assert reading.named(read("塩水 REACH", CONCEPTS)) == 1
    assert reading.named(read("疲労", CONCEPTS)) == 0
    assert reading.named(read("電磁両立性", CONCEPTS)) == 0


def test_question_of_noise_alone_has_no_names(reading: Reading) -> None:
    assert (reading.named(read("", CONCEPTS)), reading.named(read("教えて", CONCEPTS))) == (0, 0)


def test_equal_documents_come_in_the_order_of_their_keys(tmp_path: Path) -> None:
    twins = [Document("test", key, "硬さ試験") for key in ("c", "a", "b")]
    assert [hit.key for hit in ask(opened(tmp_path, twins), "硬さ")] == ["a", "b", "c"]


def test_counted_frequencies_are_those_of_the_index() -> None:
    profile = Profile.of_text("試験 試験の試験、SUS304 錆")
    assert profile.words.count(" 試験 ") == 3
    assert profile.word_count == 7
    assert profile.pair_count == len([pair for pair in profile.pairs_line().split() if not pair.endswith("$")])


def test_question_in_kana_alone_finds_words_by_their_sound(reading: Reading) -> None:
    known = ConceptTable.of([ConceptWords("", ("塩水噴霧",), SPOKEN)])
    assert [hit.key for hit in reading.search(read("えんすいふんむ", known))] == ["salt"]
    assert read("エンスイふんむの錆", known).words == read("エンスイふんむの錆", ConceptTable()).words


def test_document_that_means_the_same_is_found_without_a_word_of_the_question(tmp_path: Path) -> None:
    documents = [
        Document("test", "pull", "引張試験"),
        Document("test", "salt", "塩水噴霧試験"),
        Document("course", "law", "輸出の手続き"),
    ]
    reading = opened(tmp_path, documents, meanings=meaning.packed([one.text for one in documents]))
    question = read("How much force until it breaks?", CONCEPTS)
    asked = meaning.of(question.text)
    assert reading.search(question) == []
    [best, *_] = reading.search(question, asked=asked)
    assert (best.key, best.matched, best.closeness > 0) == ("pull", (), True)


def test_meaning_decides_between_documents_with_the_same_words(tmp_path: Path) -> None:
    documents = [Document("test", "a", "試験", (), "カレーの味"), Document("test", "b", "試験", (), "ボルトの錆")]
    reading = opened(tmp_path, documents, meanings=meaning.packed([one.text for one in documents]))
    question = read("試験で金属が腐食した原因", ConceptTable())
    assert [hit.key for hit in reading.search(question)] == ["a", "b"]
    assert [hit.key for hit in reading.search(question, asked=meaning.of(question.text))] == ["b", "a"]


def test_table_made_in_a_process_beside_is_the_one_made_here() -> None:
    known = [ConceptWords("錆", ("錆", "さび", "塩水噴霧")), ConceptWords("", ("教えて",), NOISE)]
    assert made_apart(known) == ConceptTable.of(known)
