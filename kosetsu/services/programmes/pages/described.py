"""A programme's description in words: who may apply, what is given, when, what comes before and after."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kosetsu.common import fiscal
from kosetsu.services.programmes.context import decider_on
from kosetsu.services.programmes.documents import wording
from kosetsu.services.programmes.models import Programme
from kosetsu.services.programmes.pages.cards import asked_under, key_of
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.rules.language import ALWAYS, Course, Description

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CourseShown:
    """One course with its terms."""

    title: str
    clause: str
    who: wording.Branch | None
    terms: Pairs
    uplifts: list[tuple[str, str, wording.Branch]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One description (one round of a programme), ready for a page."""

    description: Description
    title: str
    kind: str
    key: str
    window: wording.WindowState
    windows: list[str]
    who: wording.Branch
    who_short: wording.Branch
    """The same with definitions by their name."""
    courses: list[CourseShown]
    prerequisites: list[wording.Prerequisite]
    evidence: list[str]
    reports: list[str]
    exclusive: Pairs
    stacks: Pairs
    sources: Pairs
    purposes: Pairs

    @property
    def fee(self) -> str:
        return wording.fee_text(self.description.fee_yen)

    @property
    def period(self) -> str:
        return wording.period_text(self.description)

    @property
    def places(self) -> str:
        return wording.places_text(self.description)

    @property
    def award(self) -> str:
        return wording.award_text(self.description)

    @property
    def decision(self) -> str:
        return wording.decision_text(self.description)


def shown(decider: Decider, n: int, at: dt.datetime) -> Shown:
    """Description ``n`` of today's book."""
    book = decider.book
    one = book.descriptions[n]
    return Shown(
        description=one,
        title=wording.named(one.words),
        kind=wording.kind_name(one),
        key=key_of(one),
        window=wording.window_state(one, at, ZoneInfo(settings.TIME_ZONE)),
        windows=wording.windows_text(one),
        who=wording.tree(book, one.who),
        who_short=wording.tree(book, one.who, opened=False),
        courses=[_course(decider, course, place) for place, course in enumerate(one.courses)],
        prerequisites=list(_prerequisites(decider, n)),
        evidence=[wording.named(words) for words in one.evidence],
        reports=[wording.report_text(report) for report in one.reports],
        exclusive=[(code, wording.programme_title(book, code)) for code in one.exclusive_with],
        stacks=[(code, wording.programme_title(book, code)) for code in one.stacks_with],
        sources=[(wording.source_text(source), source.wording) for source in one.sources],
        purposes=[(str(p), wording.named(book.vocabulary.purposes[p - 1])) for p in one.purposes
                  if p <= len(book.vocabulary.purposes)],
    )  # fmt: skip


def _course(decider: Decider, course: Course, place: int) -> CourseShown:
    book = decider.book
    return CourseShown(
        wording.course_title(course, place),
        course.clause,
        None if course.who == ALWAYS else wording.tree(book, course.who),
        wording.course_terms(book, course),
        [(wording.uplift_text(book, one), one.clause, wording.tree(book, one.when)) for one in course.uplifts],
    )


def _prerequisites(decider: Decider, n: int) -> Iterator[wording.Prerequisite]:
    """Steps among the facts that an application asks for."""
    wanted = asked_under(decider, [decider.circuit.who[n]])
    for fact in decider.book.vocabulary.facts:
        if fact.key in wanted and fact.change is not None and fact.change.kind == "step":
            yield wording.prerequisite(decider.book, fact)


def described_now(request: HttpRequest, code: str) -> list[Shown]:
    """What is known today of a programme: one for each round that is in force."""
    asked: Any = request
    decider = decider_on(asked.today, asked.at)
    found = [n for n, one in enumerate(decider.book.descriptions) if one.code == code]
    return [shown(decider, n, asked.at) for n in found]


@require_safe
def described(request: HttpRequest, code: str) -> HttpResponse:
    """A programme by its code: its description in force, and its newest printed edition."""
    printed = Programme.objects.filter(code=code).order_by("-fiscal_year").first()
    found = described_now(request, code)
    if not found and printed is None:
        raise Http404
    title = found[0].title if found else printed.title if printed else code
    year = fiscal.label(printed.fiscal_year) if printed else ""
    context = {"described": found, "programme": printed, "title": title, "year": year}
    return render(request, "programmes/programme.html", context)
