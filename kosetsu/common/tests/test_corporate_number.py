import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.jp import cn

from kosetsu.common.corporate_number import (
    BadRegistrationNumber,
    WrongCheckDigit,
    WrongLength,
    check_digit,
    is_valid,
    normalise,
    normalise_registration,
)

PUBLISHED = ["7123456789012", "7010705000725", "4011001098993", "7000012050002", "8000012010038", "8000020130001"]
bases = st.text("0123456789", min_size=12, max_size=12)


@pytest.mark.parametrize("number", PUBLISHED)
def test_published_number_is_valid(number):
    assert normalise(number) == number


@pytest.mark.parametrize(
    "typed",
    [
        "７１２３４５６７８９０１２",
        " 7 1234 5678 9012 ",
        "7-1234-5678-9012",
        "7－1234－5678－9012",
        "7ー1234ー5678ー9012",
    ],
)
def test_number_as_typed_becomes_its_digits(typed):
    assert normalise(typed) == "7123456789012"


@given(bases, st.integers(0, 9))
def test_verdict_agrees_with_the_oracle(base, first):
    assert is_valid(f"{first}{base}") == cn.is_valid(f"{first}{base}")


@given(bases)
def test_check_digit_agrees_with_the_oracle_and_is_never_zero(base):
    assert str(check_digit(base)) == cn.calc_check_digit(base)
    assert 1 <= check_digit(base) <= 9


@given(bases, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_caught_unless_nine_for_zero(base, at, by):
    digit = int(base[at])
    other = (digit + by) % 10
    if {digit, other} == {0, 9}:
        return
    assert not is_valid(f"{check_digit(base)}{base[:at]}{other}{base[at + 1 :]}")


def test_wrong_check_digit_says_so():
    with pytest.raises(WrongCheckDigit) as refused:
        normalise("7123456789013")
    assert refused.value.reason == "法人番号「7123456789013」は検査用数字が合いません。"
    assert refused.value.next_step == "打ち間違いがないか、国税庁法人番号公表サイトで確かめてください。"


@pytest.mark.parametrize("typed", ["", "712345678901", "71234567890123", "712345678901X", "٧123456789012"])
def test_not_thirteen_digits_says_so(typed):
    with pytest.raises(WrongLength) as refused:
        normalise(typed)
    assert refused.value.reason == f"法人番号「{typed}」は13桁の数字ではありません。"


@pytest.mark.parametrize("typed", ["T7123456789012", "ｔ７１２３４５６７８９０１２", "T 7123-4567-89012"])
def test_registration_number_as_typed_is_normalised(typed):
    assert normalise_registration(typed) == "T7123456789012"


def test_registration_number_of_a_sole_trader_needs_no_check_digit():
    assert normalise_registration("T1234567890123") == "T1234567890123"


@pytest.mark.parametrize("typed", ["7123456789012", "T712345678901", "TT123456789012", ""])
def test_registration_number_that_is_none_is_refused(typed):
    with pytest.raises(BadRegistrationNumber):
        normalise_registration(typed)
