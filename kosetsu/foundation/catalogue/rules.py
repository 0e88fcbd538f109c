"""What an offering costs: set-up, unit price in tiers, factors, papers, reliefs; every line says how it was computed.

Pure arithmetic over tariff lines: integer yen, exact rates. 2,870 + 920 × 4 時間 = 6,550. First the work (set-up and
units), then each further line at its ``step``: the order of the factors, what they are taken of and how they are
rounded stand in the tariff itself.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import ceil, prod
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosetsu.common import money, units
from kosetsu.common.decisions import YES, Decision, no
from kosetsu.common.mistakes import Mistake
from kosetsu.common.money import Rounding, yen_text
from kosetsu.foundation.catalogue.states import ClientClass, PricePart, RateBase


class TariffPart(Protocol):
    """What the arithmetic reads of a tariff line."""

    client_class: Any
    part: Any
    unit: Any
    from_quantity: Any
    yen: Any
    rate: Any
    rounding: Any
    tax_class: Any
    minimum_quantity: Any
    step: Any
    base: Any
    round_to: Any
    source: Any

    @property
    def valid_to(self) -> Any: ...

    def holds_on(self, day: dt.date) -> bool: ...


class NoTariff(Mistake):
    """No price is in force for this offering, day and class."""


class NotOffered(Mistake):
    """The option asked for has no price in this offering's tariff."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked for besides the work itself; one report is part of every work that has one."""

    reports: int = 1
    copies: int = 0
    english: int = 0
    urgent: bool = False


STEPS: Mapping[str, int] = {
    PricePart.FACTOR: 10,
    PricePart.OUTSIDE: 20,
    PricePart.URGENT: 30,
    PricePart.REPORT: 40,
    PricePart.COPY: 41,
    PricePart.ENGLISH: 42,
    PricePart.ROUND: 90,
}
"""When a line counts whose tariff names no step of its own; reliefs come last."""


@dataclass(frozen=True, slots=True)
class ReliefTerms:
    """A reduction: its share of the price, at most ``cap_yen``, cut down to whole ``cut_yen``; and for whom it is."""

    name: str
    rate: str
    cap_yen: int | None = None
    cut_yen: int = 1
    code: str = ""
    certificate: str = ""
    """The paper that has to be shown; empty where none is asked for."""
    areas: frozenset[str] = frozenset()
    """Codes of the areas in which the workplace must stand; empty for any."""
    company_cap_yen: int | None = None
    """What one company gets in a fiscal year at most."""
    budget_yen: int | None = None
    """What all together get in a fiscal year at most."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Who asks for reliefs: the papers shown, where the workplace stands, what was given this fiscal year."""

    certificates: frozenset[str] = frozenset()
    area: str = ""
    to_company: Mapping[str, int] = field(default_factory=dict)
    to_all: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of a price: what for, how it was computed, how much (a relief is negative)."""

    part: str
    label: str
    formula: str
    yen: int
    tax_class: str = ""
    code: str = ""
    """Which relief it is."""


@dataclass(frozen=True, slots=True)
class PriceBreakdown:
    """A price with everything needed to check it by hand."""

    day: dt.date
    client_class: str
    quantity: int
    unit: str
    lines: tuple[PriceLine, ...]
    tax_class: str
    source: str

    @property
    def total_yen(self) -> int:
        return sum(line.yen for line in self.lines)

    @property
    def formula(self) -> str:
        """The whole sum in one line: "2,870 + 920 × 4時間 = 6,550円"."""
        terms = [f" + {one.formula}" if one.yen >= 0 else f" − {-one.yen:,}" for one in self.lines if one.yen]
        return f"{''.join(terms).removeprefix(' + ') or '0'} = {yen_text(self.total_yen)}"

    @property
    def by_tax_class(self) -> dict[str, int]:
        """What falls under each tax class."""
        sums: dict[str, int] = {}
        for line in self.lines:
            sums[line.tax_class] = sums.get(line.tax_class, 0) + line.yen
        return sums


def price(
    tariff: Iterable[TariffPart],
    *,
    offering: str,
    day: dt.date,
    client_class: str,
    quantity: int,
    options: Options = Options(),
    reliefs: Sequence[ReliefTerms] = (),
) -> PriceBreakdown:
    """The price on ``day``; raises :class:`NoTariff` or :class:`NotOffered` with the offering's name and the day."""
    parts = _for_class(_in_force(list(tariff), offering, day), client_class)
    if not {PricePart.SETUP, PricePart.UNIT} & parts.keys():
        raise _no_class(offering, day)
    _refuse_missing(parts, options, offering, day)
    lines = list(_work(parts, quantity))
    work = tuple(lines)
    for line in _in_order(parts):
        lines += _further(line, work, lines, options)
    for terms in reliefs:
        lines += _relief(lines, terms)
    main = (parts.get(PricePart.UNIT) or parts[PricePart.SETUP])[0]
    return PriceBreakdown(day, client_class, quantity, main.unit, tuple(lines), main.tax_class, main.source)


def relief_yen(yen: int, rate: str, cap_yen: int | None, cut_yen: int = 1) -> int:
    """How much is taken off: the share, cut down to whole ``cut_yen``, never more than the cap.

    2/3 of 87,600 is 58,400, cut to whole thousands 58,000.
    """
    share = money.apply(yen, min(money.rate(rate), money.rate(1)), Rounding.DOWN, cut_yen)
    return share if cap_yen is None else min(share, cap_yen)


def entitled(terms: ReliefTerms, claim: Claim) -> Decision:
    """Whether the relief is for this asker, and anything of it is left."""
    values = {"name": terms.name, "certificate": terms.certificate}
    if terms.areas and claim.area not in terms.areas:
        return no(_("「%(name)s」は、対象の地域にある事業所だけが受けられます。") % values)
    if terms.certificate and terms.certificate not in claim.certificates:
        return no(_("「%(name)s」には「%(certificate)s」が必要です。") % values, _("窓口で証明書を提示してください。"))
    if _left(terms, claim) == 0:
        return no(_("「%(name)s」は、今年度の限度額に達しました。") % values)
    return YES


def granted(reliefs: Iterable[ReliefTerms], claim: Claim) -> tuple[ReliefTerms, ...]:
    """The reliefs this asker gets, each capped by what is left of it for the company and in the budget."""
    return tuple(replace(one, cap_yen=_left(one, claim)) for one in reliefs if entitled(one, claim))


def _left(terms: ReliefTerms, claim: Claim) -> int | None:
    limits = [
        terms.cap_yen,
        terms.company_cap_yen and max(terms.company_cap_yen - claim.to_company.get(terms.code, 0), 0),
        terms.budget_yen and max(terms.budget_yen - claim.to_all.get(terms.code, 0), 0),
    ]
    return min((limit for limit in limits if limit is not None), default=None)


def count_units(unit: str, amounts: Sequence[int]) -> int:
    """How many units are charged: begun steps count in full (240 hours × 3 pieces of "24時間・個" are 30)."""
    return prod(ceil(amount / step) for (step, _name), amount in zip(units.factors(unit), amounts, strict=True))


def _in_force(tariff: list[TariffPart], offering: str, day: dt.date) -> list[TariffPart]:
    found = [line for line in tariff if line.holds_on(day)]
    if found:
        return found
    ended = max((line.valid_to for line in tariff if line.valid_to and line.valid_to < day), default=None)
    if ended is None:
        raise NoTariff(
            gettext_lazy("「%(offering)s」には、%(day)sに有効な料金がありません。"),
            gettext_lazy("窓口へお問い合わせください。"),
            offering=offering,
            day=day.isoformat(),
        )
    raise NoTariff(
        gettext_lazy("「%(offering)s」の料金は%(ended)sで終わっており、%(day)sに有効な料金がありません。"),
        gettext_lazy("窓口へお問い合わせください。"),
        offering=offering,
        day=day.isoformat(),
        ended=ended.isoformat(),
    )


def _no_class(offering: str, day: dt.date) -> NoTariff:
    return NoTariff(
        gettext_lazy("「%(offering)s」には、この料金区分で%(day)sに有効な料金がありません。"),
        gettext_lazy("窓口へお問い合わせください。"),
        offering=offering,
        day=day.isoformat(),
    )


def _for_class(lines: list[TariffPart], client_class: str) -> dict[str, list[TariffPart]]:
    """Part → its lines (tiers in order): those of the class, else those common to all."""
    parts: dict[str, list[TariffPart]] = {}
    for wanted in (client_class, ClientClass.ANY):
        group: dict[str, list[TariffPart]] = {}
        for line in lines:
            if line.client_class == wanted:
                group.setdefault(line.part, []).append(line)
        parts = group | parts
    return {part: sorted(found, key=lambda line: line.from_quantity) for part, found in parts.items()}


def _refuse_missing(parts: dict[str, list[TariffPart]], options: Options, offering: str, day: dt.date) -> None:
    asked = {
        PricePart.COPY: options.copies,
        PricePart.ENGLISH: options.english,
        PricePart.URGENT: options.urgent,
    }
    for part, wanted in asked.items():
        if wanted and part not in parts:
            raise NotOffered(
                gettext_lazy("「%(offering)s」には「%(part)s」の料金がありません（%(day)s）。"),
                gettext_lazy("この指定を外すか、窓口へお問い合わせください。"),
                offering=offering,
                part=part.label,
                day=day.isoformat(),
            )


def _work(parts: dict[str, list[TariffPart]], quantity: int) -> Iterator[PriceLine]:
    for line in parts.get(PricePart.SETUP, ()):
        yield PriceLine(PricePart.SETUP, str(PricePart.SETUP.label), f"{line.yen:,}", line.yen, line.tax_class)
    priced = parts.get(PricePart.UNIT, [])
    least = priced[0].minimum_quantity if priced and quantity > 0 else 0
    for line, count in tiers(priced, max(quantity, least)):
        yield _times(PricePart.UNIT, line, count, _("（最低料金）") if quantity < least else "")


def tiers(lines: Sequence[TariffPart], quantity: int) -> Iterator[tuple[TariffPart, int]]:
    """Each tier with how many units fall into it: with tiers from 0 and 24, 36 hours are 24 and 12."""
    bounds = [*(line.from_quantity for line in lines), max(quantity, 0)]
    for line, (first, following) in zip(lines, pairwise(bounds), strict=True):
        count = min(following, quantity) - first
        if count > 0:
            yield line, count


def _in_order(parts: dict[str, list[TariffPart]]) -> list[TariffPart]:
    """Everything after the work, by its step."""
    lines = [line for part in STEPS for line in parts.get(part, ())]
    return sorted(lines, key=lambda line: line.step or STEPS[line.part])


def _further(
    line: TariffPart, work: Sequence[PriceLine], lines: Sequence[PriceLine], options: Options
) -> Iterator[PriceLine]:
    """What one tariff line adds to the lines so far."""
    part = PricePart(line.part)
    wanted = {
        PricePart.REPORT: options.reports,
        PricePart.COPY: options.copies,
        PricePart.ENGLISH: options.english,
        PricePart.URGENT: int(options.urgent),
    }
    count = wanted.get(part, 1)
    if not count:
        return
    if part is PricePart.ROUND:
        yield from _rounded(line, sum(one.yen for one in lines))
    elif line.yen is not None:
        yield _times(part, line, count)
    else:
        base = sum(one.yen for one in (work if line.base == RateBase.WORK else lines))
        yield from _share(part, line, base)


def _share(part: PricePart, line: TariffPart, base: int) -> Iterator[PriceLine]:
    """A surcharge adds its share; a factor makes the base itself larger or smaller."""
    amount = money.apply(base, money.rate(line.rate), Rounding(line.rounding or Rounding.DOWN), line.round_to)
    added = amount - base if part is PricePart.FACTOR else amount
    formula = f"{base:,} × {line.rate}" + (f" − {base:,}" if part is PricePart.FACTOR else "")
    if added:
        yield PriceLine(part, str(part.label), formula, added, line.tax_class)


def _rounded(line: TariffPart, total: int) -> Iterator[PriceLine]:
    """The sum so far as whole multiples of the line's amount."""
    rounding = Rounding(line.rounding or Rounding.DOWN)
    change = money.apply(total, money.rate(1), rounding, line.yen) - total
    if change:
        formula = _("%(unit)s単位に%(rounding)s") % {"unit": yen_text(line.yen), "rounding": rounding.label}
        yield PriceLine(PricePart.ROUND, str(PricePart.ROUND.label), formula, change, line.tax_class)


def _times(part: PricePart, line: TariffPart, count: int, note: str = "") -> PriceLine:
    formula = f"{line.yen:,} × {units.quantity(count, line.unit)}{note}"
    return PriceLine(part, str(part.label), formula, line.yen * count, line.tax_class)


def _relief(lines: Sequence[PriceLine], terms: ReliefTerms) -> Iterator[PriceLine]:
    """The relief as a line of its own, or as one for each tax class that stands in the price."""
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.tax_class] = sums.get(line.tax_class, 0) + line.yen
    total = sum(sums.values())
    rest = amount = relief_yen(max(total, 0), terms.rate, terms.cap_yen, terms.cut_yen)
    for number, (tax_class, yen) in enumerate(sums.items(), start=1):
        share = rest if number == len(sums) else min(-(-amount * max(yen, 0) // max(total, 1)), rest)
        rest -= share
        if share:
            yield PriceLine("relief", terms.name, _relief_formula(terms), -share, tax_class, terms.code)


def _relief_formula(terms: ReliefTerms) -> str:
    if terms.cap_yen is None:
        return terms.rate
    return _("%(rate)s（上限%(cap)s）") % {"rate": terms.rate, "cap": yen_text(terms.cap_yen)}
