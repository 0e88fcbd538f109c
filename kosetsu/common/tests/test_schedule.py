"""Periodic jobs: queued once per due time, whoever looks."""

import datetime as dt

import pytest

from kosetsu.common import schedule
from kosetsu.common.schedule import Periodic, due_at, enqueue_due

AT = dt.datetime(2026, 11, 20, 1, 7, 30, tzinfo=dt.UTC)


@pytest.fixture
def ran(monkeypatch):
    runs = []
    job = Periodic("count", dt.timedelta(minutes=5), lambda: runs.append(1))
    monkeypatch.setattr(schedule, "collect", lambda what: [job])
    return runs


def test_a_due_time_is_a_multiple_of_the_interval():
    assert due_at(Periodic("x", dt.timedelta(minutes=5), print), AT) == dt.datetime(2026, 11, 20, 1, 5, tzinfo=dt.UTC)


def test_a_due_time_can_stand_after_the_multiple():
    job = Periodic("x", dt.timedelta(days=1), print, after=dt.timedelta(hours=17))
    assert due_at(job, AT) == dt.datetime(2026, 11, 19, 17, 0, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_a_job_is_queued_once_per_due_time(ran):
    assert [enqueue_due(AT), enqueue_due(AT + dt.timedelta(minutes=1))] == [["count"], []]
    assert ran == [1]


@pytest.mark.django_db
def test_the_next_due_time_queues_it_again(ran):
    enqueue_due(AT)
    assert enqueue_due(AT + dt.timedelta(minutes=5)) == ["count"]
    assert ran == [1, 1]


@pytest.mark.django_db
def test_a_rare_job_is_not_forgotten_and_queued_twice_in_its_interval(monkeypatch):
    ran = []
    weekly = Periodic("weekly", dt.timedelta(days=7), lambda: ran.append("weekly"))
    often = Periodic("often", dt.timedelta(minutes=5), lambda: ran.append("often"))
    monkeypatch.setattr(schedule, "collect", lambda what: [weekly, often])
    start = due_at(weekly, AT) + dt.timedelta(hours=1)
    for days in (0, 3, 4):
        enqueue_due(start + dt.timedelta(days=days))
    assert ran.count("weekly") == 1
