"""Dated rules of the institute's folder: licences, metering, consumables, and which instruments are looked at."""

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import Field

from kosetsu.common.tables import BadRow, Blank, TableRow, lookup
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.states import OfferingKind, TaxClass
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.parties.models import Dated
from kosetsu.services.instruments.models import Consumable, RenewalRule
from kosetsu.services.instruments.states import Basis, Rounding


class DatedRow(TableRow):
    """A rule with its first and last day, and its source."""

    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str


class LicenceRuleRow(DatedRow):
    """One period in which one instrument needs a licence."""

    offering: str
    level: Annotated[int, Field(ge=1, le=3)]
    course: str
    months: Annotated[int, Field(ge=1, le=600)]
    renewal_months: Blank[Annotated[int, Field(ge=0, le=60)]] = None


class MeteringRow(DatedRow):
    """How one instrument's time is counted."""

    offering: str
    basis: Basis = Basis.USED
    unit_minutes: Annotated[int, Field(ge=1, le=1440)]
    rounding: Rounding
    guide_yen: Blank[Annotated[int, Field(ge=0)]] = None
    guide_tax_class: TaxClass = TaxClass.INCLUDED_10


class ConsumableRow(DatedRow):
    """One consumable's price."""

    offering: str
    code: str
    name_ja: str
    name_en: str = ""
    name_th: str = ""
    unit: str
    yen: Annotated[int, Field(ge=0)]
    tax_class: TaxClass = TaxClass.INCLUDED_10


class RenewalRuleRow(DatedRow):
    """When one device, or (empty) every device without a row of its own, is proposed for the renewal plan."""

    device: Blank[str] = None
    life_years: Annotated[int, Field(ge=1, le=100)]
    ahead_years: Annotated[int, Field(ge=0, le=30)]
    back_years: Annotated[int, Field(ge=1, le=30)]
    outage_hours: Annotated[int, Field(ge=1)]
    repair_yen: Annotated[int, Field(ge=1)]


class UtilisationRow(DatedRow):
    """Below which rate an instrument is looked at, as a fraction."""

    low_rate: Annotated[str, Field(pattern=r"^\d+/[1-9]\d*$")]


def replace(model: type[Dated]) -> Callable[[list[tuple[int, Any]]], None]:
    """Replace all rows of a dated rule by the file's."""

    def load(rows: list[tuple[int, Any]]) -> None:
        known = {one.code: one for one in Offering.objects.all()}
        made = []
        for line, row in rows:
            fields = row.model_dump()
            for name in ("offering", "course"):
                if name in fields:
                    fields[name] = of_kind(known, fields[name], line, name)
            made.append(model(**fields))
        model.objects.all().delete()  # type: ignore[attr-defined]
        model.objects.bulk_create(made)  # type: ignore[attr-defined]

    return load


def load_consumables(rows: list[tuple[int, ConsumableRow]]) -> None:
    """Write every price by instrument, code and first day: what was taken keeps its price."""
    known = {one.code: one for one in Offering.objects.all()}
    for line, row in rows:
        Consumable.objects.update_or_create(
            offering=of_kind(known, row.offering, line, "offering"),
            code=row.code,
            valid_from=row.valid_from,
            defaults=row.model_dump(exclude={"offering", "code", "valid_from"}),
        )


def of_kind(known: dict[str, Offering], code: str, line: int, name: str) -> Offering:
    """The offering of this code; refused where it is no instrument, or (as ``course``) no course."""
    found: Offering = lookup(known, code, line, name)
    kind = OfferingKind.COURSE if name == "course" else OfferingKind.INSTRUMENT
    if found.kind != kind:
        raise BadRow(line, name, code)
    return found


def load_renewal_rules(rows: list[tuple[int, RenewalRuleRow]]) -> None:
    """Replace all rules of the renewal plan by the file's."""
    known = {one.code: one for one in Device.objects.all()}
    made = [
        RenewalRule(
            **row.model_dump(exclude={"device"}),
            device=lookup(known, row.device, line, "device") if row.device else None,
        )
        for line, row in rows
    ]
    RenewalRule.objects.all().delete()
    RenewalRule.objects.bulk_create(made)
