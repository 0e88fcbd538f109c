"""The institute's table of gatherings: one line per event, with its organisers and printed headcounts."""

import datetime as dt

from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Blank, Items, Table, TableRow, lookup
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings.models import Attendance, Gathering, Organiser
from kosetsu.foundation.parties.models import Branch, Organisation
from kosetsu.foundation.search.changes import touch_all


class GatheringRow(TableRow):
    """One event; organisers are written "role:organisation code or name", separated by semicolons."""

    code: str
    kind: str
    title: str
    summary: str = ""
    starts_on: Blank[dt.date] = None
    ends_on: Blank[dt.date] = None
    fiscal_year: Blank[int] = None
    format: str = ""
    place: str = ""
    branch: Blank[str] = None
    sessions: int = 1
    cancelled: bool = False
    organisers: Items = []
    headcount: Blank[int] = None
    headcount_online: int = 0
    headcount_unit: str = "名"
    source: str
    reference: str = ""


def load_gatherings(rows: list[tuple[int, GatheringRow]]) -> None:
    """Write every event by its code, and its organisers and printed headcount anew."""
    branches = {b.code: b for b in Branch.objects.all()}
    bodies = {o.code: o for o in Organisation.objects.exclude(code=None) if o.code}
    for line, row in rows:
        _write(line, row, branches, bodies)
    touch_all("gathering", at=now())


_PLAIN = {
    "kind", "title", "summary", "starts_on", "ends_on", "fiscal_year", "format", "place",
    "sessions", "cancelled", "source", "reference",
}  # fmt: skip


def _write(line: int, row: GatheringRow, branches: dict[str, Branch], bodies: dict[str, Organisation]) -> None:
    if row.format and row.format not in Format.values:
        raise BadRow(line, "format", row.format)
    branch = lookup(branches, row.branch, line, "branch") if row.branch else None
    gathering, _new = Gathering.objects.update_or_create(
        code=row.code, defaults={**row.model_dump(include=_PLAIN), "branch": branch}
    )
    gathering.organisers.all().delete()
    Organiser.objects.bulk_create(_organiser(line, gathering, text, bodies) for text in row.organisers)
    gathering.attendances.filter(person=None).delete()
    if row.headcount is not None:
        Attendance.objects.create(
            gathering=gathering,
            on_date=row.starts_on,
            headcount=row.headcount,
            headcount_online=row.headcount_online,
            unit=row.headcount_unit,
        )


def _organiser(line: int, gathering: Gathering, text: str, bodies: dict[str, Organisation]) -> Organiser:
    role, _colon, name = text.partition(":")
    if role not in Organiser.Role.values or not name:
        raise BadRow(line, "organisers", text)
    body = bodies.get(name)
    return Organiser(gathering=gathering, role=role, organisation=body, name=body.name if body else name)


TABLES = [Table("gatherings.csv", GatheringRow, load_gatherings, order=360, optional=True)]
