"""Jobs: print what was issued, ask whether to renew a name use, end those that ran out."""

import datetime as dt

from django_tasks import task

from kosetsu.common.clock import now
from kosetsu.common.jobs import DAY, NIGHT
from kosetsu.common.schedule import Periodic
from kosetsu.services.testing.actions import names, reports
from kosetsu.services.testing.models import Report

PATIENCE = dt.timedelta(minutes=10)


@task()
def print_paper(report_id: int) -> None:
    """The Japanese paper of one report, unless somebody has printed it meanwhile."""
    reports.print_report(report=Report.objects.get(pk=report_id), at=now())


def print_what_is_left() -> int:
    """Queue every report whose paper no job has printed (a process died between commit and queue); how many."""
    left = Report.objects.filter(papers=None, issued_at__lt=now() - PATIENCE).values_list("pk", flat=True)[:500]
    return len([print_paper.enqueue(pk) for pk in left])


def follow_name_uses() -> None:
    """Each morning: reminders, and the end of what ran out."""
    names.end_what_ran_out(at=now())
    names.remind_of_renewal(at=now())


PERIODIC = [
    Periodic("testing.papers", PATIENCE, print_what_is_left),
    Periodic("testing.name_uses", DAY, follow_name_uses, after=NIGHT),
]
