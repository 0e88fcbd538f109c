from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosetsu.common.money import BadRate, Rounding, TaxAtRate, TaxLine, apply, rate, tax_by_rate, yen_text

yens = st.integers(min_value=0, max_value=10**12)
rates = st.fractions(min_value=0, max_value=3, max_denominator=1000)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2/3", Fraction(2, 3)),
        ("２／３", Fraction(2, 3)),
        ("0.1", Fraction(1, 10)),
        ("10%", Fraction(1, 10)),
        ("１０％", Fraction(1, 10)),
        ("7.8 %", Fraction(78, 1000)),
        ("1", Fraction(1)),
    ],
)
def test_rate_as_people_write_it_is_exact(text, value):
    assert rate(text) == value


@pytest.mark.parametrize("text", ["", "-1/3", "1/0", "1e3", "三分の二", "0.1/2", "nan", ".5", "9" * 5000])
def test_rate_that_is_none_is_refused_with_an_example(text):
    with pytest.raises(BadRate) as refused:
        rate(text)
    assert refused.value.reason == f"「{text}」は率として読めません。"
    assert refused.value.next_step == "「2/3」「0.1」「10%」のように入力してください。"


@pytest.mark.parametrize("wrong", [0.1, True])
def test_rate_from_a_float_is_refused(wrong):
    with pytest.raises(TypeError):
        rate(wrong)


@given(rates)
def test_rate_of_a_written_fraction_comes_back(value):
    assert rate(f"{value.numerator}/{value.denominator}") == value


@pytest.mark.parametrize(
    ("rounding", "yen"), [(Rounding.DOWN, 58_000), (Rounding.HALF_UP, 59_000), (Rounding.UP, 59_000)]
)
def test_apply_with_a_unit_cuts_to_it(rounding, yen):
    assert apply(88_200, Fraction(2, 3), rounding, 1_000) == yen


def test_apply_on_the_exact_half_goes_up():
    assert apply(5, Fraction(1, 2), Rounding.HALF_UP) == 3


@given(yens, rates, st.sampled_from([1, 10, 100, 1000]))
def test_apply_lies_within_one_unit_of_the_exact_value(yen, by, unit):
    exact = yen * by
    down, half, up = (apply(yen, by, rounding, unit) for rounding in (Rounding.DOWN, Rounding.HALF_UP, Rounding.UP))
    assert exact - unit < down <= exact <= up < exact + unit
    assert abs(half - exact) * 2 <= unit
    assert half in (down, up)
    assert [down % unit, half % unit, up % unit] == [0, 0, 0]


@pytest.mark.parametrize(("yen", "by"), [(1.0, Fraction(1)), (True, Fraction(1)), (100, 0.1)])
def test_apply_to_a_float_is_refused(yen, by):
    with pytest.raises(TypeError):
        apply(yen, by, Rounding.DOWN)


@pytest.mark.parametrize(("yen", "by", "unit"), [(-1, Fraction(1), 1), (1, Fraction(-1), 1), (1, Fraction(1), 0)])
def test_apply_to_a_negative_is_refused(yen, by, unit):
    with pytest.raises(ValueError, match="cannot round"):
        apply(yen, by, Rounding.DOWN, unit)


def test_tax_is_rounded_once_per_rate_not_per_line():
    tenth, eighth = rate("10%"), rate("8%")
    lines = [TaxLine(39_000, tenth), TaxLine(756, tenth), TaxLine(4_630, eighth)]
    assert tax_by_rate(lines) == [TaxAtRate(tenth, 39_756, 3_975), TaxAtRate(eighth, 4_630, 370)]
    three = [TaxLine(15, tenth)] * 3
    assert tax_by_rate(three) == [TaxAtRate(tenth, 45, 4)]  # by line it would be 3


def test_tax_with_a_discount_line_is_that_of_the_total():
    assert tax_by_rate([TaxLine(1_000, rate("0.1")), TaxLine(-100, rate("0.1"))])[0].tax_yen == 90


def test_tax_of_a_negative_total_is_refused():
    with pytest.raises(ValueError, match="cannot round"):
        tax_by_rate([TaxLine(-1, rate("0.1"))])


@given(yens, st.sampled_from(list(Rounding)))
def test_tax_taken_out_of_an_inclusive_price_leaves_the_price(yen, rounding):
    (tax,) = tax_by_rate([TaxLine(yen, rate("10%"))], rounding, tax_included=True)
    assert tax.gross_yen == yen
    assert abs(tax.tax_yen * 11 - yen) <= 11


def test_yen_text_has_thousands_separators():
    assert [yen_text(yen) for yen in (0, 1_234, -1_234_567)] == ["0円", "1,234円", "-1,234,567円"]


def test_rounding_has_a_japanese_label():
    assert [rounding.label for rounding in Rounding] == ["切捨て", "四捨五入", "切上げ"]
