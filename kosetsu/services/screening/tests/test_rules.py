"""Points as a paper writes them, grades, fees, and what is wrong with a sheet or a form."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosetsu.services.screening.rules.forms import Form, Grade, filled, form_flaws, unknown_places
from kosetsu.services.screening.rules.results import grade_of, rounded, units
from kosetsu.services.screening.rules.sheets import Sheet, sheet_flaws
from kosetsu.services.screening.tests.conftest import FORM, SHEET

fractions = st.fractions(min_value=0, max_value=100, max_denominator=997)
limits = st.lists(st.integers(0, 100), unique=True, max_size=6)


@given(fractions, st.integers(0, 4))
def test_rounding_is_half_up_and_never_half_a_digit_off(value: Fraction, digits: int) -> None:
    found = rounded(value, digits)
    assert found is not None
    off = Fraction(found) - value
    half = Fraction(1, 2 * 10**digits)
    assert -half < off <= half
    assert -found.as_tuple().exponent == digits  # type: ignore[operator]


@given(st.decimals(0, 100, places=3))
def test_rounding_agrees_with_the_decimal_library(value: Decimal) -> None:
    assert rounded(Fraction(value), 2) == value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@given(fractions, limits)
def test_grade_is_the_highest_one_reached(points: Fraction, known: list[int]) -> None:
    reached = [one for one in known if one <= points]
    grades = [Grade(at_least=one, word=f"w{one}") for one in known]
    assert grade_of(points, grades) == (f"w{max(reached)}" if reached else "")


def test_nothing_is_rounded_or_graded_where_there_are_no_points() -> None:
    assert (rounded(None, 1), grade_of(None, [Grade(at_least=0, word="A")])) == (None, "")


@pytest.mark.parametrize(("basis", "many"), [("review", 7), ("item", 4), ("programme", 1)])
def test_fee_is_asked_for_by_its_basis(basis: str, many: int) -> None:
    assert units(basis, reviews=7, items=4) == many


def places(form: dict) -> list[str]:
    return [place for place, _why in form_flaws(Form.model_validate(form))]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({}, []),
        ({"columns": [FORM["columns"][0], FORM["columns"][0]]}, ["columns"]),
        ({"columns": [{"column": "A", "value": "colour"}]}, ["columns.A"]),
        ({"grades": []}, ["grades"]),
        ({"cells": {"A1": "{programme} {secret}"}}, ["cells.A1"]),
        ({"valid_to": "2020-01-01"}, ["valid_to"]),
        ({"ignored": ["代表者名", "申請番号"]}, ["intake"]),
    ],
)
def test_flaw_of_a_form_is_named_by_its_place(change: dict, where: list[str]) -> None:
    assert places(FORM | change) == where


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({}, []),
        ({"seniors_each": 3}, ["seniors_each"]),
        ({"criteria": [SHEET["criteria"][0], SHEET["criteria"][0]]}, ["criteria"]),
        ({"criteria": [{"code": "x", "label": "x", "lowest": 5, "highest": 5}]}, ["criteria.x"]),
    ],
)
def test_flaw_of_a_sheet_is_named_by_its_place(change: dict, where: list[str]) -> None:
    assert [place for place, _why in sheet_flaws(Sheet.model_validate(SHEET | change))] == where


def test_braces_are_filled_and_unknown_ones_are_found() -> None:
    assert filled("{a}と{b}", {"a": "甲", "b": "乙"}) == "甲と乙"
    assert unknown_places("{programme}{x}と{y") == ["x", "y"]
