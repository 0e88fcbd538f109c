import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosetsu.common.encodings import Place, UnreadableText, UnwritableText, cp932_form, decode_csv, encode_cp932


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("名,数\n髙﨑,1".encode("utf-8-sig"), ("名,数\n髙﨑,1", "utf-8-sig")),
        ("名,数\n髙﨑,1".encode(), ("名,数\n髙﨑,1", "utf-8-sig")),
        ("名,数\n髙﨑①㈱,1".encode("cp932"), ("名,数\n髙﨑①㈱,1", "cp932")),
        (b"a,b", ("a,b", "utf-8-sig")),
        (b"", ("", "utf-8-sig")),
    ],
)
def test_file_in_either_encoding_is_read(data, found):
    assert decode_csv(data) == found


def test_broken_cp932_names_row_and_byte():
    data = "名\r\n試験\r\n".encode("cp932") + b"\x83"
    with pytest.raises(UnreadableText) as refused:
        decode_csv(data)
    assert refused.value.reason == "3行目（先頭から11バイト目、0x83）の文字が読めません。"


def test_broken_utf8_names_row_and_byte():
    data = "名\n試験".encode() + b"\n\xff\xff"
    with pytest.raises(UnreadableText) as refused:
        decode_csv(data)
    assert refused.value.values["row"] == 3


@pytest.mark.parametrize("data", ["名,数".encode("utf-16"), b"PK\x03\x04\x00\x00"])
def test_file_that_is_not_text_is_refused(data):
    with pytest.raises(UnreadableText):
        decode_csv(data)


@pytest.mark.parametrize(
    ("text", "back"),
    [("1〜2", "1～2"), ("−5", "－5"), ("A—B", "A―B"), ("a–b", "a‐b"), ("¥5", "￥5"), ("a\u00a0b", "a b")],
)
def test_mark_that_cp932_writes_otherwise_comes_back_as_its_form(text, back):
    assert encode_cp932(text).decode("cp932") == back == cp932_form(text)


def test_character_that_cp932_lacks_is_named_by_row_and_column():
    with pytest.raises(UnwritableText) as refused:
        encode_cp932("良い\n𠮷野 café")
    assert refused.value.places == [Place(2, 1, "𠮷"), Place(2, 7, "é")]
    assert refused.value.reason == "2行1列の「𠮷」ほか2文字は、Shift_JISで書き出せません。"


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_text_in_cp932_comes_back_or_is_refused_never_a_question_mark(text):
    try:
        back = encode_cp932(text).decode("cp932")
    except UnwritableText:
        return
    assert back.count("?") == text.count("?")
    assert cp932_form(back) == back
