"""The demo's calls with their applicants, a society and an exchange with one trade; loaded after its companies."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Blank, Flag, Items, Several, Table, TableRow, lookup
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.parties.models import Branch
from kosetsu.services.circles.actions.calls import Call, Wish
from kosetsu.services.circles.actions.councils import call_council
from kosetsu.services.circles.actions.demo import (
    ASKED,
    BEGINS,
    Applied,
    Founded,
    play_applications,
    play_founded,
    play_intakes,
)
from kosetsu.services.circles.models import Circle, Council, Intake
from kosetsu.services.circles.states import Aim, CircleKind

OPENS, CLOSES = dt.time(9, 0), dt.time(17, 0)


class DemoIntakeRow(TableRow):
    """One line of demo/circle_intakes.csv: a call, by days from the loading."""

    kind: CircleKind
    aim: Aim
    branch: str
    title: str
    text: str
    opens_days: int
    closes_days: int
    launches_days: Annotated[int, Field(ge=1)]
    cohorts: Annotated[int, Field(ge=1)]
    least: Annotated[int, Field(ge=1)]
    most: Annotated[int, Field(ge=1)]
    days: Items
    interests: Items = []
    size_steps: Several[int]
    planner: str
    source: str


def load_intakes(rows: list[tuple[int, DemoIntakeRow]]) -> None:
    """Plan the demo's calls, once: a database that has one is left alone."""
    if Intake.objects.exists():
        return
    cast, branches = Cast(now()), {one.code: one for one in Branch.objects.all()}
    calls = []
    for line, row in rows:
        plain = row.model_dump(
            include={"kind", "aim", "title", "text", "cohorts", "least", "most", "days", "interests", "size_steps"}
        )
        by = lookup(cast.people, row.planner.partition("@")[0], line, "planner")
        call = Call(
            **plain, branch=lookup(branches, row.branch, line, "branch"), opens_at=cast.moment(row.opens_days, OPENS),
            closes_at=cast.moment(row.closes_days, CLOSES),
            launches_on=cast.working_day(row.launches_days),
        )  # fmt: skip
        calls.append((by, call))
    play_intakes(calls, cast)


class DemoApplicationRow(TableRow):
    """One line of demo/circle_applications.csv: a made-up company that applied so many days before the loading."""

    intake: CircleKind
    organisation: str
    contact: str
    email: str
    days_ago: Annotated[int, Field(ge=1, le=300)]
    interests: Items = []
    days: Items
    rivals: str = ""
    motive: str
    source: str


def load_applications(rows: list[tuple[int, DemoApplicationRow]]) -> None:
    """Apply for who has not applied yet, the oldest first, to the calls that are not decided."""
    cast = Cast(now())
    intakes = {one.kind: one for one in Intake.objects.filter(decided_at=None)}
    applied = []
    for line, row in rows:
        if row.intake not in intakes:
            raise BadRow(line, "intake", row.intake)
        wish = Wish(
            contact_name=row.contact, contact_email=row.email, motive=row.motive, interests=row.interests,
            days=row.days, rivals=row.rivals,
        )  # fmt: skip
        workplace = lookup(cast.workplaces, row.organisation, line, "organisation")
        applied.append(Applied(intakes[row.intake], workplace, wish, row.days_ago))
    play_applications(applied, cast)


class DemoCircleRow(TableRow):
    """One line of demo/circles.csv: a circle with its members and past meetings; a cohort is called, and runs itself by
    now. ``todo`` is what the last meeting left to its first member, ``idea`` what that one develops with the second,
    ``joint`` the joint meeting of a committee; with ``videos`` its first members are shown this week.
    """

    kind: CircleKind
    name: str
    branch: str
    purpose: str
    statutes: str = ""
    fee_yen: Blank[int] = None
    summary: str = ""
    founded_days_ago: Annotated[int, Field(ge=1, le=3000)]
    members: Items = []
    topics: Items = []
    todo: str = ""
    idea: str = ""
    joint: str = ""
    videos: Flag = False
    staff: str
    source: str


def load_circles(rows: list[tuple[int, DemoCircleRow]]) -> None:
    """Found the demo's circles and let them meet, once: a database that has circles is left alone."""
    if Circle.objects.exists():
        return
    cast, branches = Cast(now()), {one.code: one for one in Branch.objects.all()}
    joint = {one.title: one for one in Gathering.objects.exclude(planned_by=None)}
    founded = []
    for line, row in rows:
        plain = row.model_dump(
            include={"kind", "name", "purpose", "statutes", "fee_yen", "summary", "topics", "todo", "idea", "videos"}
        )
        founded.append(
            Founded(
                **plain, branch=lookup(branches, row.branch, line, "branch"), days_ago=row.founded_days_ago,
                members=[lookup(cast.workplaces, code, line, "members") for code in row.members],
                staff=lookup(cast.people, row.staff.partition("@")[0], line, "staff"),
                joint=lookup(joint, row.joint, line, "joint") if row.joint else None,
            )
        )  # fmt: skip
    play_founded(founded, cast)


class DemoCouncilRow(TableRow):
    """One line of demo/circle_councils.csv: a session of the council that met so many working days before the loading,
    and whose outcome nobody has written down yet.
    """

    branch: str
    format: Format
    place: str = ""
    agenda: str
    called_days_ago: Annotated[int, Field(ge=2, le=200)]
    days_ago: Annotated[int, Field(ge=1, le=100)]
    staff: str
    source: str


def load_councils(rows: list[tuple[int, DemoCouncilRow]]) -> None:
    """Call them, once: a database that knows a session is left alone."""
    if Council.objects.exists():
        return
    cast, branches = Cast(now()), {one.code: one for one in Branch.objects.all()}
    for line, row in rows:
        call_council(
            by=lookup(cast.people, row.staff.partition("@")[0], line, "staff"),
            at=cast.moment(-row.called_days_ago, ASKED), starts_at=cast.moment(-row.days_ago, BEGINS),
            branch=lookup(branches, row.branch, line, "branch"), format=row.format, place=row.place, agenda=row.agenda,
        )  # fmt: skip


COMPANY = {"organisation": "demo/companies.csv"}
TABLES = [
    Table("demo/circle_intakes.csv", DemoIntakeRow, load_intakes, order=660, optional=True, demo=True,
          refers={"branch": "branches.csv", "planner": "demo/people.csv"}),
    Table("demo/circle_applications.csv", DemoApplicationRow, load_applications, order=661, optional=True, demo=True,
          key=("intake", "organisation"), refers=COMPANY),
    Table("demo/circles.csv", DemoCircleRow, load_circles, order=662, optional=True, demo=True,
          refers={"branch": "branches.csv", "staff": "demo/people.csv"}),
    Table("demo/circle_councils.csv", DemoCouncilRow, load_councils, order=663, optional=True, demo=True,
          refers={"branch": "branches.csv", "staff": "demo/people.csv"}),
]  # fmt: skip
