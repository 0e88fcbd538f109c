"""What a paper says of an item: points rounded for people, a grade, a verdict; and what a fee comes to."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kosetsu.services.screening.rules.forms import Grade
from kosetsu.services.screening.states import FeeBasis


def rounded(value: Fraction | None, digits: int) -> Decimal | None:
    """Half up, as on every paper; the exact fraction decides about places and grades."""
    if value is None:
        return None
    exact = Fraction(value) * 10**digits
    whole = (exact.numerator * 2 + exact.denominator) // (exact.denominator * 2)
    return Decimal(whole).scaleb(-digits).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def grade_of(points: Fraction | None, grades: Iterable[Grade]) -> str:
    """The word of the highest grade that is reached; nothing where there are no points or none is."""
    if points is None:
        return ""
    reached = [one for one in grades if points >= one.at_least]
    return max(reached, key=lambda one: one.at_least).word if reached else ""


def units(basis: str, *, reviews: int, items: int) -> int:
    """How many times a fee is asked for."""
    return {FeeBasis.REVIEW: reviews, FeeBasis.ITEM: items, FeeBasis.PROGRAMME: 1}[FeeBasis(basis)]
