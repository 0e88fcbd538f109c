"""Which class of price an organisation pays: the institute's own rule, read from its folder, first match wins.

A condition whose fact is not known leaves the whole answer open: nobody is put into a class by silence.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from kosetsu.foundation.parties.states import OrganisationKind, SizeClass

ClassKey = Literal["sme", "large", "outside"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PriceClass(_Part):
    """One row for every class of price, as the institute calls it."""

    key: ClassKey
    name_ja: str
    name_en: str = ""
    name_th: str = ""


class PriceCondition(_Part):
    """One line of the rule: to which class it leads, and what must be true; what is left out does not matter."""

    to: ClassKey
    kinds: tuple[OrganisationKind, ...] | None = None
    sizes: tuple[SizeClass, ...] | None = None
    inside: bool | None = None
    """Whether the organisation has an open workplace in the institute's prefecture."""
    large_owned: bool | None = None
    because: str
    """The sentence shown to the client."""


class PriceRule(_Part):
    """The rule of one period, with its source."""

    valid_from: dt.date
    valid_to: dt.date | None = None
    source: str
    acts: tuple[Literal["basic", "widened"], ...] = ("basic",)
    conditions: tuple[PriceCondition, ...]

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class PriceFacts:
    """What is known about the organisation that asks."""

    kind: OrganisationKind
    size: SizeClass
    inside: bool | None
    large_owned: bool | None


@dataclass(frozen=True, slots=True)
class PriceVerdict:
    """The class, or None while a fact is missing, and the sentence that explains it."""

    client_class: ClassKey | None
    reason: str
    source: str = ""


def price_class(facts: PriceFacts, rules: Sequence[PriceRule], day: dt.date) -> PriceVerdict:
    """The class of price on ``day``; no class where no rule is in force or a fact is missing."""
    rule = next((rule for rule in rules if rule.holds_on(day)), None)
    if rule is None:
        return PriceVerdict(None, _("この日に有効な料金区分の決まりがありません。"))
    for condition in rule.conditions:
        answer = _holds(condition, facts)
        if answer is None:
            return PriceVerdict(None, _unknown(condition, facts), rule.source)
        if answer:
            return PriceVerdict(condition.to, condition.because, rule.source)
    return PriceVerdict(None, _("料金区分の決まりのどれにも当てはまりません。"), rule.source)


def _holds(condition: PriceCondition, facts: PriceFacts) -> bool | None:
    """False as soon as one part fails, None while one part is open, True when all hold."""
    parts = [
        condition.kinds is None or facts.kind in condition.kinds,
        _same(condition.inside, facts.inside),
        _same(condition.large_owned, facts.large_owned),
        _among(condition.sizes, facts.size),
    ]
    if False in parts:
        return False
    return None if None in parts else True


def _same(wanted: bool | None, known: bool | None) -> bool | None:
    if wanted is None:
        return True
    return None if known is None else wanted == known


def _among(wanted: tuple[SizeClass, ...] | None, known: SizeClass) -> bool | None:
    if wanted is None:
        return True
    return None if known == SizeClass.UNKNOWN else known in wanted


def _unknown(condition: PriceCondition, facts: PriceFacts) -> str:
    if condition.inside is not None and facts.inside is None:
        return _("事業所の所在地がわからないため、料金区分を決められません。")
    if condition.sizes is not None and facts.size == SizeClass.UNKNOWN:
        return _("企業規模がわからないため、料金区分を決められません。資本金・常用従業員数・業種を登録してください。")
    return _("みなし大企業かどうかがわからないため、料金区分を決められません。")
