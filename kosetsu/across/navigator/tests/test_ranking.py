"""The words of a problem raise the kinds of help they ask for; nothing is added and nothing is lost."""

import pytest

from kosetsu.across.navigator.ranking import Intent, boosted, kind_weights, rank_kinds
from kosetsu.foundation.search.engine.documents import Hit

INTENTS = [
    Intent("instrument", ("自分+使", "借り", "rent"), 1.5),
    Intent("course", ("習い", "セミナー"), 2.0),
    Intent("programme", (), 0.5),
    Intent("programme", ("補助金",), 4.0),
]


def hit(kind: str, key: str, score: float) -> Hit:
    return Hit(key, kind, score, (), (), 1.0, 1.0, 1.0, 1.0)


HITS = [hit("test", "T1", 1.0), hit("instrument", "I1", 0.9), hit("programme", "P1", 0.9), hit("course", "C1", 0.6)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("引張強さを知りたい", ["test", "instrument", "course", "programme"]),
        ("自分たちで機械を使いたい", ["instrument", "test", "course", "programme"]),
        ("機械を使いたい", ["test", "instrument", "course", "programme"]),
        ("ｾﾐﾅｰに出たい", ["course", "test", "instrument", "programme"]),
        ("補助金はありますか", ["programme", "test", "instrument", "course"]),
        ("I want to RENT it", ["instrument", "test", "course", "programme"]),
        ("current and trend", ["test", "instrument", "course", "programme"]),
        ("", ["test", "instrument", "course", "programme"]),
    ],
)
def test_kinds_come_in_the_order_the_words_ask_for(text: str, kinds: list[str]) -> None:
    assert rank_kinds(HITS, INTENTS, text) == kinds


def test_intents_of_one_kind_multiply() -> None:
    assert kind_weights(INTENTS, "補助金で借りたい") == {"instrument": 1.5, "programme": 2.0}


def test_boosted_keeps_every_hit_and_the_order_of_equal_ones() -> None:
    twins = [hit("test", "b", 1.0), hit("test", "a", 1.0), hit("room", "c", 1.0)]
    assert boosted(twins, INTENTS, "借りたい") == twins
    assert {one.key for one in boosted(HITS, INTENTS, "習いたい")} == {"T1", "I1", "P1", "C1"}


def test_no_hits_have_no_kinds() -> None:
    assert rank_kinds([], INTENTS, "借りたい") == []
