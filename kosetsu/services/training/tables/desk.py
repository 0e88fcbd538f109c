"""The institute's terms about trainees, and the demo's dispatches, trainees and bundles."""

import datetime as dt
from typing import Annotated, Any

from pydantic import Field

from kosetsu.common.clock import now
from kosetsu.common.tables import Blank, Items, Table, TableRow, lookup
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.parties.models import Group
from kosetsu.services.training.actions import bundles, demo, dispatches, trainees
from kosetsu.services.training.models import TraineeTerms
from kosetsu.services.training.states import StaffDispatchKind


class TraineeTermsRow(TableRow):
    """One line of training/trainee_terms.csv."""

    keep_days: Annotated[int, Field(ge=0, le=3660)]
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str = Field(min_length=1)


def load_terms(rows: list[tuple[int, TraineeTermsRow]]) -> None:
    """The file's rows in place of the ones before; names that are kept keep their day."""
    TraineeTerms.objects.all().delete()
    TraineeTerms.objects.bulk_create(TraineeTerms(**row.model_dump()) for _line, row in rows)


class DemoDispatchRow(TableRow):
    """One dispatch of the demo, begun so many days before the loading; ``hours`` on each of its working days."""

    kind: StaffDispatchKind
    host: str
    purpose: str
    place: str = ""
    group: str
    staff: str
    entered_by: str
    approver: str = ""
    days_ago: Annotated[int, Field(ge=-400, le=400)]
    days: Annotated[int, Field(ge=1, le=60)]
    hours: int = 0
    headcount: int = 0
    source: str


def load_dispatches(rows: list[tuple[int, DemoDispatchRow]]) -> None:
    """Enter, approve and do what the file says, once."""
    cast, groups = Cast(now()), Group.objects.in_bulk(field_name="code")
    for line, row in rows:
        people = {name: lookup(cast.people, getattr(row, name), line, name) for name in ("staff", "entered_by")}
        approver = lookup(cast.people, row.approver, line, "approver") if row.approver else None
        first = cast.working_day(-row.days_ago)
        errand = dispatches.Errand(
            kind=row.kind, host_name=row.host, purpose=row.purpose, place=row.place, starts_on=first,
            ends_on=first + (row.days - 1) * dt.timedelta(days=1), group=lookup(groups, row.group, line, "group"),
            staff=[people["staff"]],
        )  # fmt: skip
        demo.play_dispatch(cast, errand, people["entered_by"], approver, hours=row.hours, headcount=row.headcount)


class DemoTraineesRow(TableRow):
    """One stay of trainees of the demo, from so many days before the loading."""

    university: str
    theme: str
    group: str
    entered_by: str
    approver: str = ""
    days_ago: Annotated[int, Field(ge=-400, le=400)]
    days: Annotated[int, Field(ge=1, le=400)]
    count: Annotated[int, Field(ge=1, le=200)]
    source: str


def load_trainees(rows: list[tuple[int, DemoTraineesRow]]) -> None:
    """Offer, accept and begin what the file says, once."""
    cast, groups = Cast(now()), Group.objects.in_bulk(field_name="code")
    for line, row in rows:
        by = lookup(cast.people, row.entered_by, line, "entered_by")
        approver = lookup(cast.people, row.approver, line, "approver") if row.approver else None
        first = cast.working_day(-row.days_ago)
        offer = trainees.Offer(
            university_name=row.university, theme=row.theme, group=lookup(groups, row.group, line, "group"),
            starts_on=first, ends_on=first + row.days * dt.timedelta(days=1), count=row.count,
        )  # fmt: skip
        demo.play_trainees(cast, offer, by, approver)


class DemoBundleRow(TableRow):
    """One bundle of the demo; its courses are named by their titles."""

    title: str
    summary: str = ""
    offering: str
    gatherings: Items
    planner: str
    source: str


def load_bundles(rows: list[tuple[int, DemoBundleRow]]) -> None:
    """Plan and open what the file says, once."""
    cast, offerings = Cast(now()), Offering.objects.in_bulk(field_name="code")
    planned: dict[str, Any] = {one.title: one for one in Gathering.objects.exclude(planned_by=None)}
    for line, row in rows:
        chosen = bundles.Set(
            title=row.title, summary=row.summary, offering=lookup(offerings, row.offering, line, "offering"),
            gatherings=[lookup(planned, title, line, "gatherings") for title in row.gatherings],
        )  # fmt: skip
        demo.play_bundle(cast, chosen, lookup(cast.people, row.planner, line, "planner"))


TABLES = [
    Table("training/trainee_terms.csv", TraineeTermsRow, load_terms, order=311, optional=True, key=("valid_from",)),
    Table("demo/staff_dispatches.csv", DemoDispatchRow, load_dispatches, order=617, optional=True, demo=True,
          refers={"group": "catalogue/groups.csv"}),
    Table("demo/trainees.csv", DemoTraineesRow, load_trainees, order=618, optional=True, demo=True,
          refers={"group": "catalogue/groups.csv"}),
    Table("demo/bundles.csv", DemoBundleRow, load_bundles, order=619, optional=True, demo=True,
          refers={"offering": "catalogue/offerings.csv"}),
]  # fmt: skip
