"""What an offer costs in the end: its price and what somebody else gives back. Pure arithmetic."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext_lazy as _

from kosetsu.common import money
from kosetsu.common.mistakes import Mistake
from kosetsu.common.money import Rounding, TaxAtRate, TaxLine
from kosetsu.common.text import fold_company
from kosetsu.foundation.catalogue.rules import PriceBreakdown, PriceLine, relief_yen
from kosetsu.foundation.catalogue.states import TaxClass


@dataclass(frozen=True, slots=True)
class Estimate:
    """The price of one offer for one asker, before anything is ordered; yen, tax as the tariff says."""

    price_yen: int
    formula: str
    relief_yen: int = 0
    relief_name: str = ""
    """The subsidy that gives ``relief_yen`` back; empty where none is known."""

    @property
    def net_yen(self) -> int:
        """What remains for the asker."""
        return self.price_yen - self.relief_yen


@dataclass(frozen=True, slots=True)
class SubsidyTerms:
    """The terms of one fee subsidy of a ward: a rate, a yearly cap, the unit below which the amount is cut."""

    rate: str
    limit_yen: int | None
    cut_unit_yen: int = 1
    minimum_cost_yen: int = 0
    tax_included: bool = True
    """Whether the tax counts among the eligible costs."""


def subsidy_yen(paid_yen: int, terms: SubsidyTerms, already_yen: int = 0) -> int | None:
    """What the ward gives back for ``paid_yen`` of eligible cost, ``already_yen`` having been given this year.

    Yen; None where the terms print no rate, so nothing can be promised. 87,600 at 2/3, cap 100,000,
    cut to 1,000 → 58,000.
    """
    if not terms.rate:
        return None
    if paid_yen < terms.minimum_cost_yen:
        return 0
    left = None if terms.limit_yen is None else max(terms.limit_yen - already_yen, 0)
    return relief_yen(paid_yen, terms.rate, left, terms.cut_unit_yen)


class MixedTax(Mistake):
    """Prices with the tax inside and prices without it cannot stand on one paper."""


RATES: Mapping[str, tuple[str, bool | None]] = {
    TaxClass.INCLUDED_10: ("1/10", True),
    TaxClass.EXCLUDED_10: ("1/10", False),
    TaxClass.INCLUDED_8: ("2/25", True),
    TaxClass.EXEMPT: ("", None),
    TaxClass.OUT_OF_SCOPE: ("", None),
}
"""Tax class → its rate, and whether the price holds the tax already; the rate's own dates are the tariff's."""


@dataclass(frozen=True, slots=True)
class Taxes:
    """The tax of one paper: rounded once per rate."""

    included: bool
    by_rate: tuple[tuple[str, TaxAtRate], ...]

    @property
    def tax_yen(self) -> int:
        return sum(one.tax_yen for _rate, one in self.by_rate)

    @property
    def total_yen(self) -> int:
        return sum(one.gross_yen for _rate, one in self.by_rate)


def taxes(parts: Iterable[Mapping[str, Any]], rounding: Rounding) -> Taxes:
    """The taxes of the price lines of one paper, highest rate first, what bears none last."""
    sums: dict[str, int] = {}
    ways = set()
    for part in parts:
        rate, included = RATES[part["tax_class"]]
        sums[rate] = sums.get(rate, 0) + part["yen"]
        ways |= {included} - {None}
    if len(ways) > 1:
        raise MixedTax(_("税込みの料金と税別の料金は、一つの書類に書けません。"), _("分けて発行してください。"))
    inside = True in ways or not ways
    found = [(rate, _tax(rate, yen, rounding, inside)) for rate, yen in sums.items()]
    return Taxes(inside, tuple(sorted(found, key=lambda one: one[1].rate, reverse=True)))


def _tax(rate: str, yen: int, rounding: Rounding, included: bool) -> TaxAtRate:
    by = money.rate(rate or 0)
    [found] = money.tax_by_rate([TaxLine(yen, by)], rounding, tax_included=included)
    return found


def as_parts(lines: Iterable[PriceLine]) -> list[dict[str, Any]]:
    """Price lines as a record keeps them."""
    return [
        {
            "part": str(one.part),
            "label": str(one.label),
            "formula": one.formula,
            "yen": one.yen,
            "tax_class": str(one.tax_class),
            "code": one.code,
        }
        for one in lines
    ]


def opposite(parts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same lines with the opposite sign."""
    return [{**part, "yen": -part["yen"]} for part in parts]


class Rule(Protocol):
    """What is read of a rule of paying."""

    offering_kind: Any
    client_class: Any
    from_yen: Any


SomeRule = TypeVar("SomeRule", bound=Rule)


def rule_for(rules: Iterable[SomeRule], kind: str, client_class: str, yen: int) -> SomeRule | None:
    """The most particular rule that fits: kind before class before the higher amount."""
    fitting = [
        rule
        for rule in rules
        if rule.offering_kind in ("", kind) and rule.client_class in ("", client_class) and rule.from_yen <= yen
    ]
    return max(
        fitting, key=lambda rule: (bool(rule.offering_kind), bool(rule.client_class), rule.from_yen), default=None
    )


def kept(
    yen: int, share: Fraction, *, label: str, tax_class: str, day: dt.date, client_class: str = "", source: str = "",
    unit: str = "件",
) -> PriceBreakdown:  # fmt: skip
    """What is owed of a price for what was called off, as a price of one line.

    >>> kept(9_800, Fraction(1, 2), label="", tax_class="", day=dt.date(2026, 4, 1)).formula
    '9,800 × 1/2 = 4,900円'
    """
    owed = money.apply(yen, share, Rounding.DOWN)
    line = PriceLine("setup", label, f"{yen:,} × {share}", owed, tax_class)
    return PriceBreakdown(day, client_class, 1, unit, (line,), tax_class, source)


def month_of(day: dt.date) -> dt.date:
    """The first day of the month."""
    return day.replace(day=1)


@dataclass(frozen=True, slots=True)
class Open:
    """An unpaid paper as the matching sees it."""

    key: int
    number: str
    open_yen: int
    names: tuple[str, ...]
    """The payer's name in kana and otherwise."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One paper that a payment may be for, and why."""

    key: int
    score: int
    reasons: tuple[str, ...]


NUMBER, NAME, AMOUNT = 4, 2, 1


def suggestions(amount_yen: int, payer: str, papers: Iterable[Open]) -> list[Suggestion]:
    """The papers a payment may be for, the likeliest first: its number in the text, the payer's name, the amount."""
    said = _squeezed(payer)
    found = []
    for paper in papers:
        facts = {
            "number": NUMBER if _digits(paper.number) and _digits(paper.number) in said else 0,
            "name": NAME if any(name and _same(name, said) for name in map(_squeezed, paper.names)) else 0,
            "amount": AMOUNT if paper.open_yen == amount_yen else 0,
        }
        score = sum(facts.values())
        if score > AMOUNT or (score == AMOUNT and not said):
            found.append(Suggestion(paper.key, score, tuple(name for name, points in facts.items() if points)))
    return sorted(found, key=lambda one: (-one.score, one.key))


_LEGAL = re.compile(
    "^[\u30ab\u30e6\u30c9]\\)|[\\(][\u30ab\u30e6\u30c9][\\)]?$|"
    "\u30ab\u30d6\u30b7\u30ad\u30ac\u30a4\u30b7[\u30e3\u30e4]|\u30e6\u30a6\u30b2\u30f3\u30ac\u30a4\u30b7[\u30e3\u30e4]"
)
"""Legal forms as banks write them in kana: "KA)" before a name, "(KA" behind it."""


def _squeezed(text: str) -> str:
    """A payer's name without legal form, blanks and small kana, however wide it was typed."""
    return fold_company(_LEGAL.sub("", unicodedata.normalize("NFKC", text).strip()))


def _same(name: str, said: str) -> bool:
    return name in said or (len(said) >= 4 and said in name)


def _digits(number: str) -> str:
    """The serial of a paper's number as a payer types it: 請R8-00012 → 00012."""
    return re.sub(r"[^0-9]", "", number.rpartition("-")[2])


def dunning_step(due_on: dt.date, day: dt.date, steps: Sequence[tuple[int, int]], sent: int) -> int | None:
    """The reminder that is due: ``steps`` are (step, days after the due date), ``sent`` the last one sent."""
    reached = [step for step, after in steps if (day - due_on).days >= after and step > sent]
    return min(reached, default=None)


def deposit_yen(total_yen: int, rate: str) -> int:
    """What is asked for in advance: the share, up to the next whole yen."""
    return money.apply(total_yen, min(money.rate(rate or 0), Fraction(1)), Rounding.UP)


@dataclass(frozen=True, slots=True)
class Age:
    """One column of the ageing table: overdue for so many days, both ends inclusive; None is without end."""

    key: str
    label: Any
    first: int | None
    last: int | None

    def holds(self, overdue: int) -> bool:
        """Whether a paper that is so many days overdue belongs here."""
        return (self.first is None or self.first <= overdue) and (self.last is None or overdue <= self.last)

    def due_between(self, day: dt.date) -> tuple[dt.date | None, dt.date | None]:
        """The due days, the earliest and the latest, of what has this age on ``day``."""
        back = (None if one is None else day - dt.timedelta(days=one) for one in (self.last, self.first))
        first, last = back
        return first, last


AGES = (
    Age("not_due", _("期限前"), None, 0),
    Age("to_30", _("1～30日"), 1, 30),
    Age("to_60", _("31～60日"), 31, 60),
    Age("to_90", _("61～90日"), 61, 90),
    Age("to_year", _("91日～1年"), 91, 365),
    Age("over_year", _("1年超"), 366, None),
)
"""How long a receivable has been waiting beyond its due day."""


def age_of(due_on: dt.date | None, day: dt.date) -> Age:
    """The column of a paper; one without a due day is never late."""
    overdue = (day - due_on).days if due_on else 0
    return next(age for age in AGES if age.holds(overdue))
