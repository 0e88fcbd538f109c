"""Entries that the institute's folder brings: the demo's past years."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from kosetsu.common import fiscal
from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Blank, Table, TableRow, cells, lookup, overwrite
from kosetsu.foundation.casebook.models import Entry, RobotWord
from kosetsu.foundation.parties.models import Branch, Organisation, Workplace


class EntryRow(TableRow):
    """One line of a file of entries: ``repeat`` equal single ones; an organisation stands for its first workplace."""

    service: str
    kind: str
    on_date: dt.date
    branch: Blank[str] = None
    partner: Blank[str] = None
    organisation: Blank[str] = None
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


def load_entries(file: str, rows: list[tuple[int, EntryRow]]) -> None:
    """Write the rows of a file that was not loaded before: entries are append-only, so a second load adds nothing."""
    if Entry.objects.filter(details__file=file).exists():
        return
    branches = {b.code: b for b in Branch.objects.all()}
    partners = {o.code: o for o in Organisation.objects.exclude(code=None) if o.code}
    newest_first = Workplace.objects.exclude(organisation__code=None).select_related("organisation").order_by("-pk")
    places = {place.organisation.code or "": place for place in newest_first}
    known = _Known(branches, partners, places)
    entries = [entry for line, row in rows for entry in _entries(file, line, row, known)]
    Entry.objects.bulk_create(entries, batch_size=500)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows may refer to, by code."""

    branches: dict[str, Branch]
    partners: dict[str, Organisation]
    places: dict[str, Workplace]


def _entries(file: str, line: int, row: EntryRow, known: _Known) -> list[Entry]:
    if row.repeat < 1:
        raise BadRow(line, "repeat", str(row.repeat))
    fields = row.model_dump(exclude={"branch", "partner", "organisation", "repeat", "note"})
    place = lookup(known.places, row.organisation, line, "organisation") if row.organisation else None
    return [
        Entry(
            **fields,
            fiscal_year=fiscal.fiscal_year(row.on_date),
            branch=lookup(known.branches, row.branch, line, "branch") if row.branch else None,
            partner=lookup(known.partners, row.partner, line, "partner") if row.partner else None,
            organisation=place.organisation if place else None,
            workplace=place,
            details={"file": file, "line": line},
            recorded_at=now(),
        )
        for _number in range(row.repeat)
    ]


def _table(file: str) -> Table[EntryRow]:
    return Table(file, EntryRow, partial(load_entries, file), order=500, optional=True, demo=True)


class RobotRow(TableRow):
    """One word by which a program names itself."""

    word: str
    valid_from: dt.date
    valid_to: Blank[dt.date] = None
    source: str


def load_robots(rows: list[tuple[int, RobotRow]]) -> None:
    """Write every word by its first day."""
    overwrite(RobotWord, ("word", "valid_from"), (row.model_dump() for row in cells(rows))).delete()


TABLES = [
    Table("robot_words.csv", RobotRow, load_robots, order=371, optional=True, key=("word", "valid_from")),
    _table("demo/entries_2021.csv"),
    _table("demo/entries_2026.csv"),
]
