"""The demo's course on demand: planned, published, with its films, captions and questions."""

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

from django.conf import settings
from django.core.files.base import ContentFile
from pydantic import Field

from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Table, TableRow, lookup
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings import actions as gatherings
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.parties.models import Branch
from kosetsu.services.training import actions
from kosetsu.services.training.models import OnDemandCourse
from kosetsu.services.training.rules.learning import MOST_AT_ONCE

OPEN_SINCE = dt.timedelta(days=3)
CAPTION_SECONDS = 12
Lines = list[tuple[int, Any]]


class DemoCourseRow(TableRow):
    """One course on demand, open for so many days from the loading."""

    title: str
    summary: str
    branch: str
    open_days: Annotated[int, Field(ge=1, le=365)]
    planner: str
    approver: str
    seen_percent: Annotated[int, Field(ge=1, le=100)]
    pass_percent: Annotated[int, Field(ge=1, le=100)]
    most_attempts: Annotated[int, Field(ge=1, le=20)]
    guests: int = 0
    source: str


class DemoPartRow(TableRow):
    """One film of a course, a file of demo/films; ``captions`` are its lines, each shown for twelve seconds."""

    course: str
    title: str
    film: str
    seconds: Annotated[int, Field(ge=1)]
    captions: str = ""
    source: str


class DemoQuestionRow(TableRow):
    """One question; choices are parted by "|", the right ones are counted from 1."""

    course: str
    text: str
    choices: str
    right: str
    source: str


def load_courses(rows: Lines) -> None:
    """Plan and publish what is not there yet."""
    cast = Cast(now())
    branches = {one.code: one for one in Branch.objects.all()}
    people = {str(one.email): one for one in cast.people.values()}
    for line, row in rows:
        if Gathering.objects.filter(title=row.title, format=Format.ON_DEMAND).exists():
            continue
        planner, approver = (lookup(people, getattr(row, name), line, name) for name in ("planner", "approver"))
        begins, ends = cast.at - OPEN_SINCE, cast.at + dt.timedelta(days=row.open_days)
        plan = gatherings.Plan(
            service="training", kind="seminar", title=row.title, summary=row.summary, format=Format.ON_DEMAND,
            branch=lookup(branches, row.branch, line, "branch"), parts=[gatherings.Part(begins, ends)],
            pools=[gatherings.Pool(str(Format.ON_DEMAND.label), Format.ONLINE)],
            registers_from=begins, registers_until=ends,
        )  # fmt: skip
        made = gatherings.plan_gathering(by=planner, at=cast.at, plan=plan)
        made = gatherings.approve_gathering(by=approver, at=cast.at, gathering=made)
        asks = row.model_dump(include={"seen_percent", "pass_percent", "most_attempts"})
        actions.set_up(by=planner, at=cast.at, gathering=made, **asks)
        made = gatherings.publish(by=planner, at=cast.at, gathering=made)
        for number in range(1, row.guests + 1):
            guest = gatherings.Guest(f"Learner {number:02}", f"learner{number:02}@demo.example.jp")
            gatherings.register(
                by=None, at=cast.at, gathering=made, quota=made.quotas.get(), guests=[guest], agreed=True
            )


def load_parts(rows: Lines) -> None:
    """Films of courses that have none."""
    folder = Path(settings.KOSETSU_INSTITUTE_DIR) / "demo" / "films"
    bare = {one.gathering.title: one for one in _courses().filter(parts=None)}
    for line, row in rows:
        if not (folder / row.film).is_file():
            raise BadRow(line, "film", row.film)
        if course := bare.get(row.course):
            given = actions.PartGiven(
                row.title, ContentFile((folder / row.film).read_bytes(), row.film), row.seconds, _captions(row.captions)
            )
            actions.add_part(by=course.gathering.planned_by, at=now(), gathering=course.gathering, given=given)


def load_questions(rows: Lines) -> None:
    """Questions of courses that have none."""
    bare = {one.gathering.title: one for one in _courses().filter(questions=None)}
    for line, row in rows:
        choices, right = row.choices.split("|"), [place.strip() for place in row.right.split("|")]
        if not all(place.isdigit() and 1 <= int(place) <= len(choices) for place in right):
            raise BadRow(line, "right", row.right)
        if course := bare.get(row.course):
            actions.add_question(
                by=course.gathering.planned_by, at=now(), gathering=course.gathering, text=row.text, choices=choices,
                right=[int(place) - 1 for place in right],
            )  # fmt: skip


class DemoLearnerRow(TableRow):
    """One person of the demo who has watched all of a course without a test."""

    course: str
    person: str
    source: str


def load_learners(rows: Lines) -> None:
    """Register and watch, once each."""
    cast = Cast(now())
    courses = {one.gathering.title: one for one in _courses()}
    for line, row in rows:
        course, person = lookup(courses, row.course, line, "course"), lookup(cast.people, row.person, line, "person")
        gathering = course.gathering
        if gathering.registrations.filter(person=person).exists():
            continue
        guest = gatherings.Guest(person.name, str(person.email))
        [made] = gatherings.register(
            by=person, at=cast.at, gathering=gathering, quota=gathering.quotas.get(), guests=[guest], agreed=True
        )
        for part in course.parts.all():
            for first in range(0, part.seconds, MOST_AT_ONCE):
                last = min(first + MOST_AT_ONCE, part.seconds)
                actions.watch(at=cast.at, registration=made, part=part, spans=[(first, last)], second=last)


def _courses() -> Any:
    return OnDemandCourse.objects.select_related("gathering__planned_by").order_by("pk")


def _captions(lines: str) -> str:
    """WebVTT of the lines, one after the other."""
    if not lines:
        return ""
    cues = [
        f"{_clock(n * CAPTION_SECONDS)} --> {_clock((n + 1) * CAPTION_SECONDS)}\n{line}"
        for n, line in enumerate(lines.split("|"))
    ]
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def _clock(second: int) -> str:
    return f"{second // 60:02}:{second % 60:02}.000"


TABLES = [
    Table(
        "demo/on_demand.csv", DemoCourseRow, load_courses, order=616, optional=True, demo=True,
        refers={"branch": "branches.csv", "planner": "demo/people.csv", "approver": "demo/people.csv"},
    ),
    Table("demo/on_demand_parts.csv", DemoPartRow, load_parts, order=617, optional=True, demo=True),
    Table("demo/on_demand_questions.csv", DemoQuestionRow, load_questions, order=618, optional=True, demo=True),
    Table("demo/on_demand_learners.csv", DemoLearnerRow, load_learners, order=619, optional=True, demo=True),
]  # fmt: skip
