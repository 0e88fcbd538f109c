"""Rooms, what published lists say of their tenants, the history of their number, and the rooms that tenants share."""

import datetime as dt
from decimal import Decimal

from pydantic import Field

from kosetsu.common.tables import Blank, Table, TableRow, cells, lookup
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.parties.models import Branch
from kosetsu.services.labs.models import CapacityChange, Lab, PrintedTenancy, SharedRoom


class LabRow(TableRow):
    """One room."""

    branch: str
    room: str
    area_m2: Blank[Decimal] = Field(default=None, gt=0, max_digits=6, decimal_places=1)
    equipment_ja: str = Field(default="", max_length=300)
    equipment_en: str = Field(default="", max_length=300)
    equipment_th: str = Field(default="", max_length=300)
    offering: str = ""
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str = ""


class PrintedRow(TableRow):
    """One tenant of one room, as a published list names it."""

    branch: str
    room: str
    tenant_name: str
    use_summary: str
    since: Blank[dt.date] = None
    until: Blank[dt.date] = None
    printed_on: Blank[dt.date] = None
    source: str


class CapacityRow(TableRow):
    """One change of the number of rooms."""

    month: dt.date
    site: str
    rooms_delta: int
    rooms_after: int
    note: str = ""


class SharedRow(TableRow):
    """One room that only tenants book."""

    resource: str
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str = Field(min_length=1)


def load_labs(rows: list[tuple[int, LabRow]]) -> None:
    """Write the rooms in the order of the file."""
    branches = {b.code: b for b in Branch.objects.all()}
    offerings = Offering.objects.in_bulk(field_name="code")
    for order, (line, row) in enumerate(rows):
        Lab.objects.update_or_create(
            branch=lookup(branches, row.branch, line, "branch"),
            room=row.room,
            defaults={
                **row.model_dump(exclude={"branch", "room", "offering"}),
                "order": order,
                "offering": lookup(offerings, row.offering, line, "offering") if row.offering else None,
            },
        )


def load_printed(rows: list[tuple[int, PrintedRow]]) -> None:
    """Write what lists print; what was loaded before is kept as it is."""
    labs = {f"{lab.branch.code} {lab.room}": lab for lab in Lab.objects.select_related("branch")}
    for line, row in rows:
        PrintedTenancy.objects.update_or_create(
            lab=lookup(labs, f"{row.branch} {row.room}", line, "room"),
            tenant_name=row.tenant_name,
            printed_on=row.printed_on,
            defaults=row.model_dump(include={"use_summary", "since", "until", "source"}),
        )


def load_capacity(rows: list[tuple[int, CapacityRow]]) -> None:
    """Replace the history by the file's rows."""
    CapacityChange.objects.all().delete()
    CapacityChange.objects.bulk_create(CapacityChange(**row.model_dump()) for row in cells(rows))


def load_shared(rows: list[tuple[int, SharedRow]]) -> None:
    """The file's rows in place of the ones before."""
    known = Resource.objects.in_bulk(field_name="code")
    SharedRoom.objects.all().delete()
    SharedRoom.objects.bulk_create(
        SharedRoom(resource=lookup(known, row.resource, line, "resource"), **row.model_dump(exclude={"resource"}))
        for line, row in rows
    )


TABLES = [
    Table("labs/labs.csv", LabRow, load_labs, order=340, optional=True, key=("branch", "room"),
          refers={"branch": "branches.csv", "offering": "catalogue/offerings.csv"}),
    Table("labs/printed_tenancies.csv", PrintedRow, load_printed, order=341, optional=True),
    Table("labs/capacity.csv", CapacityRow, load_capacity, order=342, optional=True),
    Table("labs/shared_rooms.csv", SharedRow, load_shared, order=343, optional=True,
          refers={"resource": "bookings/resources.csv"}),
]  # fmt: skip
