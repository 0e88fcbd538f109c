"""A panel of four reviewers and five applications, as story 3 has it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.models import Membership
from kosetsu.foundation.parties.states import MembershipRole, StaffRole
from kosetsu.foundation.reviews import actions
from kosetsu.foundation.reviews.models import Item, Panel, Review, Reviewer
from tests import build
from tests.fixtures import AT

APPLICANTS = (
    "城東精密株式会社",
    "有限会社青海めっき",
    "港南ロボット株式会社",
    "株式会社羽田センサ",
    "合同会社深川食品",
)
CRITERIA = (
    actions.Asked("novelty", "新規性", 5, 1, weight=2),
    actions.Asked("market", "市場性", 5, 1, may_be_na=True),
    actions.Asked("plan", "計画の確かさ", 5, 1, comment_needed=True, veto_below=2),
)
FULL = {"novelty": 5, "market": 5, "plan": 5}


@dataclass(frozen=True)
class Board:
    """The panel and everyone in it; ``runner`` holds the post that runs it."""

    panel: Panel
    runner: Person
    reviewers: list[Reviewer]
    items: list[Item]

    def assign(self, item: int, reviewer: int, at: dt.datetime = AT) -> Review:
        pair = actions.Pair(self.items[item], self.reviewers[reviewer])
        return actions.assign(by=self.runner, at=at, panel=self.panel, pairs=[pair])[0]

    def open(self) -> None:
        actions.open_scoring(by=self.runner, at=AT, panel=self.panel)
        self.panel.refresh_from_db()


def made(runner: Person, at: dt.datetime = AT, **changes: Any) -> Panel:
    """Three reviews for an application, two are enough."""
    given: dict[str, Any] = {
        "title": "入居者選定審査会", "criteria": CRITERIA, "offices": [StaffRole.REVIEW], "reviews_each": 3,
        "quorum": 2,
    }  # fmt: skip
    return actions.make_panel(by=runner, at=at, **{**given, **changes})


def board(institute: build.Institute | None, **changes: Any) -> Board:
    """A panel of its own; the institute stands for nothing but that there is one."""
    runner = build.post(build.person("審査 係"), StaffRole.REVIEW, institute.head_office if institute else None)
    panel = made(runner, **changes)
    people = [build.person(f"審査員 {name}") for name in "甲乙丙丁"]
    reviewers = [actions.add_reviewer(by=runner, at=AT, panel=panel, person=one) for one in people]
    given = [
        actions.Given(f"R-{number}", f"製品 {number}", name, AT + dt.timedelta(minutes=number))
        for number, name in enumerate(APPLICANTS, start=1)
    ]
    return Board(panel, runner, reviewers, actions.add_items(by=runner, at=AT, panel=panel, given=given))


@pytest.fixture
def panel(institute: build.Institute) -> Board:
    return board(institute)


def marks(scores: Mapping[str, int | None], comment: str = "見本を見た") -> dict[str, actions.Mark]:
    return {code: actions.Mark(value, comment) for code, value in scores.items()}


def hand_in(review: Review, scores: Mapping[str, int | None], at: dt.datetime = AT) -> Review:
    return actions.hand_in(by=review.reviewer.person, at=at, review=review, marks=marks(scores), comment="")


def joins(person: Person, company: build.Company, until: dt.date | None = None) -> Membership:
    """The person acts, or acted, for the company."""
    return Membership.objects.create(
        person=person, organisation=company.organisation, role=MembershipRole.ENGINEER, until=until
    )
