"""Whether anything fits: what the judge looks at, and that a lost encoder leaves the words."""

import pytest

from kosetsu.foundation.search import queries
from kosetsu.foundation.search.engine import meaning
from kosetsu.foundation.search.engine.documents import Hit
from kosetsu.foundation.search.engine.judge import Judge, features


def hit(coverage: float, closeness: float = 0.0) -> Hit:
    return Hit("1", "test", 1.0, ("錆",), (), coverage, coverage, coverage, 9.0, closeness)


def test_features_are_those_of_the_best_hits() -> None:
    seen = features("錆の試験", [hit(0.2), hit(0.7, 0.4), hit(0.1), hit(0.9, 0.1)], 0.5, -1.5)
    assert seen == {
        "coverage": 0.7,
        "bigram_coverage": 0.7,
        "evidence": 4.0,
        "named": 0.5,
        "close": 0.4,
        "like": -1.5,
        "foreign": 0.0,
        "foreign_like": 0.0,
    }


def test_question_without_japanese_is_told_by_its_meaning() -> None:
    seen = features("rust on steel", [hit(0.0)], 0.0, 2.0)
    assert (seen["foreign"], seen["foreign_like"]) == (1.0, 2.0)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("ステンレスの部品が赤く錆びた。原因を調べたい", True),
        ("塩水噴霧試験を240時間お願いしたい", True),
        ("肉じゃがの作り方を教えて", False),
        ("彼女と仲直りしたい", False),
    ],
)
def test_same_hits_fit_a_maker_and_nobody_else(text: str, fits: bool) -> None:
    judge = Judge.fitted()
    seen = features(text, [hit(0.5, 0.3)], 0.4, meaning.of(text).like)
    assert (judge.confidence(seen) >= judge.threshold) is fits


def test_vectors_of_one_matter_in_three_languages_are_close() -> None:
    texts = ["金属の錆", "rust of metal", "สนิมของโลหะ", "子どもの運動会"]
    close = meaning.closeness(meaning.of("鉄の腐食").vector, meaning.packed(texts))
    assert close[3] < min(close[:3])
    assert meaning.closeness(meaning.of("鉄の腐食").vector, [b""]) == [0.0]


def test_encoder_that_does_not_answer_leaves_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(text: str) -> None:
        raise EOFError

    monkeypatch.setattr(meaning, "of", gone)
    assert queries._meaning("錆") is None
