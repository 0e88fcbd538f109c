"""What a list finds by words: every word must stand in the document, the newest come first, up to a limit."""

from pathlib import Path

import pytest

from kosetsu.foundation.search.engine.concepts import ConceptTable, ConceptWords
from kosetsu.foundation.search.engine.documents import Document
from kosetsu.foundation.search.engine.questions import read
from kosetsu.foundation.search.engine.reading import Reading
from kosetsu.foundation.search.tests.test_engine import opened

CONCEPTS = ConceptTable.of(
    [
        ConceptWords("錆", ("錆", "さび", "腐食")),
        ConceptWords("SST", ("SST", "塩水噴霧試験")),
    ]
)
DOCUMENTS = [
    Document("case", "9", "ボルトにさびが出る", ("相R8-00009",), "SUS304のボルトの表面"),
    Document("case", "10", "アルミの腐食", ("相R8-00010",), "表面に白い粉が出る。SSTをしたい"),
    Document("case", "11", "電子顕微鏡の使い方", ("相R8-00100",), "SUS316の膜を見たい"),
    Document("case", "12", "樹脂が剥がれた", ("相R7-00010",), "接着の強さ"),
    Document("memo", "13", "ボルトの腐食", (), "別の種類"),
    Document("case", "x14", "ボルトの腐食", (), "番号でない鍵"),
]


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return opened(tmp_path_factory.mktemp("index"), DOCUMENTS)


def newest(reading: Reading, text: str, limit: int = 50, among: list[int] | None = None) -> list[int]:
    return reading.newest(read(text, CONCEPTS), "case", limit, among)


@pytest.mark.parametrize(
    ("text", "serials"),
    [
        ("腐食", [10, 9]),
        ("さび", [10, 9]),
        ("腐食 ボルト", [9]),
        ("ボルトの腐食", [9]),
        ("腐食 樹脂", []),
        ("塩水噴霧試験", [10]),
        ("剥がれる", [12]),
        ("電子", [11]),
        ("顕微", [11]),
        ("膜", [11]),
        ("SUS", [11, 9]),
        ("SUS30", [9]),
        ("ＳＵＳ３０４", [9]),
        ("sus304 ボルト", [9]),
        ("SUS304 アルミ", []),
        ("相R8-00010", [10]),
        ("R8-00010", [10]),
        ("00010", [12, 10]),
        ("R8-000", [10, 9]),
        ("ラーメン", []),
        ("。、", []),
        ("", []),
        ("a.*", []),
    ],
)
def test_every_word_must_stand_in_the_document(reading: Reading, text: str, serials: list[int]) -> None:
    assert newest(reading, text) == serials


def test_limit_keeps_the_newest_by_number_not_by_spelling(reading: Reading) -> None:
    assert newest(reading, "腐食", limit=1) == [10]


def test_only_those_asked_for_are_looked_through(reading: Reading) -> None:
    assert newest(reading, "腐食", limit=1, among=[9, 11, 12]) == [9]
    assert newest(reading, "腐食", among=[]) == []


def test_empty_index_holds_nothing(tmp_path: Path) -> None:
    assert newest(opened(tmp_path, []), "腐食") == []
