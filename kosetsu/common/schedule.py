"""Periodic jobs: declared by apps, queued once per due time however many schedulers run."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django_tasks import task

from kosetsu.common.manifests import collect
from kosetsu.common.models import ScheduledRun


@dataclass(frozen=True, slots=True)
class Periodic:
    """One row per job that runs by the clock: ``run`` takes no argument and may find nothing to do."""

    name: str
    every: dt.timedelta
    run: Callable[[], Any]
    after: dt.timedelta = dt.timedelta(0)
    """How long after each multiple of ``every`` (17 hours after midnight UTC is two in the morning in Japan)."""


def due_at(job: Periodic, at: dt.datetime) -> dt.datetime:
    """The newest due time of ``job`` at ``at``: multiples of its interval since midnight of 1970, UTC."""
    seconds = int(job.every.total_seconds())
    since = int((at - job.after).timestamp())
    return dt.datetime.fromtimestamp(since // seconds * seconds, dt.UTC) + job.after


def enqueue_due(at: dt.datetime) -> list[str]:
    """Queue every job whose due time nobody has queued yet; returns their names."""
    jobs, queued = periodic_jobs(), []
    for job in jobs.values():
        _run, first = ScheduledRun.objects.get_or_create(job=job.name, due_at=due_at(job, at))
        if first:
            run_periodic.enqueue(job.name)
            queued.append(job.name)
    if queued:
        # A due time is forgotten only when no job can still mean it: the rarest one's is kept twice its interval.
        rarest = max(job.every for job in jobs.values())
        ScheduledRun.objects.filter(due_at__lt=at - 2 * rarest).delete()
    return queued


@task()
def run_periodic(name: str) -> None:
    """Run one periodic job in the worker."""
    periodic_jobs()[name].run()


def periodic_jobs() -> dict[str, Periodic]:
    """Every periodic job of every installed app, by name."""
    return {job.name: job for job in collect("periodic")}
