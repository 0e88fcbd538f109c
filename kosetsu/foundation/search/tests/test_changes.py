"""The change log read by a follower, on both databases; gaps left by transactions that commit out of order."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from kosetsu.foundation.search import changes
from kosetsu.foundation.search.changes import EVERY, Position
from kosetsu.foundation.search.models import Change
from kosetsu.foundation.search.tests.conftest import AT

START = Position(None)


@pytest.fixture
def postgres(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("commits come out of order only on PostgreSQL: run with DATABASE_URL=postgres://…")


def end_of_log() -> Position:
    """The position after the last change, without the numbers that earlier tests used up."""
    return Position(changes.current().last)


def keys(batch: changes.Batch) -> list[str]:
    return [key for _, _, key, _ in batch.rows]


@pytest.mark.django_db
def test_changes_are_read_once_and_in_order() -> None:
    changes.touch("leaf", "1", at=AT)
    changes.touch_many("leaf", ["2", "3"], at=AT)
    changes.touch_all("leaf", at=AT)
    batch = changes.since(START)
    assert keys(batch) == ["1", "2", "3", EVERY]
    assert keys(changes.since(batch.position)) == []


@pytest.mark.django_db
def test_nothing_new_costs_one_query(django_assert_num_queries: Any) -> None:
    changes.touch("leaf", "1", at=AT)
    position = end_of_log()
    with django_assert_num_queries(1):
        assert changes.since(position).rows == ()


@pytest.mark.django_db
def test_log_of_another_database_is_broken() -> None:
    changes.touch("leaf", "1", at=AT)
    position = end_of_log()
    Change.objects.update(at=AT + dt.timedelta(seconds=1))
    assert changes.since(position).broken
    Change.objects.all().delete()
    assert changes.since(position).broken


@pytest.mark.django_db
def test_rolled_back_change_is_never_read() -> None:
    with transaction.atomic():
        changes.touch("leaf", "1", at=AT)
        transaction.set_rollback(True)
    assert keys(changes.since(START)) == []


@contextmanager
def slow_writer(key: str, *, commits: bool) -> Iterator[None]:
    """Another connection touches ``key`` at once and ends its transaction only when the block is left."""
    touched, may_end = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                changes.touch("leaf", key, at=AT)
                touched.set()
                may_end.wait(20)
                transaction.set_rollback(not commits)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert touched.wait(20)
    try:
        yield
    finally:
        may_end.set()
        thread.join()


@pytest.mark.usefixtures("postgres")
def test_late_commit_with_lower_number_is_not_missed() -> None:
    changes.touch("leaf", "first", at=AT)
    position = end_of_log()
    with slow_writer("late", commits=True):
        changes.touch("leaf", "quick", at=AT)
        early = changes.since(position)
        assert keys(early) == ["quick"]
        assert len(early.position.gaps) == 1
    late = changes.since(early.position)
    assert keys(late) == ["late"]
    assert late.position.gaps == ()
    assert keys(changes.since(late.position)) == []


@pytest.mark.usefixtures("postgres")
def test_position_taken_while_a_commit_is_on_its_way_knows_the_gap() -> None:
    changes.touch("leaf", "first", at=AT)
    with slow_writer("late", commits=True):
        changes.touch("leaf", "quick", at=AT)
        position = changes.current()
    assert keys(changes.since(position)) == ["late"]


@pytest.mark.usefixtures("postgres")
def test_gap_of_a_rollback_is_forgotten_only_when_nobody_can_fill_it(monkeypatch: pytest.MonkeyPatch) -> None:
    changes.touch("leaf", "first", at=AT)
    position = end_of_log()
    with slow_writer("never", commits=False):
        changes.touch("leaf", "quick", at=AT)
        open_gap = changes.since(position).position
        monkeypatch.setattr(changes, "PATIENCE", 0)
        assert changes.since(open_gap).position.gaps == open_gap.gaps
    # Other databases of the server have transactions of their own: here everyone from before the horizon has ended.
    horizon = max(gap.horizon for gap in open_gap.gaps)
    monkeypatch.setattr(changes, "_transactions", lambda: (horizon, horizon))
    assert changes.since(open_gap).position.gaps == ()


@pytest.mark.usefixtures("postgres")
def test_follower_without_gaps_would_miss_the_late_commit() -> None:
    """The negative control: reading only what is newer than the last number loses a record."""
    changes.touch("leaf", "first", at=AT)
    with slow_writer("late", commits=True):
        changes.touch("leaf", "quick", at=AT)
        careless = Position(changes.current().last)
    assert keys(changes.since(careless)) == []
