import datetime as dt
from fractions import Fraction

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.reviews import actions
from kosetsu.foundation.reviews.documents.results import replayed, results
from kosetsu.foundation.reviews.models import Item, Panel, Review
from kosetsu.foundation.reviews.states import Ground, PanelState, ReviewState
from kosetsu.foundation.reviews.tests.conftest import FULL, board, hand_in, marks
from tests.fixtures import AT

HOUR = dt.timedelta(hours=1)


def refused(match, verb, **given):
    with pytest.raises(Refused, match=match):
        verb(at=given.pop("at", AT), **given)


def test_reviewer_sees_what_is_assigned_and_nothing_else(panel):
    panel.assign(1, 0)
    person = panel.reviewers[0].person
    assert [item.number for item in Item.objects.visible_to(person)] == ["R-2"]
    assert list(Panel.objects.visible_to(person)) == [panel.panel]
    assert list(Review.objects.visible_to(panel.reviewers[1].person)) == []


def test_company_sees_no_panel_no_item_no_review(panel, company):
    panel.assign(0, 0)
    person = company.engineer
    seen = [model.objects.visible_to(person).count() for model in (Panel, Item, Review)]
    assert seen == [0, 0, 0]


def test_score_outside_the_scale_is_refused_by_the_name_of_its_criterion(panel):
    review = panel.assign(0, 0)
    panel.open()
    with pytest.raises(Refused, match="「新規性」の点は、1から5までです（6と書かれています）"):
        hand_in(review, {**FULL, "novelty": 6})
    assert not review.scores.exists()


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ({"novelty": None, "market": 3, "plan": 3}, "「新規性」に点を付けてください"),
        ({"novelty": 3, "market": 3}, "「計画の確かさ」に点を付けてください"),
    ],
)
def test_what_lacks_a_score_is_not_handed_in(panel, scores, said):
    review = panel.assign(0, 0)
    panel.open()
    with pytest.raises(Refused, match=said):
        hand_in(review, scores)


def test_criterion_that_asks_for_a_comment_gets_one(panel):
    review = panel.assign(0, 0)
    panel.open()
    with pytest.raises(Refused, match="「計画の確かさ」にはコメントが必要"):
        actions.hand_in(by=review.reviewer.person, at=AT, review=review, marks=marks(FULL, ""), comment="")


def test_nothing_is_scored_before_the_panel_opens_nor_after_the_deadline(institute):
    panel = board(institute, due_at=AT + HOUR)
    review = panel.assign(0, 0)
    with pytest.raises(Refused):
        hand_in(review, FULL)
    panel.open()
    with pytest.raises(Refused, match="に締め切りました"):
        hand_in(review, FULL, AT + HOUR + dt.timedelta(seconds=1))
    assert hand_in(review, FULL, AT + HOUR).state == ReviewState.HANDED_IN


def test_promise_of_secrecy_comes_first(institute):
    panel = board(institute, secrecy="審査で知ったことを漏らさない。")
    review = panel.assign(0, 0)
    panel.open()
    refused("守秘の約束が必要", actions.open_review, by=review.reviewer.person, review=review)
    actions.promise(by=review.reviewer.person, at=AT, reviewer=review.reviewer)
    assert actions.open_review(by=review.reviewer.person, at=AT, review=review).opened_at == AT


def test_handed_in_review_changes_only_once_it_was_returned(panel):
    review = panel.assign(0, 0)
    panel.open()
    hand_in(review, FULL)
    with pytest.raises(Refused, match="提出済み"):
        hand_in(review, {**FULL, "plan": 4})
    actions.return_review(by=panel.runner, at=AT, review=review, reason="根拠を書いてください")
    hand_in(review, {**FULL, "plan": 4})
    assert [score.value for score in review.scores.all()] == [5, 5, 4]


def test_nobody_reviews_an_item_twice_and_loads_are_kept(panel):
    panel.assign(0, 0)
    with pytest.raises(Refused, match="すでに"):
        panel.assign(0, 0)
    actions.add_reviewer(by=panel.runner, at=AT, panel=panel.panel, person=panel.reviewers[0].person, most=1)
    panel.reviewers[0].refresh_from_db()
    with pytest.raises(Refused, match="上限の1件"):
        panel.assign(1, 0)


def test_nothing_is_assigned_on_a_day_of_leave(panel):
    day = AT.date()
    actions.grant_leave(by=panel.runner, at=AT, reviewer=panel.reviewers[0], begins_on=day, ends_on=day)
    with pytest.raises(Refused, match="休んでいます"):
        panel.assign(0, 0)
    assert panel.assign(0, 0, AT + dt.timedelta(days=1)).state == ReviewState.ASSIGNED


def test_story_3_mean_of_three_when_the_fourth_has_a_conflict_with_applicant_3(panel):
    """Story 3: five applicants, four reviewers; the one in conflict scores nothing, the mean is that of the three."""
    fourth = panel.reviewers[3]
    actions.enter_conflict(
        by=panel.runner, at=AT, item=panel.items[2], person=fourth.person, ground=Ground.OTHER, detail="共同で出願"
    )
    panel.open()
    for item in range(5):
        for reviewer in range(4):
            if (item, reviewer) != (2, 3):
                hand_in(panel.assign(item, reviewer), {"novelty": 1 + (item + reviewer) % 5, "market": 3, "plan": 3})
    actions.begin_calibration(by=panel.runner, at=AT, panel=panel.panel)
    found = {one.item: one for one in actions.close_panel(by=panel.runner, at=AT, panel=panel.panel)}
    third = found[str(panel.items[2].public_id)]
    assert (third.handed_in, third.points) == (3, Fraction(5 * (2 * (3 + 4 + 5) + 6 * 3), 3))
    assert list(found.values()) == replayed(panel.panel)


def test_panel_with_an_item_below_its_quorum_does_not_close_and_names_it(panel):
    panel.open()
    hand_in(panel.assign(0, 0), FULL)
    refused("「R-1 製品 1」は、提出された審査票が1件", actions.close_panel, by=panel.runner, panel=panel.panel)
    assert Panel.objects.get().state == PanelState.SCORING


def test_withdrawn_item_counts_nowhere(panel):
    panel.open()
    hand_in(panel.assign(0, 0), FULL)
    actions.withdraw_item(by=panel.runner, at=AT, item=panel.items[0], reason="申請者が取り下げた")
    assert [one.item for one in results(panel.panel)] == sorted(str(item.public_id) for item in panel.items[1:])
    assert results(panel.panel) == replayed(panel.panel)


def test_calibration_sets_points_with_a_reason_and_needs_minutes(panel):
    panel.open()
    for reviewer in (0, 1):
        hand_in(panel.assign(0, reviewer), FULL)
    actions.begin_calibration(by=panel.runner, at=AT, panel=panel.panel)
    given = {
        "by": panel.runner, "at": AT, "panel": panel.panel, "held_on": AT.date(), "present": panel.reviewers[:2],
        "agreed": [actions.Agreed(panel.items[0], Fraction(185, 2), "市場の大きさを見直した")],
    }  # fmt: skip
    with pytest.raises(Refused, match="議事録を書いてください"):
        actions.hold_calibration(minutes=" ", **given)
    actions.hold_calibration(minutes="全員で見直した。", **given)
    first = next(one for one in results(panel.panel) if one.item == str(panel.items[0].public_id))
    assert (first.points, first.agreed) == (Fraction(185, 2), True)
    assert results(panel.panel) == replayed(panel.panel)


def test_who_has_a_conflict_is_not_in_the_meeting_about_the_item(panel):
    actions.enter_conflict(
        by=panel.runner, at=AT, item=panel.items[0], person=panel.reviewers[0].person, ground=Ground.OTHER, detail="兄"
    )
    panel.open()
    actions.begin_calibration(by=panel.runner, at=AT, panel=panel.panel)
    with pytest.raises(Refused, match="合議に加われません"):
        actions.hold_calibration(
            by=panel.runner, at=AT, panel=panel.panel, held_on=AT.date(), present=panel.reviewers, minutes="見直した",
            agreed=[actions.Agreed(panel.items[0], Fraction(80), "高い")],
        )  # fmt: skip
    assert not panel.panel.calibrations.exists()
