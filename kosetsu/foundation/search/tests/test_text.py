"""Words of a text: the traps that a dictionary sets, and codes kept whole."""

import pytest

from kosetsu.foundation.search.engine.codes import find_codes
from kosetsu.foundation.search.engine.text import bigram_runs, bigrams, tokens


def words(text: str) -> list[str]:
    return [token.word for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("M3", "m3"),
        ("Ｍ３", "m3"),
        ("REACH", "reach"),
        ("SUS304", "sus304"),
        ("SUS 304", "sus304"),
        ("A5052-H32", "a5052-h32"),
        ("IEC 61000-4-2", "iec61000-4-2"),
        ("IEC61000-4-2", "iec61000-4-2"),
        ("JIS Z 2371", "jisz2371"),
        ("JIS-Z-2371", "jisz2371"),
        ("ISO 9001", "iso9001"),
        ("Wi-Fi", "wifi"),
        ("1,000", "1000"),
        ("0.5", "0.5"),
        ("5G", "5g"),
    ],
)
def test_code_in_any_notation_is_one_word(text: str, code: str) -> None:
    assert words(text) == [code]


def test_code_before_a_noun_leaves_the_noun_alone() -> None:
    assert words("M3ねじの強度") == ["m3", *words("ねじ"), "強度"]


def test_letters_and_a_distant_number_are_not_joined() -> None:
    assert [code.word for code in find_codes("EMC 5G")] == ["emc", "5g"]
    assert [code.word for code in find_codes("Class 3 M3")] == ["class", "3", "m3"]


def test_parts_of_a_code_are_kept_beside_it() -> None:
    [code] = find_codes("A5052-H32")
    assert code.parts == ("a5052", "h32", "5052")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("附属品", "付属品"),
        ("シュミレーション", "シミュレーション"),
        ("サビ", "さび"),
        ("メッキ", "鍍金"),
        ("プリンタ", "プリンター"),
        ("ﾌﾟﾘﾝﾀｰ", "プリンター"),
        ("バネ", "ばね"),
    ],
)
def test_spellings_of_one_word_are_the_same_word(one: str, other: str) -> None:
    assert words(one) == words(other)


def test_particles_and_helpers_are_not_words() -> None:
    assert words("アルミ部品の表面に白い粉が出る。") == ["あるみ", "部品", "表面", "白い", "粉", "出る"]


def test_half_latin_word_stays_as_written() -> None:
    assert words("Tシャツ") == ["tしゃつ"] or words("Tシャツ") == ["t", "しゃつ"]


def test_token_knows_where_it_stands() -> None:
    [first, second] = tokens("疲労、錆")
    assert (first.surface, first.start, first.end) == ("疲労", 0, 2)
    assert (second.surface, second.start, second.end) == ("錆", 3, 4)


def test_very_long_text_is_read_to_its_end() -> None:
    assert words("あ" * 60_000 + "。疲労")[-1] == "疲労"


def test_pairs_do_not_cross_punctuation_and_end_marks_cover_the_last_character() -> None:
    runs = bigram_runs("防錆、油")
    assert list(bigrams(runs)) == ["防錆"]
    assert list(bigrams(runs, ends=True)) == ["防錆", "錆$", "油$"]
