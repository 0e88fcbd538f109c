"""Integer yen and exact rates. A float never enters: 0.1 is not a tenth, and nobody can audit half a yen."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosetsu.common.mistakes import Mistake

_RATE = re.compile(
    r"(?P<over>\d{1,9})\s*/\s*(?P<under>\d{1,9})|(?P<number>\d{1,9}(?:\.\d{1,9})?)\s*(?P<percent>%?)", re.ASCII
)


class Rounding(StrEnum):
    """端数処理. Which one applies is the institute's choice, fixed when a document is issued."""

    DOWN = "down"
    HALF_UP = "half_up"
    UP = "up"

    @property
    def label(self) -> str:
        return {Rounding.DOWN: _("切捨て"), Rounding.HALF_UP: _("四捨五入"), Rounding.UP: _("切上げ")}[self]


class BadRate(Mistake):
    """The text is not a rate."""


def rate(text: str | int | Fraction) -> Fraction:
    """The exact rate written as "2/3", "0.1", "10%" or a whole number, full-width characters included."""
    if isinstance(text, bool | float):
        raise TypeError(f"a rate is text or a Fraction, never {type(text).__name__}")
    found = _RATE.fullmatch(unicodedata.normalize("NFKC", str(text)).strip())
    if found is None or (found["under"] is not None and int(found["under"]) == 0):
        raise BadRate(
            gettext_lazy("「%(text)s」は率として読めません。"),
            gettext_lazy("「2/3」「0.1」「10%%」のように入力してください。"),
            text=text,
        )
    if found["over"] is not None:
        return Fraction(int(found["over"]), int(found["under"]))
    return Fraction(found["number"]) / (100 if found["percent"] else 1)


def apply(yen: int, by: Fraction, rounding: Rounding, unit: int = 1) -> int:
    """`yen` times `by`, rounded to whole multiples of `unit` yen (unit=1_000 with DOWN is 千円未満切捨て).

    Negative amounts are refused: "down" would mean two things. Compute the positive amount and negate it.
    """
    _whole(yen, by)
    if yen < 0 or by < 0 or unit < 1:
        raise ValueError(f"cannot round {yen} × {by} to units of {unit}")
    exact = yen * by / unit
    if rounding is Rounding.DOWN:
        return (exact.numerator // exact.denominator) * unit
    if rounding is Rounding.UP:
        return -(-exact.numerator // exact.denominator) * unit
    return ((2 * exact.numerator + exact.denominator) // (2 * exact.denominator)) * unit


def _whole(yen: int, by: Fraction) -> None:
    if isinstance(yen, bool) or not isinstance(yen, int):
        raise TypeError(f"yen is an int, never {type(yen).__name__}")
    if isinstance(by, bool) or not isinstance(by, int | Fraction):
        raise TypeError(f"a rate is a Fraction, never {type(by).__name__}")


@dataclass(frozen=True)
class TaxLine:
    """One line of an invoice: what is charged and the consumption tax rate it falls under."""

    amount_yen: int
    rate: Fraction


@dataclass(frozen=True)
class TaxAtRate:
    """One line of the tax summary of an invoice: the total of one rate and its tax, rounded once."""

    rate: Fraction
    net_yen: int
    tax_yen: int

    @property
    def gross_yen(self) -> int:
        return self.net_yen + self.tax_yen


def tax_by_rate(
    lines: Iterable[TaxLine], rounding: Rounding = Rounding.DOWN, *, tax_included: bool = False
) -> list[TaxAtRate]:
    """The tax of an invoice, highest rate first, rounded once per rate (消費税法施行令第70条の10).

    A line may be negative (a discount); the total of a rate may not.
    """
    totals: dict[Fraction, int] = defaultdict(int)
    for line in lines:
        _whole(line.amount_yen, line.rate)
        totals[Fraction(line.rate)] += line.amount_yen
    return [_tax(by, total, rounding, tax_included) for by, total in sorted(totals.items(), reverse=True)]


def _tax(by: Fraction, total: int, rounding: Rounding, tax_included: bool) -> TaxAtRate:
    if tax_included:
        tax = apply(total, by / (1 + by), rounding)
        return TaxAtRate(by, total - tax, tax)
    return TaxAtRate(by, total, apply(total, by, rounding))


def yen_text(yen: int) -> str:
    """1234 → "1,234円"."""
    _whole(yen, Fraction(1))
    return _("%(amount)s円") % {"amount": f"{yen:,}"}
