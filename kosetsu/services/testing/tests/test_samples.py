"""Samples: gapless numbers, exactly one holder at every moment, whatever writes."""

import datetime as dt
import os
import random
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kosetsu.common.decisions import Refused
from kosetsu.services.testing import actions
from kosetsu.services.testing.actions import Brought
from kosetsu.services.testing.models import Custody, Sample
from kosetsu.services.testing.tests.conftest import Life

pytestmark = pytest.mark.django_db
TRANSFERS = int(os.environ.get("KOSETSU_CUSTODY_TRANSFERS", "500"))
"""10,000 for the whole proof."""


@pytest.fixture
def sample(life: Life) -> Sample:
    return life.sample(life.accepted())


def chain(sample: Sample) -> list[tuple[int, str]]:
    return list(sample.custody.values_list("position", "kind"))


def test_received_samples_have_gapless_numbers_and_the_receiver_holds_them(life: Life) -> None:
    order = life.accepted()
    with pytest.raises(Refused, match="個数"):
        actions.receive_samples(
            by=life.staff.counter, at=life.at, order=order, brought=[Brought(name="a"), Brought(name="b", pieces=0)]
        )
    made = actions.receive_samples(
        by=life.staff.counter, at=life.at, order=order, brought=[Brought(name="a"), Brought(name="b")]
    )
    assert [one.number for one in made] == ["料R8-00001", "料R8-00002"]
    assert [one.holding.holder for one in made] == [life.staff.counter] * 2


def test_samples_come_only_after_the_application(life: Life) -> None:
    with pytest.raises(Refused, match="試料を受け入れられません"):
        life.sample(life.quoted())


def test_who_held_it_at_a_moment_is_the_latest_beginning(life: Life, sample: Sample) -> None:
    hour = dt.timedelta(hours=1)
    actions.hand_over(by=life.staff.counter, at=life.at + hour, sample=sample, to=life.staff.measurer)
    actions.store(by=life.staff.measurer, at=life.at + 2 * hour, sample=sample, place="冷蔵庫2")
    held = [sample.holding_at(life.at + n * hour / 2) for n in (-1, 0, 1, 2, 3, 4, 9)]
    assert [one and (one.holder or one.store) for one in held] == [
        None, life.staff.counter, life.staff.counter, life.staff.measurer, life.staff.measurer, "冷蔵庫2", "冷蔵庫2",
    ]  # fmt: skip


@pytest.mark.parametrize("end", [actions.give_back, actions.dispose])
def test_nothing_follows_a_return_or_disposal(life: Life, sample: Sample, end: Any) -> None:
    end(by=life.staff.counter, at=life.at, sample=sample)
    with pytest.raises(Refused, match="すでに"):
        actions.hand_over(by=life.staff.counter, at=life.at, sample=sample, to=life.staff.measurer)
    assert list(Sample.objects.at_the_institute()) == []


def test_page_that_is_out_of_date_moves_nothing(life: Life, sample: Sample) -> None:
    actions.hand_over(by=life.staff.counter, at=life.at, sample=sample, to=life.staff.measurer, seen=1)
    with pytest.raises(Refused, match="いま表面 研究員にあります"):
        actions.hand_over(by=life.staff.counter, at=life.at, sample=sample, to=life.staff.checker, seen=1)
    assert chain(sample) == [(1, "received"), (2, "handed_over")]


def test_client_and_accounts_hold_no_samples(life: Life, sample: Sample, institute: Any) -> None:
    for to in (life.client.engineer, institute.accountant):
        with pytest.raises(Refused, match="試料を受け取れません"):
            actions.hand_over(by=life.staff.counter, at=life.at, sample=sample, to=to)


def _holding(sample: Sample, life: Life, **fields: Any) -> Custody:
    told = {"position": 2, "kind": "handed_over", "holder": life.staff.head, "since": life.at + dt.timedelta(hours=1)}
    return Custody(sample=sample, by=life.staff.head, **{**told, **fields})


@pytest.mark.parametrize(
    "wrong",
    [
        {"position": 3},  # a gap in the chain
        {"position": 1},  # a second beginning
        {"since": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)},  # before its forerunner began: an overlap
        {"kind": "received"},
        {"holder": None},  # nobody
        {"store": "棚1"},  # two holders in one row
    ],
)
def test_database_refuses_a_broken_chain(life: Life, sample: Sample, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        _holding(sample, life, **wrong).save()
    assert chain(sample) == [(1, "received")]


def test_database_refuses_a_holding_after_the_end_and_every_change(life: Life, sample: Sample) -> None:
    actions.dispose(by=life.staff.counter, at=life.at, sample=sample)
    later = life.at + dt.timedelta(hours=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        _holding(sample, life, position=3, since=later).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        sample.custody.update(since=later)
    with pytest.raises(IntegrityError), transaction.atomic():
        sample.custody.all().delete()


def test_random_transfers_leave_exactly_one_holder_at_every_moment(life: Life) -> None:
    dice = random.Random(20261120)
    order = life.accepted()
    samples = [life.sample(order) for _ in range(5)]
    people = [life.staff.counter, life.staff.measurer, life.staff.checker, life.staff.head]
    told: dict[int, list[tuple[dt.datetime, str]]] = {one.pk: [(life.at, str(life.staff.counter))] for one in samples}
    for step in range(TRANSFERS):
        sample, at = dice.choice(samples), life.at + dt.timedelta(seconds=step // 3)
        if dice.random() < 0.2:
            made = actions.store(by=dice.choice(people), at=at, sample=sample, place=f"棚{step}")
        else:
            made = actions.hand_over(by=dice.choice(people), at=at, sample=sample, to=dice.choice(people))
        told[sample.pk].append((made.since, str(made.holder or made.store)))
    for sample in samples:
        rows = list(sample.custody.select_related("holder"))
        assert [row.position for row in rows] == list(range(1, len(rows) + 1))
        assert [(row.since, str(row.holder or row.store)) for row in rows] == told[sample.pk]
        assert all(earlier.since < later.since for earlier, later in pairwise(rows))
    assert Custody.objects.count() == TRANSFERS + len(samples)
