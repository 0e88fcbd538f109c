"""The institute's tables of labs: rooms with their tenants, and the history of the number of rooms."""

import datetime as dt

from kosetsu.common.tables import Blank, Table, TableRow, cells, lookup
from kosetsu.foundation.parties.models import Branch
from kosetsu.services.labs.models import CapacityChange, Lab, Tenancy


class LabRow(TableRow):
    """One room."""

    branch: str
    room: str
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None


class TenancyRow(TableRow):
    """One tenant of one room."""

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


def load_labs(rows: list[tuple[int, LabRow]]) -> None:
    """Write the rooms in the order of the file."""
    branches = {b.code: b for b in Branch.objects.all()}
    for order, (line, row) in enumerate(rows):
        Lab.objects.update_or_create(
            branch=lookup(branches, row.branch, line, "branch"),
            room=row.room,
            defaults={"order": order, "valid_from": row.valid_from, "valid_to": row.valid_to},
        )


def load_tenancies(rows: list[tuple[int, TenancyRow]]) -> None:
    """Write the printed tenancies; one that was loaded before is kept as it is."""
    labs = {f"{lab.branch.code} {lab.room}": lab for lab in Lab.objects.select_related("branch")}
    for line, row in rows:
        Tenancy.objects.update_or_create(
            lab=lookup(labs, f"{row.branch} {row.room}", line, "room"),
            tenant_name=row.tenant_name,
            printed_on=row.printed_on,
            defaults=row.model_dump(include={"use_summary", "since", "until", "source"}),
        )


def load_capacity(rows: list[tuple[int, CapacityRow]]) -> None:
    """Replace the history by the file's rows."""
    CapacityChange.objects.all().delete()
    CapacityChange.objects.bulk_create(CapacityChange(**row.model_dump()) for row in cells(rows))


TABLES = [
    Table("labs/labs.csv", LabRow, load_labs, order=340, optional=True),
    Table("labs/tenancies.csv", TenancyRow, load_tenancies, order=341, optional=True),
    Table("labs/capacity.csv", CapacityRow, load_capacity, order=342, optional=True),
]
