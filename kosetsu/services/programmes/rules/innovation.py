"""The check of a plan for management innovation (経営革新計画, 中小企業等経営強化法) before it is handed in.

"年率平均3%以上伸び" is read as the growth over the whole period divided by its years, not compounded: prefectures that
print the targets by length of plan say 9 % over three years, 12 % over four and 15 % over five, and 4.5, 6 and 7.5 %
for pay (北海道庁「経営革新計画の経営の相当程度の向上」). Thresholds are dated data of the institute.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

NOVELTIES = ("goods", "service", "goods_method", "service_method", "research", "other")
"""①新商品 ②新役務 ③商品の新たな生産・販売の方式 ④役務の新たな提供の方式 ⑤研究開発とその成果の利用 ⑥その他."""
Verdict = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan must reach, between two days."""

    effective_from: dt.date
    effective_to: dt.date | None
    least_years: int
    most_years: int
    value_added: Fraction
    """A year, of the value added or the value added for each employee."""
    payroll: Fraction
    """A year, of all pay."""
    source: str


@dataclass(frozen=True, slots=True)
class Figures:
    """One year's figures; None is not known."""

    value_added_yen: int | None = None
    employees: int | None = None
    payroll_yen: int | None = None

    @property
    def per_employee(self) -> Fraction | None:
        if self.value_added_yen is None or not self.employees:
            return None
        return Fraction(self.value_added_yen, self.employees)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan as far as it is written: what is new, over how many years, from which figures to which."""

    novelties: frozenset[str] | None = None
    new_to_company: bool | None = None
    years: int | None = None
    base: Figures = Figures()
    last: Figures = Figures()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing the plan must be, with its value and the threshold it stands beside."""

    key: Literal["novelty", "new_to_company", "years", "value_added", "value_added_each", "payroll"]
    verdict: Verdict
    value: Fraction | int | tuple[str, ...] | None = None
    threshold: Fraction | tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict with its items; growth of value added and of value added for each employee count as one."""

    verdict: Verdict
    items: tuple[Item, ...]
    terms: Terms


def terms_on(day: dt.date, every: Iterable[Terms]) -> Terms:
    """The terms that hold on a day. Raises ``LookupError`` where none or several do."""
    found = [one for one in every if one.effective_from <= day and not (one.effective_to and one.effective_to < day)]
    if len(found) != 1:
        raise LookupError(f"{len(found)} sets of terms hold on {day}")
    return found[0]


def check(proposal: Proposal, terms: Terms) -> Check:
    """Every item by itself, and all together: unknown while a missing figure could decide it."""
    novelty, new, years = _novelty(proposal), _new(proposal), _years(proposal, terms)
    base, last = proposal.base, proposal.last
    total = _growth("value_added", base.value_added_yen, last.value_added_yen, proposal.years, terms.value_added)
    each = _growth("value_added_each", base.per_employee, last.per_employee, proposal.years, terms.value_added)
    payroll = _growth("payroll", base.payroll_yen, last.payroll_yen, proposal.years, terms.payroll)
    verdict = _every(novelty.verdict, new.verdict, years.verdict, _any(total.verdict, each.verdict), payroll.verdict)
    return Check(verdict, (novelty, new, years, total, each, payroll), terms)


def _novelty(proposal: Proposal) -> Item:
    if proposal.novelties is None:
        return Item("novelty", "unknown")
    if strange := proposal.novelties - set(NOVELTIES):
        raise ValueError(f"no kind of novelty: {', '.join(sorted(strange))}")
    named = tuple(kind for kind in NOVELTIES if kind in proposal.novelties)
    return Item("novelty", "yes" if named else "no", named)


def _new(proposal: Proposal) -> Item:
    return Item("new_to_company", _said(proposal.new_to_company))


def _years(proposal: Proposal, terms: Terms) -> Item:
    span = (terms.least_years, terms.most_years)
    fits = None if proposal.years is None else span[0] <= proposal.years <= span[1]
    return Item("years", _said(fits), proposal.years, span)


def _growth(
    key: Literal["value_added", "value_added_each", "payroll"],
    base: Fraction | int | None, last: Fraction | int | None, years: int | None, threshold: Fraction,
) -> Item:  # fmt: skip
    """A yearly average over the base. From nothing or a loss no rate can be said: a person looks at it."""
    if base is None or last is None or not years or years < 0 or base <= 0:
        return Item(key, "unknown", None, threshold)
    rate = (Fraction(last) - base) / base / years
    return Item(key, _said(rate >= threshold), rate, threshold)


def _said(fits: bool | None) -> Verdict:
    return "unknown" if fits is None else "yes" if fits else "no"


def _every(*verdicts: Verdict) -> Verdict:
    return "no" if "no" in verdicts else "unknown" if "unknown" in verdicts else "yes"


def _any(*verdicts: Verdict) -> Verdict:
    return "yes" if "yes" in verdicts else "unknown" if "unknown" in verdicts else "no"
