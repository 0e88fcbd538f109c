import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosetsu.common.area_codes import BadAreaCode, check_digit, normalise, prefecture

PUBLISHED = ["130001", "131016", "131083", "011002", "271004", "132012", "134210", "131024", "132276", "133035"]


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_code_is_valid_and_completed(code):
    assert [normalise(code), normalise(code[:5]), normalise(f" {code} ")] == [code] * 3


def test_code_in_full_width_is_normalised():
    assert normalise("１３１０１６") == "131016"


@given(st.integers(1, 47), st.integers(0, 999), st.integers(0, 9))
def test_only_one_check_digit_fits(prefecture_number, area, digit):
    base = f"{prefecture_number:02}{area:03}"
    if digit == check_digit(base):
        assert normalise(f"{base}{digit}") == f"{base}{digit}"
    else:
        with pytest.raises(BadAreaCode):
            normalise(f"{base}{digit}")


@pytest.mark.parametrize("code", ["", "1310", "131017", "480002", "000000", "13101a", "1310160"])
def test_wrong_code_is_refused(code):
    with pytest.raises(BadAreaCode) as refused:
        normalise(code)
    assert refused.value.reason == f"団体コード「{code}」が正しくありません。"


def test_prefecture_is_the_first_two_digits():
    assert prefecture("131016") == "13"
