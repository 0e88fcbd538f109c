"""Housekeeping: what is old goes, what is young or still needed stays."""

import datetime as dt
import uuid

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kosetsu.common import jobs
from kosetsu.common.models import SubmittedForm
from kosetsu.common.schedule import periodic_jobs

pytestmark = pytest.mark.django_db
OWN = {"common.submitted_forms", "common.task_results", "common.sessions"}


def sent(at: dt.datetime, days: int) -> None:
    SubmittedForm.objects.create(
        owner=f"person:{days}", key=uuid.uuid4(), form="F", digest="x", at=at - dt.timedelta(days=days)
    )


def ended(at: dt.datetime, status: str, days: int) -> DBTaskResult:
    row = DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="kosetsu.common.schedule.run_periodic",
        run_after=at,
        backend_name="default",
        exception_class_path="",
        traceback="",
    )
    DBTaskResult.objects.filter(pk=row.pk).update(finished_at=at - dt.timedelta(days=days))
    return row


def test_keys_of_forms_are_kept_for_thirty_days(at):
    for days in (1, 30, 31, 400):
        sent(at, days)
    assert jobs.purge_submitted_forms(at=at) == 2
    assert sorted(SubmittedForm.objects.values_list("owner", flat=True)) == ["person:1", "person:30"]


def test_results_go_after_a_week_failures_after_two_months_and_waiting_jobs_never(at):
    status = TaskResultStatus
    kept = {ended(at, status.SUCCESSFUL, 6), ended(at, status.FAILED, 30), ended(at, status.READY, 400)}
    ended(at, status.SUCCESSFUL, 8)
    ended(at, status.FAILED, 61)
    assert jobs.prune_results(at=at) == 2
    assert set(DBTaskResult.objects.all()) == kept


def test_expired_sessions_are_cleared():
    for key, hours in (("old", -1), ("young", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + dt.timedelta(hours=hours))
    jobs.clear_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["young"]


def test_housekeeping_is_queued_once_a_day_at_three_in_the_morning_in_japan():
    mine = [job for name, job in periodic_jobs().items() if name in OWN]
    assert {job.name for job in mine} == OWN
    assert {(job.every, job.after) for job in mine} == {(dt.timedelta(days=1), dt.timedelta(hours=18))}
