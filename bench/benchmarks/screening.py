"""A body's list of 4,362 applications: 13 bad rows are said by cell, then all come in, with conflicts looked for."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

from bench.clock import LAST_MOMENT
from bench.lines import Line
from bench.scale import submissions
from bench.scale.sizes import Size
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.models import Membership, Organisation
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Conflict, Item
from kosetsu.services.screening import actions
from kosetsu.services.screening.documents.intake import Read
from kosetsu.services.screening.models import RequestingBody, ScreeningProgramme

APPLICATIONS, MISTAKES, SECONDS = 4_362, 13, 60
REVIEWERS, BOUND = 12, 3
"""Reviewers of the panel, and how many companies each of them belongs to: what is looked for is there."""


def run(size: Size) -> Iterator[Line]:
    count = APPLICATIONS if size.rounds > 1 else 60
    runner = Person.objects.get(email="review@demo.example.jp")
    for files in (False, True):
        name = "with a file each" if files else "without files"
        programme = _programme(runner)
        good = submissions.rows(count, uuid4().hex[:6], files=files)
        packed = submissions.archive(good) if files else None
        given: dict[str, Any] = {
            "by": runner,
            "at": LAST_MOMENT,
            "programme": programme,
            "name": "list.xlsx",
            "archive": packed,
        }
        before = Item.objects.count()
        seconds, bad = _timed(actions.import_submissions, content=submissions.sheet(submissions.spoiled(
            good, MISTAKES)), **given)  # fmt: skip
        if len(bad.problems) != MISTAKES or Item.objects.count() != before:
            raise SystemExit(f"{len(bad.problems)} messages, {Item.objects.count() - before} items half-loaded")
        yield Line(
            f"{count:,} applications {name}, {MISTAKES} bad", f"{MISTAKES} messages, nothing taken in, {seconds}"
        )
        seconds, read = _timed(actions.import_submissions, content=submissions.sheet(good), **given)
        found = Conflict.objects.filter(item__panel=programme.panel).count()
        if read.problems or Item.objects.filter(panel=programme.panel).count() != count or not found:
            raise SystemExit(f"not all taken in, or no conflict found: {read.problems[:3]}, {found}")
        wall = seconds.wall
        yield Line(
            f"{count:,} applications {name}, all taken in", f"{found} conflicts found, {seconds}", "the bar",
            f"{SECONDS} s", wall / SECONDS, "of the bar",
        )  # fmt: skip


class Spent:
    """Seconds and seconds of CPU."""

    def __init__(self, wall: float, cpu: float) -> None:
        self.wall, self.cpu = wall, cpu

    def __str__(self) -> str:
        return f"{self.wall:.1f} s, {self.cpu:.1f} s of CPU"


def _timed(act: Callable[..., Read], **given: Any) -> tuple[Spent, Read]:
    wall, cpu = time.perf_counter(), time.process_time()
    answer = act(**given)
    return Spent(time.perf_counter() - wall, time.process_time() - cpu), answer


def _programme(runner: Person) -> ScreeningProgramme:
    """Accepted, with reviewers who belong to some of the companies that apply."""
    body = RequestingBody.objects.get(organisation__kind="prefecture")
    asked = actions.Request(body=body, title=uuid4().hex, due_on=LAST_MOMENT.date())
    made = actions.request_programme(by=runner, at=LAST_MOMENT, request=asked)
    made = actions.accept_programme(by=runner, at=LAST_MOMENT, programme=made, terms=actions.Terms(sheet="new_product"))
    assert made.panel
    companies = list(Organisation.objects.clients().order_by("pk")[: REVIEWERS * BOUND])
    people = Person.objects.filter(posts__role="researcher").distinct().order_by("pk")[:REVIEWERS]
    for n, person in enumerate(people):
        reviews.add_reviewer(by=runner, at=LAST_MOMENT, panel=made.panel, person=person)
        for company in companies[n * BOUND : (n + 1) * BOUND]:
            Membership.objects.get_or_create(
                person=person, organisation=company, workplace=None, role="engineer", until=None
            )
    return made
