"""Entries: one for every delivered unit of five years, and now and then the reversal of one."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from bench.scale import loading
from bench.scale.cases import DAYS, LAST_DAY, Matter
from bench.scale.days import busy_days, moment, share
from bench.scale.dice import regular
from bench.scale.kinds import CASE, KINDS, Kind
from bench.scale.parties import Parties
from bench.scale.sizes import SEED, YEARS, Size
from kosetsu.foundation.casebook.models import Entry

REVERSED = 0.003
COLUMNS = (
    "id", "service", "kind", "on_date", "fiscal_year", "branch_id", "organisation_id", "workplace_id", "channel",
    "format", "field", "quantity", "unit", "amount_yen", "headcount", "reference", "topic", "case_id", "reverses_id",
    "reason", "source", "recorded_at", "recorded_by_id",
)  # fmt: skip


def load_entries(size: Size, parties: Parties, matters: list[Matter]) -> int:
    """Write the years one after another, as they were recorded; each matter learns its entry."""
    dice = random.Random(SEED + 4)
    delivered = sorted((one for one in matters if one.delivered), key=lambda one: (one.delivered, one.id))
    others = size.entries - len(delivered)
    number, total = loading.next_id(Entry), 0
    for year in YEARS:
        own = [one for one in delivered if _year(one.delivered) == year]
        rows = _Year(parties, number, dice).rows(_plan(year, share(others, year), own, dice))
        written = loading.load(Entry, COLUMNS, rows)
        number, total = number + written, total + written
    return total


def _year(day: dt.date | None) -> int:
    assert day is not None
    return day.year - (day.month < 4)


def _plan(year: int, count: int, own: list[Matter], dice: random.Random) -> list[tuple[dt.date, Kind, Matter | None]]:
    mixed = dice.choices(KINDS, [kind.weight for kind in KINDS], k=count)
    planned: list[tuple[dt.date, Kind, Matter | None]] = [
        (day, kind, None) for day, kind in zip(busy_days(year, count, dice), mixed, strict=True)
    ]
    planned += [(one.delivered or one.day, CASE, one) for one in own]
    planned.sort(key=lambda row: row[0])
    return planned


class _Year:
    """Writes one year's rows, counting on from a number."""

    def __init__(self, parties: Parties, number: int, dice: random.Random) -> None:
        self.parties, self.number, self.dice = parties, number, dice

    def rows(self, planned: list[tuple[dt.date, Kind, Matter | None]]) -> Iterator[tuple[Any, ...]]:
        for day, kind, matter in planned:
            row = self._row(day, kind, matter)
            yield row
            if self.dice.random() < REVERSED and matter is None:
                yield self._mirror(row)

    def _next(self) -> int:
        self.number += 1
        return self.number - 1

    def _row(self, day: dt.date, kind: Kind, matter: Matter | None) -> tuple[Any, ...]:
        dice, number = self.dice, self._next()
        member = matter.member if matter else dice.choice(self.parties.staff)
        owner, workplace = self._party(day, kind, matter)
        quantity = kind.quantity(dice)
        if matter:
            matter.entry = number
        return (
            number, kind.service, kind.kind, day.isoformat(), _year(day), self.parties.group_of(member)[1], owner,
            workplace, matter.channel if matter else dice.choice(kind.channels), dice.choice(kind.formats),
            dice.choice(kind.fields), quantity, kind.unit,
            quantity * kind.yen * dice.choice((1, 1, 2)) if kind.yen else 0, kind.headcount,
            f"{kind.kind[:3].upper()}-{dice.randrange(kind.references):03d}" if kind.references else "",
            dice.choice(kind.topics), matter.id if matter else None, None, "", "recorded", moment(day, dice), member,
        )  # fmt: skip

    def _party(self, day: dt.date, kind: Kind, matter: Matter | None) -> tuple[int | None, int | None]:
        if matter:
            return matter.owner, matter.workplace
        if not kind.company:
            return None, None
        place = regular(len(self.parties.workplaces), (day - LAST_DAY).days / DAYS + 1, self.dice)
        return self.parties.owners[place], self.parties.workplaces[place]

    def _mirror(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        cells = dict(zip(COLUMNS, row, strict=True))
        negated = {name: -cells[name] for name in ("quantity", "amount_yen", "headcount")}
        changed = {**negated, "reverses_id": cells["id"], "reason": "入力の誤り", "id": self._next()}
        return tuple({**cells, **changed}.values())
