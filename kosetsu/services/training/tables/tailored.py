"""The institute's terms of tailored courses, and the demo's."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Blank, Table, TableRow, lookup
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.services.training.actions.demo import Show, play_tailored
from kosetsu.services.training.models import TailoredTerms
from kosetsu.services.training.states import Basis, CoursePlace, TailoredState


class TermsRow(TableRow):
    """One line of training/tailored_terms.csv."""

    offering: str
    basis: Basis
    step_minutes: Annotated[int, Field(ge=1, le=1440)] = 60
    place: Blank[CoursePlace] = None
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str = Field(min_length=1)


def load_terms(rows: list[tuple[int, TermsRow]]) -> None:
    """The file's rows in place of the ones before; what was quoted keeps its lines."""
    known = Offering.objects.in_bulk(field_name="code")
    TailoredTerms.objects.all().delete()
    TailoredTerms.objects.bulk_create(
        TailoredTerms(
            offering=lookup(known, row.offering, line, "offering"), place=row.place or "",
            **row.model_dump(exclude={"offering", "place"}),
        )
        for line, row in rows
    )  # fmt: skip


SHOWN = (TailoredState.ASKED, TailoredState.QUOTED, TailoredState.ACCEPTED, TailoredState.PLANNED)
"""How far the demo takes a course."""


class DemoTailoredRow(TableRow):
    """One tailored course of the demo and how far it has come."""

    organisation: str
    asked_by: str
    designer: str
    subject: str
    goals: str = ""
    title: str = ""
    lessons: str = ""
    """Parts "day:title:minutes:lecturer", divided by ;"""
    people: Annotated[int, Field(ge=1, le=500)]
    place: CoursePlace
    until: TailoredState
    working_days: int = 20
    source: str


def load_demo(rows: list[tuple[int, DemoTailoredRow]]) -> None:
    """Live through what the file says, once."""
    cast = Cast(now())
    shows = []
    for line, row in rows:
        workplace = lookup(cast.workplaces, row.organisation, line, "organisation")
        asked = {name: getattr(row, name) for name in ("asked_by", "designer")}
        people = {name: lookup(cast.people, who, line, name) for name, who in asked.items()}
        if row.until not in SHOWN:
            raise BadRow(line, "until", row.until)
        plain = row.model_dump(exclude={"organisation", "source", *people})
        shows.append(Show(workplace=workplace, **people, **plain))
    play_tailored(shows, cast)


TABLES = [
    Table("training/tailored_terms.csv", TermsRow, load_terms, order=310, optional=True,
          refers={"offering": "catalogue/offerings.csv"}),
    Table("demo/tailored.csv", DemoTailoredRow, load_demo, order=616, optional=True, demo=True,
          refers={"organisation": "demo/companies.csv"}),
]  # fmt: skip
