"""Entries that the institute's folder brings: the demo's past years."""

import datetime as dt
from typing import Any

from kosetsu.common import fiscal
from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Blank, Table, TableRow, lookup
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.parties.models import Branch, Organisation


class EntryRow(TableRow):
    """One line of entries_<year>.csv: ``repeat`` equal single entries."""

    service: str
    kind: str
    on_date: dt.date
    branch: Blank[str] = None
    partner: Blank[str] = None
    channel: str = ""
    format: str = ""
    field: str = ""
    quantity: int = 1
    unit: str = "件"
    headcount: int = 0
    headcount_online: int = 0
    reference: str = ""
    topic: str = ""
    source: str
    repeat: int = 1
    note: str = ""


def load_entries(rows: list[tuple[int, EntryRow]]) -> None:
    """Write the rows of the years that hold none yet: entries are append-only, so a second load adds nothing."""
    branches = {b.code: b for b in Branch.objects.all()}
    partners = {o.code: o for o in Organisation.objects.exclude(code=None) if o.code}
    loaded = set(Entry.objects.filter(details__has_key="file").values_list("fiscal_year", flat=True).distinct())
    entries = [
        entry
        for line, row in rows
        if fiscal.fiscal_year(row.on_date) not in loaded
        for entry in _entries(line, row, branches, partners)
    ]
    Entry.objects.bulk_create(entries, batch_size=500)


def _entries(line: int, row: EntryRow, branches: dict[str, Any], partners: dict[str, Any]) -> list[Entry]:
    if row.repeat < 1:
        raise BadRow(line, "repeat", str(row.repeat))
    fields = row.model_dump(exclude={"branch", "partner", "repeat", "note"})
    return [
        Entry(
            **fields,
            fiscal_year=fiscal.fiscal_year(row.on_date),
            branch=lookup(branches, row.branch, line, "branch") if row.branch else None,
            partner=lookup(partners, row.partner, line, "partner") if row.partner else None,
            details={"file": "demo/entries_2021.csv", "line": line},
            recorded_at=now(),
        )
        for _number in range(row.repeat)
    ]


TABLES = [Table("demo/entries_2021.csv", EntryRow, load_entries, order=500, optional=True, demo=True)]
