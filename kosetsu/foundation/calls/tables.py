"""The kinds of calls of an institute's folder, one document each, and the demo's calls with their applicants."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Blank, Document, Flag, Items, Table, TableRow, lookup
from kosetsu.foundation.calls.actions.demo import Applied, Judged, Shown, apply, judge, seed_of, show
from kosetsu.foundation.calls.actions.kinds import learn_kind
from kosetsu.foundation.calls.models import Call
from kosetsu.foundation.calls.rules.kinds import Kind
from kosetsu.foundation.calls.rules.linting import flaws
from kosetsu.foundation.calls.states import CallState
from kosetsu.foundation.parties.actions.demo import Cast

FOLDER = "calls/*.yaml"
OPENS, APPLIED, SHUTS = dt.time(9, 0), dt.time(13, 0), dt.time(17, 0)


def load(kind: Kind) -> None:
    """The kind as the folder says it, unless it said so before; a changed one becomes the kind's next edition."""
    learn_kind(by=None, at=now(), kind=kind)


class DemoCallRow(TableRow):
    """One line of demo/calls.csv: a call, by days from the loading."""

    code: str
    kind: str
    title: str
    text: str = ""
    capacity: Blank[int] = None
    opens_days: int
    shuts_days: int
    planner: str
    approver: str
    planned_only: Flag = False
    source: str


class DemoApplicationRow(TableRow):
    """One line of demo/call_applications.csv: who applied so many days before the loading, and how far it came.

    Answers are written "key=answer", separated by semicolons. Without ``by`` the office entered what came on paper.
    """

    call: str
    organisation: str
    by: str = ""
    title: str
    days_ago: Annotated[int, Field(ge=0, le=300)]
    answers: Items
    checked_by: str = ""
    draft: bool = False
    source: str


def load_calls(rows: list[tuple[int, DemoCallRow]]) -> None:
    """Plan, approve and publish what the file says, once: a database that has calls is left alone."""
    if Call.objects.exists():
        return
    cast = Cast(now())
    for line, row in rows:
        planner, approver = (lookup(cast.people, who.partition("@")[0], line, "planner")
                             for who in (row.planner, row.approver))  # fmt: skip
        show(
            Shown(
                code=row.code, kind=row.kind, title=row.title, text=row.text, capacity=row.capacity, planner=planner,
                approver=approver, planned_only=row.planned_only, opens_at=cast.moment(row.opens_days, OPENS),
                shuts_at=cast.moment(row.shuts_days, SHUTS),
            )
        )  # fmt: skip


def load_applications(rows: list[tuple[int, DemoApplicationRow]]) -> None:
    """Apply to the demo's calls, the oldest first; to a call that has applications nobody applies again."""
    cast, applied = Cast(now()), []
    calls = {call.seed: call for call in Call.objects.filter(applications=None)}
    for line, row in rows:
        if any("=" not in part for part in row.answers):
            raise BadRow(line, "answers", row.answers[0])
        if (call := calls.get(seed_of(row.call))) is None:
            continue
        who = {name: lookup(cast.people, text.partition("@")[0], line, name) if text else None
               for name, text in (("by", row.by), ("checked_by", row.checked_by))}  # fmt: skip
        applied.append(
            Applied(
                call=call, workplace=lookup(cast.workplaces, row.organisation, line, "organisation"), title=row.title,
                at=cast.moment(-row.days_ago, APPLIED), draft=row.draft,
                answers=dict(part.split("=", 1) for part in row.answers), **who,
            )
        )  # fmt: skip
    apply(applied)


class DemoDecisionRow(TableRow):
    """One line of demo/call_decisions.csv: what the reviewers gave an application of a call that is decided.

    All lines of a call name the same people. Scores are written "criterion=score", separated by semicolons.
    """

    call: str
    title: str
    scores: Items
    runner: str
    reviewers: Items
    decider: str
    concluder: str
    days_ago: Annotated[int, Field(ge=0, le=300)]
    source: str


def load_decisions(rows: list[tuple[int, DemoDecisionRow]]) -> None:
    """Review and decide what was not yet."""
    cast = Cast(now())
    calls = {call.seed: call for call in Call.objects.filter(rounds=None, state=CallState.PUBLISHED)}
    scores: dict[str, dict[str, dict[str, int]]] = {}
    first: dict[str, tuple[int, DemoDecisionRow]] = {}
    for line, row in rows:
        if any(not part.partition("=")[2].isdigit() for part in row.scores):
            raise BadRow(line, "scores", row.scores[0])
        scores.setdefault(row.call, {})[row.title] = {
            code: int(value) for code, _is, value in (part.partition("=") for part in row.scores)
        }
        first.setdefault(row.call, (line, row))
    for code, (line, row) in first.items():
        if call := calls.get(seed_of(code)):
            who = {name: lookup(cast.people, getattr(row, name).partition("@")[0], line, name)
                   for name in ("runner", "decider", "concluder")}  # fmt: skip
            people = [lookup(cast.people, one.partition("@")[0], line, "reviewers") for one in row.reviewers]
            at = cast.moment(-row.days_ago, APPLIED)
            judge(Judged(call=call, reviewers=people, at=at, scores=scores[code], **who))


TABLES = [
    Document(
        FOLDER, Kind, load, order=450, optional=True, key=lambda kind: (kind.key, kind.valid_from), key_field="key",
        check=flaws,
    ),
    Table("demo/calls.csv", DemoCallRow, load_calls, order=640, optional=True, demo=True, key=("code",)),
    Table(
        "demo/call_applications.csv", DemoApplicationRow, load_applications, order=641, optional=True, demo=True,
        refers={"call": "demo/calls.csv"},
    ),
    Table(
        "demo/call_decisions.csv", DemoDecisionRow, load_decisions, order=642, optional=True, demo=True,
        refers={"call": "demo/calls.csv"},
    ),
]  # fmt: skip
