"""Housekeeping by the clock: what no one asks for any more is deleted, so that no table grows for ever."""

import datetime as dt
from importlib import import_module

from django.conf import settings
from django_tasks_db.models import DBTaskResult

from kosetsu.common.clock import now
from kosetsu.common.models import SubmittedForm
from kosetsu.common.schedule import Periodic

FORMS_KEPT = dt.timedelta(days=30)
"""A page left open for longer than that asks to be filled in again."""
RESULTS_KEPT = dt.timedelta(days=7)
FAILURES_KEPT = dt.timedelta(days=60)
"""A job that failed is kept until someone has surely looked."""
NIGHT = dt.timedelta(hours=18)
"""Three in the morning in Japan, counted from midnight UTC."""


def purge_submitted_forms(*, at: dt.datetime) -> int:
    """Forget the keys of forms sent long ago; how many they were."""
    deleted, _ = SubmittedForm.objects.filter(at__lt=at - FORMS_KEPT).delete()
    return deleted


def prune_results(*, at: dt.datetime) -> int:
    """Forget the jobs that ended, those that failed much later; how many they were."""
    results = DBTaskResult.objects
    good, _ = results.successful().filter(finished_at__lt=at - RESULTS_KEPT).delete()
    failed, _ = results.failed().filter(finished_at__lt=at - FAILURES_KEPT).delete()
    return good + failed


def clear_sessions() -> None:
    """Delete expired sessions, whatever engine keeps them."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


DAY = dt.timedelta(days=1)
PERIODIC = [
    Periodic("common.submitted_forms", DAY, lambda: purge_submitted_forms(at=now()), after=NIGHT),
    Periodic("common.task_results", DAY, lambda: prune_results(at=now()), after=NIGHT),
    Periodic("common.sessions", DAY, clear_sessions, after=NIGHT),
]
