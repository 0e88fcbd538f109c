"""What the database refuses, though no action asked."""

import pytest
from django.db import IntegrityError, transaction

from kosetsu.foundation.reviews.models import Conflict, Review, Score, Step
from kosetsu.foundation.reviews.states import Ground, Origin, ReviewState
from kosetsu.foundation.reviews.tests.conftest import FULL, board, hand_in
from tests.fixtures import AT


def refused(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def conflict(item, reviewer, **given):
    return Conflict.objects.create(
        item=item, person=reviewer.person, ground=Ground.OTHER, origin=Origin.ENTERED, found_at=AT, **given
    )


def review(panel, item, reviewer):
    return Review.objects.create(item=item, reviewer=reviewer, assigned_by=panel.runner, assigned_at=AT)


def test_review_against_a_conflict_is_refused_against_a_lifted_one_it_is_not(panel):
    known = conflict(panel.items[0], panel.reviewers[0])
    refused(lambda: review(panel, panel.items[0], panel.reviewers[0]))
    Conflict.objects.filter(pk=known.pk).update(lifted_at=AT, lifted_because="別人")
    assert review(panel, panel.items[0], panel.reviewers[0]).pk


def test_conflict_beside_a_review_that_counts_is_refused(panel):
    own = review(panel, panel.items[0], panel.reviewers[0])
    refused(lambda: conflict(panel.items[0], panel.reviewers[0]))
    Review.objects.filter(pk=own.pk).update(state=ReviewState.VOID, reason="利益相反")
    assert conflict(panel.items[0], panel.reviewers[0]).pk


def test_void_review_does_not_come_back_against_a_conflict(panel):
    own = review(panel, panel.items[0], panel.reviewers[0])
    Review.objects.filter(pk=own.pk).update(state=ReviewState.VOID, reason="利益相反")
    conflict(panel.items[0], panel.reviewers[0])
    refused(lambda: Review.objects.filter(pk=own.pk).update(state=ReviewState.ASSIGNED))


@pytest.mark.parametrize(("code", "value"), [("novelty", 0), ("novelty", 6), ("novelty", None)])
def test_score_off_its_scale_is_refused(panel, code, value):
    own = review(panel, panel.items[0], panel.reviewers[0])
    criterion = panel.panel.criteria.get(code=code)
    refused(lambda: Score.objects.create(review=own, criterion=criterion, value=value))


def test_score_by_another_panels_criterion_is_refused(panel, institute):
    own = review(panel, panel.items[0], panel.reviewers[0])
    foreign = board(institute).panel.criteria.get(code="novelty")
    refused(lambda: Score.objects.create(review=own, criterion=foreign, value=3))


def test_handed_in_scores_stay(panel):
    own = panel.assign(0, 0)
    panel.open()
    hand_in(own, FULL)
    refused(lambda: own.scores.update(value=1))
    refused(lambda: own.scores.first().delete())


def test_review_of_another_panels_item_is_refused(panel, institute):
    refused(lambda: review(panel, board(institute).items[0], panel.reviewers[0]))


def test_log_is_only_added_to(panel):
    refused(lambda: Step.objects.filter(panel=panel.panel).update(verb="hand_in"))
