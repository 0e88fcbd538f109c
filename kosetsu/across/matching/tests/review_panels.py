"""A panel of reviews for the tests of proposals: five items, four reviewers, and what their deeds are worth."""

import datetime as dt
from typing import Any

from kosetsu.across.matching.actions import panels as actions
from kosetsu.across.matching.actions.panel_search import search
from kosetsu.across.matching.models import PanelProposal, ReaderPoints
from kosetsu.foundation.reviews.models import ConflictRule, Item, Review
from kosetsu.foundation.reviews.states import Ground
from kosetsu.foundation.reviews.tests.conftest import Board, board
from tests import build
from tests.fixtures import AT

POINTS = {"fields": 100, "cases": 400, "tests": 200, "talks": 100, "reviews": 100, "want": 300, "may": 50}


def reader_points(**changed: int) -> None:
    """As the institute's table has them."""
    for kind, points in {**POINTS, **changed}.items():
        ReaderPoints.objects.create(kind=kind, points=points, valid_from=dt.date(2020, 4, 1), source="試験")


def conflict_rules() -> None:
    for ground in (Ground.SAME_COMPANY, Ground.JOINT_RESEARCH, Ground.PAID_SUPPORT):
        ConflictRule.objects.create(ground=ground, years=3, source="試験")


def two_each(institute: build.Institute | None, **changes: Any) -> Board:
    """Two review an item; the first of the four is a senior."""
    made = board(institute, reviews_each=2, quorum=1, **changes)
    made.reviewers[0].senior = True
    made.reviewers[0].save()
    return made


def ask(panel: Board, at: dt.datetime = AT, keeping: PanelProposal | None = None, **terms: Any) -> PanelProposal:
    given: dict[str, Any] = {"by": panel.runner, "at": at, "panel": panel.panel, "keeping": keeping}
    return actions.ask_for_reviewers(**given, terms=actions.Terms(**{"seconds": 20, **terms}))


def found(panel: Board, **asked: Any) -> PanelProposal:
    return search(ask(panel, **asked))


def settle(panel: Board, proposal: PanelProposal, at: dt.datetime = AT) -> PanelProposal:
    return actions.settle_assignment(by=panel.runner, at=at, proposal=proposal)


def pairs(proposal: PanelProposal) -> set[tuple[int, int]]:
    """Row numbers of items and reviewers, as proposed."""
    return {(one["item"], one["reviewer"]) for one in proposal.pairs}


def assigned(panel: Board) -> set[tuple[int, int]]:
    """The same as it stands."""
    rows = Review.objects.alive().filter(item__panel=panel.panel)
    return set(rows.values_list("item", "reviewer"))


def says(item: Item, text: str, **columns: Any) -> None:
    Item.objects.filter(pk=item.pk).update(text=text, **columns)
