"""The files of the institute's folder that say what it offers and what that costs."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _
from pydantic import Field, field_validator, model_validator

from kosetsu.common import money
from kosetsu.common.clock import day_of, now
from kosetsu.common.money import Rounding
from kosetsu.common.tables import BadRow, Blank, Items, Table, TableRow, cells, lookup, upsert
from kosetsu.foundation.catalogue.models import Offering, Relief, TariffLine, TechnologyField
from kosetsu.foundation.catalogue.states import (
    RATED_PARTS,
    ClientClass,
    OfferingKind,
    OfferingState,
    PricePart,
    RateBase,
    TaxClass,
)
from kosetsu.foundation.parties.models import Branch, Group
from kosetsu.foundation.search import changes


class FieldRow(TableRow):
    """One line of catalogue/fields.csv."""

    code: str
    name_ja: str
    name_en: str = ""
    name_th: str = ""
    parent: str = ""


class OfferingRow(TableRow):
    """One line of catalogue/offerings.csv."""

    code: str
    kind: OfferingKind
    name_ja: str
    name_en: str = ""
    name_th: str = ""
    summary: str = Field(max_length=300)
    detail: str = ""
    branch: str
    group: str = ""
    field: str
    standards: Items = []
    keywords: Items = []
    training_level: int = Field(default=0, ge=0, le=9)
    lead_days: Blank[int] = None
    state: OfferingState
    offered_from: Blank[dt.date] = None
    offered_until: Blank[dt.date] = None
    source: str


class TariffRow(TableRow):
    """One line of catalogue/tariffs.csv: one part of one price for one class, in one period."""

    offering: str
    client_class: ClientClass
    valid_from: dt.date
    valid_to: Blank[dt.date] = None
    part: PricePart
    unit: str = ""
    from_quantity: int = Field(default=0, ge=0)
    yen: int | None = Field(default=None, ge=0)
    rate: str = ""
    rounding: Rounding = Rounding.DOWN
    round_to: int = Field(default=1, ge=1)
    minimum_quantity: int = Field(default=0, ge=0)
    step: int = Field(default=0, ge=0, le=999)
    base: RateBase = RateBase.SUM
    tax_class: TaxClass
    source: str

    @field_validator("rate")
    @classmethod
    def _rate_is_exact(cls, text: str) -> str:
        if text:
            money.rate(text)
        return text

    @model_validator(mode="after")
    def _stands(self) -> "TariffRow":
        if (self.yen is None) == (not self.rate):
            raise ValueError(_("金額と率は、どちらか一つだけを書いてください。"))
        if self.rate and self.part not in RATED_PARTS:
            raise ValueError(_("率で書けるのは、係数・地域外の加算・至急割増だけです。"))
        if self.part in (PricePart.FACTOR, PricePart.ROUND) and (self.part == PricePart.FACTOR) != bool(self.rate):
            raise ValueError(_("係数は率で、端数処理は単位の金額で書いてください。"))
        if self.part == PricePart.ROUND and not self.yen:
            raise ValueError(_("端数処理の単位は1円以上にしてください。"))
        if self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(_("終了日が開始日より前になっています。"))
        return self


class ReliefRow(TableRow):
    """One line of catalogue/reliefs.csv: one reduction of the institute's own prices."""

    code: str
    name_ja: str
    name_en: str = ""
    name_th: str = ""
    rate: str
    cap_yen: Blank[int] = None
    cut_yen: int = Field(default=1, ge=1)
    company_cap_yen: Blank[int] = None
    budget_yen: Blank[int] = None
    certificate: str = ""
    areas: Items = []
    condition: str = ""
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str

    @field_validator("rate")
    @classmethod
    def _share(cls, text: str) -> str:
        if money.rate(text) > 1:
            raise ValueError(_("減免の率は1以下にしてください。"))
        return text


def load_fields(rows: list[tuple[int, FieldRow]]) -> None:
    """Parents before their children; a circle of parents is refused."""
    waiting = dict(_by_code(rows))
    done: dict[str, TechnologyField] = {}
    while waiting:
        ready = {code: row for code, (_line, row) in waiting.items() if not row.parent or row.parent in done}
        if not ready:
            line, row = next(iter(waiting.values()))
            raise BadRow(line, "parent", _("上位分野「%(code)s」をたどると元に戻ります。") % {"code": row.parent})
        upsert(TechnologyField, "code", {code: _field(row, done) for code, row in ready.items()})
        done |= TechnologyField.objects.in_bulk(list(ready), field_name="code")
        for code in ready:
            del waiting[code]


def _by_code(rows: list[tuple[int, FieldRow]]) -> Iterator[tuple[str, tuple[int, FieldRow]]]:
    return ((row.code, (line, row)) for line, row in rows)


def _field(row: FieldRow, known: dict[str, TechnologyField]) -> dict[str, Any]:
    return row.model_dump(exclude={"code", "parent"}) | {"parent": known[row.parent] if row.parent else None}


def load_offerings(rows: list[tuple[int, OfferingRow]]) -> None:
    """What a person changed on the screen stays as it is; the search learns of what became different."""
    branches = {one.code: one for one in Branch.objects.all()}
    groups = {one.code: one for one in Group.objects.all()}
    fields = {one.code: one for one in TechnologyField.objects.all()}
    kept = set(Offering.objects.exclude(edited_at=None).values_list("code", flat=True))
    wanted = {
        row.code: {
            **row.model_dump(exclude={"code"}),
            "branch": lookup(branches, row.branch, line, "branch"),
            "group": lookup(groups, row.group, line, "group") if row.group else None,
            "field": lookup(fields, row.field, line, "field"),
        }
        for line, row in rows
        if row.code not in kept
    }
    changed = upsert(Offering, "code", wanted)
    for kind in sorted({offering.kind for offering in changed}):
        changes.touch_many(kind, [str(one.pk) for one in changed if one.kind == kind], at=now())


_TARIFF_FIELDS = tuple(name for name in TariffRow.model_fields if name != "offering")


def load_tariffs(rows: list[tuple[int, TariffRow]]) -> None:
    """The file is the whole tariff of the offerings nobody changed here: lines that are gone from it are deleted."""
    offerings = Offering.objects.filter(edited_at=None).in_bulk(field_name="code")
    read = attrgetter(*_TARIFF_FIELDS)
    _refuse_ended(rows, offerings)
    wanted = {(row.offering, *read(row)): row for row in cells(rows) if row.offering in offerings}
    gone = []
    for line in TariffLine.objects.filter(offering__edited_at=None).select_related("offering"):
        if wanted.pop((line.offering.code, *read(line)), None) is None:
            gone.append(line.pk)
    TariffLine.objects.filter(pk__in=gone).delete()
    TariffLine.objects.bulk_create(
        [
            TariffLine(offering=offerings[row.offering], **{name: getattr(row, name) for name in _TARIFF_FIELDS})
            for row in wanted.values()
        ],
        batch_size=500,
    )


def load_reliefs(rows: list[tuple[int, ReliefRow]]) -> None:
    """What is gone from the file stays on record: charges may rest on it."""
    upsert(Relief, "code", {row.code: row.model_dump(exclude={"code"}) for row in cells(rows)})


def broken_tariffs(rows: list[tuple[int, TariffRow]]) -> Iterable[BadRow]:
    """Prices of one part may not overlap, and tiers begin at 0."""
    series = defaultdict(list)
    for line, row in rows:
        series[row.offering, row.client_class, row.part, row.from_quantity].append((line, row))
    for same in series.values():
        yield from _overlaps(sorted(same, key=lambda one: one[1].valid_from))
    yield from _tiers_without_beginning(rows)


def _overlaps(ordered: list[tuple[int, TariffRow]]) -> Iterator[BadRow]:
    for (before, first), (line, second) in pairwise(ordered):
        if first.valid_to is None or second.valid_from <= first.valid_to:
            yield BadRow(line, "valid_from", _("%(line)d 行目の料金と期間が重なっています。") % {"line": before})


def _tiers_without_beginning(rows: list[tuple[int, TariffRow]]) -> Iterator[BadRow]:
    units = [(line, row) for line, row in rows if row.part == PricePart.UNIT]
    begun = {(row.offering, row.client_class, row.valid_from) for _line, row in units if not row.from_quantity}
    for line, row in units:
        if (row.offering, row.client_class, row.valid_from) not in begun:
            yield BadRow(line, "from_quantity", _("数量0から始まる単価がありません。"))


def _refuse_ended(rows: list[tuple[int, TariffRow]], offerings: Mapping[str, Offering]) -> None:
    """What is offered today must not have a price that has run out."""
    today, last = day_of(now()), dict[str, tuple[int, TariffRow]]()
    for line, row in rows:
        held = last.setdefault(row.offering, (line, row))
        if (held[1].valid_to or dt.date.max) < (row.valid_to or dt.date.max):
            last[row.offering] = (line, row)
    for code, (line, row) in last.items():
        if row.valid_to and row.valid_to < today and code in offerings and offerings[code].is_offered_on(today):
            reason = _("「%(code)s」は提供中ですが、料金が%(day)sで終わっています。")
            raise BadRow(line, "valid_to", reason % {"code": code, "day": row.valid_to.isoformat()})


TABLES = [
    Table(
        "catalogue/fields.csv",
        FieldRow,
        load_fields,
        order=70,
        key=("code",),
        refers={"parent": "catalogue/fields.csv"},
    ),
    Table(
        "catalogue/offerings.csv",
        OfferingRow,
        load_offerings,
        order=80,
        key=("code",),
        refers={"branch": "branches.csv", "group": "catalogue/groups.csv", "field": "catalogue/fields.csv"},
    ),
    Table(
        "catalogue/tariffs.csv",
        TariffRow,
        load_tariffs,
        order=90,
        key=("offering", "client_class", "part", "from_quantity", "valid_from"),
        refers={"offering": "catalogue/offerings.csv"},
        check=broken_tariffs,
    ),
    Table("catalogue/reliefs.csv", ReliefRow, load_reliefs, order=91, optional=True, key=("code",)),
]
