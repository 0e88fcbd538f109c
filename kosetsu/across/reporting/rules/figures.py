"""One number as measured, and how it is written."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Figure:
    """What a measure came to: an exact value (None for a mean of nothing), and how many rows stand behind it."""

    value: Fraction | None
    rows: int
    synthetic_rows: int = 0

    @property
    def synthetic(self) -> bool:
        """Whether rows that stand for unpublished single events are among those behind the number."""
        return self.synthetic_rows > 0


def written(value: Fraction | None, places: int = 1) -> str:
    """The value as printed: thousands separated, a mean to ``places`` decimals, a dash where there is nothing."""
    if value is None:
        return "–"
    if value.denominator == 1:
        return f"{value.numerator:,}"
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"
