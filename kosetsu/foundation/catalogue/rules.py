"""What an offering costs: set-up, unit price in tiers, papers, urgency, reliefs; every line says how it was computed.

Pure arithmetic over tariff lines: integer yen, exact rates. 2,870 + 920 × 4 時間 = 6,550.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, prod
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosetsu.common import money
from kosetsu.common.mistakes import Mistake
from kosetsu.common.money import Rounding, yen_text
from kosetsu.foundation.catalogue.states import ClientClass, PricePart


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


@dataclass(frozen=True, slots=True)
class ReliefTerms:
    """A reduction: its share of the price, at most ``cap_yen``, cut down to whole ``cut_yen``."""

    name: str
    rate: str
    cap_yen: int | None = None
    cut_yen: int = 1


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of a price: what for, how it was computed, how much (a relief is negative)."""

    part: str
    label: str
    formula: str
    yen: int


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
        return f"{' + '.join(line.formula for line in self.lines if line.yen >= 0)} = {yen_text(self.total_yen)}"


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
    lines = [*_work(parts, quantity), *_papers(parts, options)]
    lines += _urgency(parts, lines, options)
    lines += _reliefs(sum(line.yen for line in lines), reliefs)
    main = (parts.get(PricePart.UNIT) or parts[PricePart.SETUP])[0]
    return PriceBreakdown(day, client_class, quantity, main.unit, tuple(lines), main.tax_class, main.source)


def relief_yen(yen: int, rate: str, cap_yen: int | None, cut_yen: int = 1) -> int:
    """How much is taken off: the share, cut down to whole ``cut_yen``, never more than the cap.

    2/3 of 87,600 is 58,400, cut to whole thousands 58,000.
    """
    share = money.apply(yen, min(money.rate(rate), money.rate(1)), Rounding.DOWN, cut_yen)
    return share if cap_yen is None else min(share, cap_yen)


_FACTOR = re.compile(r"(?P<step>\d*)(?P<name>.+)")


def unit_factors(unit: str) -> list[tuple[int, str]]:
    """ "24時間・個" is counted by two numbers: hours in steps of 24, and pieces."""
    found = [_FACTOR.fullmatch(part) for part in unit.split("・")]
    return [(int(one["step"] or 1), one["name"]) for one in found if one]


def count_units(unit: str, amounts: Sequence[int]) -> int:
    """How many units are charged: begun steps count in full (240 hours × 3 pieces of "24時間・個" are 30)."""
    return prod(ceil(amount / step) for (step, _name), amount in zip(unit_factors(unit), amounts, strict=True))


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
        yield PriceLine(PricePart.SETUP, str(PricePart.SETUP.label), f"{line.yen:,}", line.yen)
    for line, count in tiers(parts.get(PricePart.UNIT, []), quantity):
        yield _times(PricePart.UNIT, line, count)


def tiers(lines: Sequence[TariffPart], quantity: int) -> Iterator[tuple[TariffPart, int]]:
    """Each tier with how many units fall into it: with tiers from 0 and 24, 36 hours are 24 and 12."""
    bounds = [*(line.from_quantity for line in lines), max(quantity, 0)]
    for line, (first, following) in zip(lines, pairwise(bounds), strict=True):
        count = min(following, quantity) - first
        if count > 0:
            yield line, count


def _papers(parts: dict[str, list[TariffPart]], options: Options) -> Iterator[PriceLine]:
    wanted = {
        PricePart.REPORT: options.reports,
        PricePart.COPY: options.copies,
        PricePart.ENGLISH: options.english,
    }
    for part, count in wanted.items():
        for line in parts.get(part, ()) if count else ():
            yield _times(part, line, count)


def _times(part: PricePart, line: TariffPart, count: int) -> PriceLine:
    return PriceLine(part, str(part.label), f"{line.yen:,} × {count:,}{_counted(line.unit)}", line.yen * count)


def _counted(unit: str) -> str:
    """What stands behind the number: "4時間", but "30（24時間・個）"."""
    return f"（{unit}）" if unit[:1].isdigit() or "・" in unit else unit


def _urgency(parts: dict[str, list[TariffPart]], lines: Sequence[PriceLine], options: Options) -> list[PriceLine]:
    """A surcharge on the work, not on the papers."""
    if not options.urgent:
        return []
    line = parts[PricePart.URGENT][0]
    if line.yen is not None:
        return [_times(PricePart.URGENT, line, 1)]
    work = sum(one.yen for one in lines if one.part in (PricePart.SETUP, PricePart.UNIT))
    amount = money.apply(work, money.rate(line.rate), Rounding(line.rounding or Rounding.DOWN))
    return [PriceLine(PricePart.URGENT, str(PricePart.URGENT.label), f"{work:,} × {line.rate}", amount)]


def _reliefs(total: int, reliefs: Sequence[ReliefTerms]) -> Iterator[PriceLine]:
    for terms in reliefs:
        amount = relief_yen(total, terms.rate, terms.cap_yen, terms.cut_yen)
        total -= amount
        yield PriceLine("relief", terms.name, _relief_formula(terms), -amount)


def _relief_formula(terms: ReliefTerms) -> str:
    if terms.cap_yen is None:
        return terms.rate
    return _("%(rate)s（上限%(cap)s）") % {"rate": terms.rate, "cap": yen_text(terms.cap_yen)}
