"""The demo's bodies, programmes in every state, and dispatches."""

import datetime as dt
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import Field

from kosetsu.common.clock import day_of, now
from kosetsu.common.tables import BadRow, Flag, Items, Table, TableRow, lookup
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.screening.actions.demo import Asked, Given, Sent, play, send
from kosetsu.services.screening.actions.programmes import keep_body
from kosetsu.services.screening.models import CommitteeDispatch, RequestingBody, ScreeningProgramme
from kosetsu.services.screening.states import BodyClass, DispatchState, ScreeningState, Way

ASKED, MET = dt.time(9, 0), dt.time(17, 0)
Days = Annotated[int, Field(ge=0, le=300)]


class BodyRow(TableRow):
    """One line of demo/screening_bodies.csv: a body that has its programmes screened here."""

    organisation: str
    body_class: BodyClass
    form: str
    contact: str = ""
    keeper: str
    source: str


class ProgrammeRow(TableRow):
    """One line of demo/screening_programmes.csv: a programme, asked for so many days before the loading."""

    body: str
    title: str
    way: Way = Way.PAPERS
    sheet: str = ""
    days_ago: Annotated[int, Field(ge=1, le=300)]
    due_days: Annotated[int, Field(ge=1, le=300)]
    until: ScreeningState
    charged: Flag = False
    by: str
    runner: str
    approver: str
    reviewers: Items = []
    second_reader: str = ""
    biller: str = ""
    """Who issued the invoice of a returned one's fee; nobody yet, where it is empty."""
    note: str = ""
    items: Items = []
    """Each "number:title:applicant:field", a line of the list that the body sent."""
    source: str


class DispatchRow(TableRow):
    """One line of demo/screening_dispatches.csv: ``days`` is the committee's day, counted from the loading."""

    programme: str
    person: str
    committee: str
    place: str = ""
    days: Annotated[int, Field(ge=-200, le=200)]
    asked_days_ago: Days
    until: DispatchState
    reviewed: int = 0
    runner: str
    approver: str
    source: str


def load_bodies(rows: list[tuple[int, BodyRow]]) -> None:
    """Register them, once."""
    if RequestingBody.objects.exists():
        return
    cast = Cast(now())
    known = Organisation.objects.in_bulk(field_name="code")
    for line, row in rows:
        keep_body(
            by=lookup(cast.people, row.keeper, line, "keeper"), at=cast.at, body_class=row.body_class, form=row.form,
            organisation=lookup(known, row.organisation, line, "organisation"), contact=row.contact,
        )  # fmt: skip


def load_programmes(rows: list[tuple[int, ProgrammeRow]]) -> None:
    """Live through what the file says, the oldest first; a database that has programmes is left alone."""
    if ScreeningProgramme.objects.exists():
        return
    cast = Cast(now())
    bodies = {str(one.organisation.code): one for one in RequestingBody.objects.select_related("organisation")}
    for line, row in sorted(rows, key=lambda one: -one[1].days_ago):
        who = {name: lookup(cast.people, getattr(row, name), line, name) for name in ("by", "runner", "approver")}
        lines = [one.split(":") for one in row.items]
        if any(len(one) != 4 for one in lines):
            raise BadRow(line, "items", _("「:」で4つに分けて書いてください。"))
        helpers: dict[str, Any] = {
            name: lookup(cast.people, getattr(row, name), line, name) if getattr(row, name) else None
            for name in ("second_reader", "biller")
        }
        play(
            Asked(
                body=lookup(bodies, row.body, line, "body"), title=row.title, way=row.way, sheet=row.sheet,
                reviewers=[lookup(cast.people, one, line, "reviewers") for one in row.reviewers],
                due_on=cast.working_day(row.due_days), at=cast.moment(-row.days_ago, ASKED),
                until=row.until, charged=row.charged, note=row.note, items=[Given(*one) for one in lines], **who,
                **helpers,
            )
        )  # fmt: skip


def load_dispatches(rows: list[tuple[int, DispatchRow]]) -> None:
    """Send who was asked for, once."""
    if CommitteeDispatch.objects.exists():
        return
    cast = Cast(now())
    programmes = {one.title: one for one in ScreeningProgramme.objects.all()}
    for line, row in rows:
        who: dict[str, Person] = {
            name: lookup(cast.people, getattr(row, name), line, name) for name in ("person", "runner", "approver")
        }
        met = cast.moment(row.days, MET)
        send(
            Sent(
                programme=lookup(programmes, row.programme, line, "programme"), committee=row.committee,
                place=row.place, on_date=day_of(met), asked_at=cast.moment(-row.asked_days_ago, ASKED),
                attended_at=met, until=row.until, reviewed=row.reviewed, **who,
            )
        )  # fmt: skip


TABLES = [
    Table("demo/screening_bodies.csv", BodyRow, load_bodies, order=670, optional=True, demo=True,
          key=("organisation",), refers={"organisation": "organisations.csv"}),
    Table("demo/screening_programmes.csv", ProgrammeRow, load_programmes, order=671, optional=True, demo=True,
          key=("body", "title"), refers={"body": "demo/screening_bodies.csv"}),
    Table("demo/screening_dispatches.csv", DispatchRow, load_dispatches, order=672, optional=True, demo=True),
]  # fmt: skip
