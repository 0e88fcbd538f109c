"""Random lives of a panel: whatever happens in whatever order, its log gives the same ranking as its records, nobody
reviews against a conflict, and no result stands on less than the quorum. ``KOSETSU_REVIEW_WALKS=5000`` for more.
"""

import datetime as dt
import os
from fractions import Fraction
from random import Random

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.reviews import actions
from kosetsu.foundation.reviews.documents.results import replayed, results
from kosetsu.foundation.reviews.models import Conflict, Review
from kosetsu.foundation.reviews.rules.ranking import ranked
from kosetsu.foundation.reviews.states import Ground, ReviewState
from kosetsu.foundation.reviews.tests.conftest import board, marks
from tests.fixtures import AT

WALKS = int(os.environ.get("KOSETSU_REVIEW_WALKS", "6"))
STEPS = 60


def _walk(panel, dice):
    """One life: every step is tried, some are refused."""
    for minute in range(STEPS):
        at = AT + dt.timedelta(minutes=minute)
        try:
            _step(panel, dice, at)
        except Refused:
            continue
        yield minute


def _step(panel, dice, at):
    item, reviewer = dice.choice(panel.items), dice.choice(panel.reviewers)
    reviews = list(Review.objects.filter(item=item).select_related("item__panel", "reviewer__person"))
    review = dice.choice(reviews) if reviews else None
    given = {"by": panel.runner, "at": at}
    scores = {code: dice.choice([1, 2, 3, 4, 5, 6, None]) for code in ("novelty", "market", "plan")}
    moves = {
        "assign": lambda: actions.assign(**given, panel=panel.panel, pairs=[actions.Pair(item, reviewer)]),
        "hand_in": lambda: review and actions.hand_in(
            by=review.reviewer.person, at=at, review=review, marks=marks(scores), comment=""
        ),
        "return": lambda: review and actions.return_review(**given, review=review, reason="根拠がない"),
        "take_away": lambda: review and actions.take_away(**given, review=review, reason="忙しい"),
        "block": lambda: actions.enter_conflict(
            **given, item=item, person=reviewer.person, ground=dice.choice([Ground.OTHER, Ground.TENANCY])
        ),
        "withdraw": lambda: actions.withdraw_item(**given, item=item, reason="取り下げ"),
        "remove": lambda: actions.remove_reviewer(**given, reviewer=reviewer, reason="退任"),
        "open": lambda: actions.open_scoring(**given, panel=panel.panel),
        "calibrate": lambda: actions.begin_calibration(**given, panel=panel.panel),
        "agree": lambda: actions.hold_calibration(
            **given, panel=panel.panel, held_on=at.date(), present=[reviewer], minutes="見直した",
            agreed=[actions.Agreed(item, Fraction(dice.randint(0, 200), 2), "見直した")],
        ),
        "resume": lambda: actions.resume_scoring(**given, panel=panel.panel, reason="審査票が足りない"),
        "close": lambda: actions.close_panel(**given, panel=panel.panel),
        "reopen": lambda: actions.reopen_panel(**given, panel=panel.panel, reason="不服の申立て"),
    }  # fmt: skip
    often = ["assign"] * 6 + ["hand_in"] * 14 + ["block"] * 2
    moves[dice.choice([*often, *moves])]()


@pytest.mark.parametrize("seed", range(WALKS))
def test_log_and_records_agree_after_every_step(institute, seed):
    panel = board(institute)
    panel.open() if seed % 2 else None
    for _minute in _walk(panel, Random(seed)):
        found = results(panel.panel)
        assert found == replayed(panel.panel)
        assert [one.result.handed_in >= panel.panel.quorum for one in ranked(found)] == [True] * len(ranked(found))
    barred = set(Conflict.objects.in_force().values_list("item", "person"))
    counted = Review.objects.exclude(state=ReviewState.VOID).values_list("item", "reviewer__person")
    assert barred.isdisjoint(counted)
