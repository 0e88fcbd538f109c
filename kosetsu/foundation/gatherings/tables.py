"""The institute's table of gatherings: one line per event, with its organisers and printed headcounts."""

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, Field

from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Blank, Flag, Items, Table, TableRow, lookup
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.bookings.rules import read_fee
from kosetsu.foundation.bookings.states import ResourceKind
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.gatherings.actions.demo import Show, play
from kosetsu.foundation.gatherings.models import Attendance, FeeTerms, Gathering, Organiser
from kosetsu.foundation.gatherings.sources import kinds
from kosetsu.foundation.gatherings.states import GatheringState, Selection
from kosetsu.foundation.parties.actions.demo import Cast
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
    "kind", "title", "summary", "starts_on", "ends_on", "fiscal_year", "format", "place", "source", "reference",
}  # fmt: skip


def _write(line: int, row: GatheringRow, branches: dict[str, Branch], bodies: dict[str, Organisation]) -> None:
    if row.format and row.format not in Format.values:
        raise BadRow(line, "format", row.format)
    branch = lookup(branches, row.branch, line, "branch") if row.branch else None
    state = GatheringState.CANCELLED if row.cancelled else GatheringState.CLOSED
    gathering, _new = Gathering.objects.update_or_create(
        code=row.code,
        defaults={**row.model_dump(include=_PLAIN), "branch": branch, "times": row.sessions, "state": state},
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


def _fee(written: str) -> str:
    """A rule that can be read; the text itself is kept."""
    read_fee(written)
    return written


class FeeTermsRow(TableRow):
    """One line of gatherings/fee_terms.csv: the rule of prepaid places of a kind; no kind: of every other."""

    kind: str = ""
    grace_days: Annotated[int, Field(ge=0, le=60)] = 0
    fee: Annotated[str, AfterValidator(_fee)] = ""
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str = Field(min_length=1)


def load_fee_terms(rows: list[tuple[int, FeeTermsRow]]) -> None:
    """The file's rows in place of the ones before; what was charged keeps its formula."""
    for line, row in rows:
        if row.kind and row.kind not in kinds():
            raise BadRow(line, "kind", row.kind)
    FeeTerms.objects.all().delete()
    FeeTerms.objects.bulk_create(FeeTerms(**row.model_dump()) for _line, row in rows)


class DemoGatheringRow(TableRow):
    """One gathering of the demo, so many working days from the day it is loaded."""

    kind: str
    title: str
    summary: str = ""
    branch: str
    working_days: Annotated[int, Field(ge=1, le=200)]
    starts: dt.time
    ends: dt.time
    format: Format
    on_site: Blank[int] = None
    online: Blank[int] = None
    selection: Selection = Selection.FIRST_COME
    planner: str
    approver: str
    cohost: str = ""
    guests: int = 0
    offering: str = ""
    prepaid: Flag = False
    workplace: str = ""
    """The company that the guests come from, where it costs something."""
    room: str = ""
    source: str


def load_demo(rows: list[tuple[int, DemoGatheringRow]]) -> None:
    """Plan and publish what the file says, once: a database that knows registrations is left alone."""
    if Gathering.objects.exclude(planned_by=None).exists():
        return
    cast = Cast(now())
    branches = {one.code: one for one in Branch.objects.all()}
    known = Offering.objects.in_bulk(field_name="code")
    rooms = {one.code: one for one in Resource.objects.filter(kind=ResourceKind.ROOM)}
    people = {str(one.email): one for one in cast.people.values()}
    shows = []
    for line, row in rows:
        if row.kind not in kinds():
            raise BadRow(line, "kind", row.kind)
        shows.append(
            Show(
                **row.model_dump(exclude={"branch", "planner", "approver", "offering", "workplace", "room", "source"}),
                offering=lookup(known, row.offering, line, "offering") if row.offering else None,
                workplace=lookup(cast.workplaces, row.workplace, line, "workplace") if row.workplace else None,
                room=lookup(rooms, row.room, line, "room") if row.room else None,
                branch=lookup(branches, row.branch, line, "branch"),
                planner=lookup(people, row.planner, line, "planner"),
                approver=lookup(people, row.approver, line, "approver"),
            )
        )
    play(shows, cast)


TABLES = [
    Table("gatherings.csv", GatheringRow, load_gatherings, order=360, optional=True),
    Table("gatherings/fee_terms.csv", FeeTermsRow, load_fee_terms, order=315, optional=True),
    Table(
        "demo/gatherings.csv",
        DemoGatheringRow,
        load_demo,
        order=615,
        optional=True,
        demo=True,
        refers={
            "branch": "branches.csv",
            "offering": "catalogue/offerings.csv",
            "planner": "demo/people.csv",
            "approver": "demo/people.csv",
        },
    ),
]
