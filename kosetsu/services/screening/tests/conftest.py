"""Short words for the tests of the screening: a body with its form, people in their parts, a programme's life."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from kosetsu.common.spreadsheets import write_xlsx
from kosetsu.common.text import fold_company
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.parties.models import Membership, Organisation
from kosetsu.foundation.parties.states import MembershipRole, StaffRole
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import ConflictRule, Item, Review, Reviewer
from kosetsu.services.screening import actions
from kosetsu.services.screening.documents.intake import Read, columns_of
from kosetsu.services.screening.models import RequestingBody, ReturnPaper, ScreeningProgramme, Submission
from kosetsu.services.screening.rules.forms import Form
from kosetsu.services.screening.rules.sheets import Sheet
from kosetsu.services.screening.states import Way
from kosetsu.services.screening.tables.editions import load_form, load_sheet
from tests import build
from tests.fixtures import AT

DUE = dt.date(2026, 12, 18)
SHEET: dict[str, Any] = {
    "key": "sheet", "title": "審査票", "valid_from": "2021-04-01", "source": "試験", "readers_each": 2,
    "secrecy": "漏らさない。",
    "criteria": [
        {"code": "novelty", "label": "新規性", "lowest": 1, "highest": 5, "weight": 2},
        {"code": "plan", "label": "計画", "lowest": 1, "highest": 5, "may_be_na": True},
    ],
}  # fmt: skip
FORM: dict[str, Any] = {
    "key": "form", "title": "結果一覧", "valid_from": "2021-04-01", "source": "試験", "sheet": "結果", "first_row": 4,
    "cells": {"A1": "{programme} {body}", "B2": "{number}"},
    "columns": [
        {"column": "A", "heading": "番号", "value": "number"},
        {"column": "B", "heading": "企業", "value": "applicant"},
        {"column": "C", "heading": "総合点", "value": "points", "digits": 1},
        {"column": "D", "heading": "新規性", "value": "criterion:novelty", "digits": 2},
        {"column": "E", "heading": "区分", "value": "grade"},
        {"column": "F", "heading": "所見", "value": "comments"},
    ],
    "grades": [{"at_least": 80, "word": "A"}, {"at_least": 0, "word": "B"}],
    "intake": {"number": "申請番号"},
    "ignored": ["代表者名"],
}  # fmt: skip
FULL = {"novelty": 5, "plan": 5}


@dataclass(frozen=True, slots=True)
class Office:
    """Drives a programme through its life, one short verb each."""

    institute: build.Institute
    body: RequestingBody
    officer: Person
    runner: Person
    head: Person
    readers: list[Person]
    """Reviewers; the last one reads for the second time and reviews nothing."""

    def requested(self, title: str = "新製品助成", at: dt.datetime = AT, **other: Any) -> ScreeningProgramme:
        given = {"body": self.body, "title": title, "due_on": DUE} | other
        return actions.request_programme(by=self.runner, at=at, request=actions.Request(**given))

    def accepted(self, at: dt.datetime = AT, *, each: int | None = None, **other: Any) -> ScreeningProgramme:
        terms = actions.Terms(sheet="" if other.get("way") == Way.COMMITTEE else "sheet", readers_each=each)
        made = self.requested(at=at, **other)
        return actions.accept_programme(by=self.runner, at=at, programme=made, terms=terms)

    def take_in(
        self, programme: ScreeningProgramme, rows: Sequence[Sequence[Any]], at: dt.datetime = AT,
        archive: bytes | None = None, keys: Sequence[str] = ("number", "title", "applicant"),
    ) -> Read:  # fmt: skip
        """Rows of a list, taken in."""
        content = sheet_of(rows, keys)
        given = {"content": content, "name": "一覧.xlsx", "archive": archive}
        return actions.import_submissions(by=self.runner, at=at, programme=programme, **given)

    def filled(
        self, names: Collection[str] = ("甲社", "乙社", "丙社"), at: dt.datetime = AT, **other: Any
    ) -> ScreeningProgramme:
        """A programme with one application of each of these, numbered from one."""
        programme = self.accepted(at, **other)
        rows = [(f"A-{n}", f"製品{n}", name) for n, name in enumerate(names, start=1)]
        assert self.take_in(programme, rows, at).problems == []
        return programme

    def begun(self, programme: ScreeningProgramme, at: dt.datetime = AT) -> ScreeningProgramme:
        """Reviewers have promised, the second reader is named, scoring is open."""
        assert programme.panel
        for person in self.readers:
            reviewer = reviews.add_reviewer(by=self.runner, at=at, panel=programme.panel, person=person)
            reviews.promise(by=person, at=at, reviewer=reviewer)
        programme = actions.begin_review(by=self.runner, at=at, programme=programme)
        return actions.name_second_readers(by=self.runner, at=at, programme=programme, people=[self.readers[-1]])

    def scored(self, programme: ScreeningProgramme, at: dt.datetime = AT) -> ScreeningProgramme:
        """Every application has as many reviews as it needs."""
        assert programme.panel
        for n, item in enumerate(programme.panel.items.waiting().order_by("pk")):
            self.review(item, programme.panel.reviews_each, n, at)
        return programme

    def review(self, item: Item, times: int, turn: int = 0, at: dt.datetime = AT) -> list[Review]:
        """By so many of the reviewers, in turn."""
        free = list(Reviewer.objects.filter(panel=item.panel, person__in=self.readers[:-1]).order_by("pk"))
        chosen = [free[(turn + n) % len(free)] for n in range(times)]
        pairs = [reviews.Pair(item, reviewer) for reviewer in chosen]
        made = reviews.assign(by=self.runner, at=at, panel=item.panel, pairs=pairs)
        for review in made:
            marks = {code: reviews.Mark(value) for code, value in FULL.items()}
            reviews.hand_in(by=review.reviewer.person, at=at, review=review, marks=marks, comment="よい。")
        return made

    def read(self, programme: ScreeningProgramme, at: dt.datetime = AT) -> int:
        every = list(Submission.objects.filter(programme=programme).waiting())
        return actions.read_again(by=self.readers[-1], at=at, programme=programme, submissions=every)

    def submitted(self, programme: ScreeningProgramme, at: dt.datetime = AT) -> ScreeningProgramme:
        """From an accepted programme with applications to its results before the head."""
        programme = self.scored(self.begun(programme, at), at)
        self.read(programme, at)
        return actions.submit_results(by=self.runner, at=at, programme=programme)

    def returned(self, programme: ScreeningProgramme, at: dt.datetime = AT) -> ScreeningProgramme:
        programme = self.submitted(programme, at)
        programme = actions.approve_results(by=self.head, at=at, programme=programme)
        return actions.return_results(by=self.runner, at=at, programme=programme)


def sheet_of(rows: Sequence[Sequence[Any]], keys: Sequence[str]) -> bytes:
    """A list with these columns of the body's form."""
    by_key = {one.key: one for one in columns_of(Form.model_validate(FORM))}
    return write_xlsx([by_key[key] for key in keys], rows, "一覧")


def sheet_in(paper: ReturnPaper) -> Any:
    """The sheet that went back."""
    with paper.file.open("rb") as stored:
        return load_workbook(BytesIO(stored.read()))["結果"]


def counted() -> int:
    """Reviews as the measures count them: a reversal takes one back."""
    rows = Entry.objects.filter(service="screening", kind="review")
    return rows.filter(reverses=None).count() - rows.exclude(reverses=None).count()


def body_of(runner: Person, name: str = "江東区", kind: str = "ward", body_class: str = "ward_city",
            email: str = "") -> RequestingBody:  # fmt: skip
    """A body that is known here, inside the prefecture."""
    organisation = Organisation.objects.create(
        kind=kind, name=name, name_folded=name, area=build.area("131083"), class_decided="large", class_reason="試験"
    )
    return actions.keep_body(
        by=runner, at=AT, organisation=organisation, body_class=body_class, form="form", email=email
    )


def office_of(institute: build.Institute) -> Office:
    load_sheet(Sheet.model_validate(SHEET))
    load_form(Form.model_validate(FORM))
    runner = build.post(build.person("審査 係"), StaffRole.REVIEW, institute.head_office)
    head = build.post(build.person("課 長"), StaffRole.GROUP_HEAD, institute.head_office, institute.surface)
    readers = [
        build.post(build.person(f"研究員 {name}"), StaffRole.RESEARCHER, institute.head_office, institute.surface)
        for name in "甲乙丙丁"
    ]
    body = body_of(runner, email="body@example.jp")
    officer = build.person("区 係")
    Membership.objects.create(person=officer, organisation=body.organisation, role=MembershipRole.OFFICER)
    return Office(institute, body, officer, runner, head, readers)


@pytest.fixture
def office(institute: build.Institute) -> Office:
    build.rules_of_paying()
    ConflictRule.objects.create(ground="same_company", years=3, source="試験")
    return office_of(institute)


@pytest.fixture
def known(institute: build.Institute) -> build.Company:
    """A company as the house registers it: found by its name in whatever way it is written."""
    company = build.company("城東精密株式会社", "131083")
    company.organisation.name_folded = fold_company(company.organisation.name)
    company.organisation.save()
    return company
