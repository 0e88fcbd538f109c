"""How large a business is under the SME Act (article 2): capital **or** employees, meeting either is enough.

What is not known stays unknown: a verdict is only given when no possible value of the missing facts could change it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kosetsu.common.money import yen_text
from kosetsu.foundation.parties.rules.law import SizeThreshold
from kosetsu.foundation.parties.states import SizeClass


@dataclass(frozen=True, slots=True)
class SizeFacts:
    """What is known about a business; ``industry`` is a JSIC code such as "E24", as long as it is known."""

    industry: str = ""
    capital_yen: int | None = None
    employees: int | None = None
    individual: bool = False
    """A natural person has no capital: only the employees count."""


@dataclass(frozen=True, slots=True)
class SizeVerdict:
    """The size, the sentence that explains it, and the provision it rests on."""

    size: SizeClass
    reason: str
    source: str = ""


def size_of(facts: SizeFacts, thresholds: Sequence[SizeThreshold]) -> SizeVerdict:
    """The size of a business; ``unknown`` where the facts allow more than one answer."""
    verdicts = [_verdict(facts, one) for one in possible_thresholds(facts.industry, thresholds)]
    if len({verdict.size for verdict in verdicts}) == 1:
        return verdicts[0]
    if {verdict.size for verdict in verdicts} == {SizeClass.SMALL, SizeClass.MEDIUM}:
        return next(verdict for verdict in verdicts if verdict.size == SizeClass.MEDIUM)
    return SizeVerdict(SizeClass.UNKNOWN, _("業種によって基準が異なるため、業種（中分類）を確かめる必要があります。"))


def possible_thresholds(industry: str, thresholds: Sequence[SizeThreshold]) -> list[SizeThreshold]:
    """The rows an industry may fall under: one for a full code, several while the code is too short to tell."""
    known = {prefix: one for one in thresholds for prefix in one.industries}
    deeper = [one for prefix, one in known.items() if prefix.startswith(industry) and prefix != industry]
    return list(dict.fromkeys([known[own_beginning(industry, known)], *deeper]))


def own_beginning(industry: str, beginnings: Iterable[str]) -> str:
    """The longest beginning of the code; "*", every other industry, where none is."""
    return max((one for one in beginnings if industry.startswith(one)), key=len, default="*")


def _verdict(facts: SizeFacts, limit: SizeThreshold) -> SizeVerdict:
    by_employees = None if facts.employees is None else facts.employees <= limit.employees_max
    by_capital = facts.capital_yen is not None and facts.capital_yen <= limit.capital_max_yen
    if facts.employees is not None and facts.employees <= limit.small_employees_max:
        return SizeVerdict(SizeClass.SMALL, _small(facts.employees, limit), limit.source)
    if by_employees:
        return SizeVerdict(SizeClass.MEDIUM, _few_employees(facts.employees or 0, limit), limit.source)
    if by_capital and not facts.individual:
        return SizeVerdict(SizeClass.MEDIUM, _little_capital(facts.capital_yen or 0, limit), limit.source)
    if by_employees is False and (facts.individual or facts.capital_yen is not None):
        return SizeVerdict(SizeClass.LARGE, _large(facts, limit), limit.source)
    return SizeVerdict(SizeClass.UNKNOWN, _missing(facts))


def _small(employees: int, limit: SizeThreshold) -> str:
    return _("常用従業員%(value)s人は、%(industry)sの小規模企業者の上限%(limit)s人以下です。") % {
        "value": f"{employees:,}",
        "industry": limit.name,
        "limit": limit.small_employees_max,
    }


def _few_employees(employees: int, limit: SizeThreshold) -> str:
    return _("常用従業員%(value)s人は、%(industry)sの上限%(limit)s人以下です。") % {
        "value": f"{employees:,}",
        "industry": limit.name,
        "limit": limit.employees_max,
    }


def _little_capital(capital_yen: int, limit: SizeThreshold) -> str:
    return _("資本金%(value)sは、%(industry)sの上限%(limit)s以下です。") % {
        "value": yen_text(capital_yen),
        "industry": limit.name,
        "limit": yen_text(limit.capital_max_yen),
    }


def _large(facts: SizeFacts, limit: SizeThreshold) -> str:
    employees = {"value": f"{facts.employees:,}", "industry": limit.name, "limit": limit.employees_max}
    if facts.individual:
        return _("常用従業員%(value)s人は、%(industry)sの上限%(limit)s人を超えています。") % employees
    capital = {"capital": yen_text(facts.capital_yen or 0), "capital_limit": yen_text(limit.capital_max_yen)}
    return _(
        "%(industry)sの上限に対し、資本金は%(capital)s（上限%(capital_limit)s）、"
        "常用従業員は%(value)s人（上限%(limit)s人）で、どちらも超えています。"
    ) % (employees | capital)


def _missing(facts: SizeFacts) -> str:
    if facts.individual:
        return _("常用従業員数がわからないため、判定できません。")
    if facts.capital_yen is None and facts.employees is None:
        return _("資本金も常用従業員数もわからないため、判定できません。")
    if facts.employees is None:
        return _("資本金だけでは中小企業の範囲を超えています。常用従業員数がわかれば判定できます。")
    return _("常用従業員数だけでは中小企業の範囲を超えています。資本金がわかれば判定できます。")
