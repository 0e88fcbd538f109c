from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosetsu.common.eras import BadDate, BadYear, NoEra, long_text, parse_date, parse_year, short_text

days = st.dates(min_value=date(1873, 1, 1), max_value=date(2110, 12, 31))
KANJI = "〇一二三四五六七八九"


@pytest.mark.parametrize(
    "text",
    [
        "R8.4.1", "r8.4.1", "R8/4/1", "R08.04.01", "Ｒ８．４．１", "令8.4.1", "㋿8年4月1日", " 2026/4/1 ",
        "令和8年4月1日", "令和８年４月１日", "令和八年四月一日", "令和 8年 4月 1日",
        "2026/04/01", "2026-4-1", "2026.4.1", "２０２６／０４／０１", "20260401",
        "2026年4月1日", "西暦2026年4月1日",
    ],
)  # fmt: skip
def test_date_as_people_write_it_is_read(text):
    assert parse_date(text) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年5月1日", date(2019, 5, 1)),
        ("昭和六十三年十二月三十一日", date(1988, 12, 31)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("S1.12.25", date(1926, 12, 25)),
        ("令和一〇年一一月二〇日", date(2028, 11, 20)),
    ],
)
def test_date_in_an_era_is_read(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "", "令和8年", "令和元年4月30日", "令和0年5月1日", "2026/02/29", "2026/13/01", "X8.4.1", "明治5年1月1日",
        "2026/99999999999999999999/1", "令和" + "9" * 5000 + "年1月1日",
        "0/0/0", "04/01/2026", "令和8年4月1日まで",
    ],
)  # fmt: skip
def test_date_that_is_none_is_refused_with_examples(text):
    with pytest.raises(BadDate) as refused:
        parse_date(text)
    assert refused.value.reason == f"「{text}」は日付として読めません。"


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (date(2026, 4, 1), "令和8年4月1日", "R8.4.1"),
        (date(2019, 5, 1), "令和元年5月1日", "R1.5.1"),
        (date(2019, 4, 30), "平成31年4月30日", "H31.4.30"),
        (date(1989, 1, 8), "平成元年1月8日", "H1.1.8"),
        (date(1873, 1, 1), "明治6年1月1日", "M6.1.1"),
    ],
)
def test_day_is_written_in_its_era(day, long, short):
    assert (long_text(day), short_text(day)) == (long, short)


@given(days)
def test_day_written_in_its_era_is_read_back(day):
    kanji = long_text(day).translate({ord(str(n)): char for n, char in enumerate(KANJI)})
    assert [parse_date(text) for text in (long_text(day), short_text(day), kanji, f"{day:%Y%m%d}")] == [day] * 4


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text):
    try:
        parse_date(text)
        parse_year(text)
    except (BadDate, BadYear):
        pass


def test_day_before_the_solar_calendar_has_no_era_text():
    with pytest.raises(NoEra) as refused:
        long_text(date(1872, 12, 31))
    assert refused.value.reason == "1872-12-31 は和暦で表せません。"


@pytest.mark.parametrize(
    "text", ["令和八年", "令和8年", "R8", "令和8年度", "Ｒ８", "2026", "2026年度", "西暦2026年", "平成38年"]
)
def test_year_as_people_write_it_is_read(text):
    assert parse_year(text) == 2026


@pytest.mark.parametrize("text", ["", "8", "令和", "令和0年", "令和百年", "26年度"])
def test_year_that_is_none_is_refused(text):
    with pytest.raises(BadYear):
        parse_year(text)
