"""A panel whose items come in batches over a year: each is assigned with regard to what an earlier year brought."""

import datetime as dt
from collections import Counter

import pytest

from kosetsu.across.matching.actions import readers
from kosetsu.across.matching.documents.panels import question_of
from kosetsu.across.matching.models import Best, Stage, Way
from kosetsu.across.matching.tests.review_panels import (
    ask,
    assigned,
    conflict_rules,
    found,
    pairs,
    reader_points,
    settle,
    two_each,
)
from kosetsu.common.decisions import Refused
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Item
from kosetsu.foundation.reviews.tests.conftest import made
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
MONTHS = dt.timedelta(days=61)


@pytest.fixture
def panel(institute, db):
    """Items 1 and 2 are the first batch, two months ago; the others are the second."""
    reader_points()
    conflict_rules()
    panel = two_each(institute)
    Item.objects.filter(pk__in=[one.pk for one in panel.items[:2]]).update(batch=1, received_at=AT - MONTHS)
    Item.objects.filter(pk__in=[one.pk for one in panel.items[2:]]).update(batch=2)
    return panel


@pytest.fixture
def last_year(panel):
    before = made(panel.runner, AT - dt.timedelta(days=370), reviews_each=2)
    given = [
        reviews.Given(f"P-{n}", "昨年の製品", "昨年の会社", AT - dt.timedelta(days=365 - 61 * batch), batch=batch)
        for n, batch in enumerate((1, 2, 3, 3))
    ]  # fmt: skip
    reviews.add_items(by=panel.runner, at=AT, panel=before, given=given)
    return before


def test_batch_is_assigned_alone_and_what_its_readers_had_before_counts(panel):
    settle(panel, found(panel, batch=1))
    reviews.add_reviewer(by=panel.runner, at=AT, panel=panel.panel, person=panel.reviewers[3].person, most=2)
    had = Counter(reader for _item, reader in assigned(panel))
    ended = found(panel, batch=2)
    now = Counter(reader for _item, reader in pairs(ended))
    assert {item for item, _reader in pairs(ended)} == {one.pk for one in panel.items[2:]}
    assert (ended.stage, now.total(), had[panel.reviewers[3].pk] + now[panel.reviewers[3].pk] <= 2) == (
        "found",
        6,
        True,
    )


def test_load_of_a_batch_and_of_its_month_hold(panel):
    one, other = panel.reviewers[:2]
    readers.set_load(by=panel.runner, at=AT, reviewer=one, batch=2, least=3, most=3)
    readers.set_load(by=panel.runner, at=AT, reviewer=other, month=AT.date(), least=0, most=0)
    for best in Best:
        counts = Counter(reader for _item, reader in pairs(found(panel, batch=2, best=best, floor=2)))
        assert (counts[one.pk], counts[other.pk]) == (3, 0)


def test_later_batches_of_an_earlier_year_are_expected_and_batches_that_came_are_not(panel, last_year):
    proposal = ask(panel, batch=2, forecast=last_year)
    year = question_of(proposal, AT).year
    assert Counter(min(like.item.spans) for like in year.expected) == {"batch 1": 1, "batch 2": 1, "batch 3": 2}
    assert [min(like.item.spans) for like in year.seen] == ["batch 1", "batch 1"]
    assert {max(like.item.spans) for like in year.expected if "batch 2" in like.item.spans} == {"month 2026-11"}


def test_batch_with_a_forecast_is_found_and_settled(panel, last_year):
    ended = settle(panel, found(panel, batch=2, forecast=last_year))
    assert (ended.stage, len(assigned(panel))) == (Stage.DECIDED, 6)


def test_minimum_of_the_year_that_only_this_batch_can_bring_is_brought(panel, last_year):
    settle(panel, found(panel, batch=1))
    had = Counter(reader for _item, reader in assigned(panel))
    few = min(panel.reviewers, key=lambda one: had[one.pk])
    reviews.add_reviewer(
        by=panel.runner, at=AT, panel=panel.panel, person=few.person, senior=few.senior, least=had[few.pk] + 3
    )
    counts = Counter(reader for _item, reader in pairs(found(panel, batch=2)))
    assert counts[few.pk] == 3


def test_batch_is_planned_anew_with_few_changes_after_somebody_left(panel):
    settle(panel, found(panel, batch=2))
    before, gone = assigned(panel), panel.reviewers[2]
    reviews.remove_reviewer(by=panel.runner, at=AT, reviewer=gone, reason="異動")
    settle(panel, found(panel, batch=2, way=Way.AGAIN))
    assert len({pair for pair in before if pair[1] != gone.pk} - assigned(panel)) <= 3


def test_forecast_without_a_batch_is_refused(panel, last_year):
    with pytest.raises(Refused, match="回を選んだとき"):
        ask(panel, forecast=last_year)


def test_batch_without_items_is_refused(panel):
    with pytest.raises(Refused, match="審査対象がありません"):
        ask(panel, batch=9)
