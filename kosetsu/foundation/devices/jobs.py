"""Jobs: the reminder of checks that are due, every morning; and the mails that are owed."""

import datetime as dt

from django_tasks import default_task_backend, task

from kosetsu.common.clock import day_of, now
from kosetsu.common.schedule import Periodic
from kosetsu.foundation.devices import actions
from kosetsu.foundation.devices.actions.mail import MAX_ATTEMPTS
from kosetsu.foundation.devices.models import Notice

PAUSES = (1, 5, 25, 120, 600)
"""Minutes until the second attempt, the third …"""
MORNING = dt.timedelta(hours=22, minutes=30)
"""Half past seven in Japan, counted from midnight UTC."""


@task()
def deliver_notice(notice_id: int) -> bool:
    """One attempt; a failure queues the next one, where the job backend can wait."""
    notice = Notice.objects.get(pk=notice_id)
    sent = actions.send_notice(notice=notice, at=now())
    if not sent and notice.attempts < len(PAUSES) and default_task_backend.supports_defer:
        pause = dt.timedelta(minutes=PAUSES[notice.attempts])
        deliver_notice.using(run_after=now() + pause).enqueue(notice_id)
    return sent


def deliver_waiting() -> int:
    """Queue every mail still owed after ten minutes (a process died between commit and queue); how many there were."""
    owed = Notice.objects.filter(
        sent_at=None, attempts__lt=MAX_ATTEMPTS, made_at__lt=now() - dt.timedelta(minutes=10)
    ).order_by("pk")
    waiting = list(owed.values_list("pk", flat=True)[:500])
    for notice_id in waiting:
        deliver_notice.enqueue(notice_id)
    return len(waiting)


PERIODIC = [
    Periodic("devices.mail", dt.timedelta(minutes=10), deliver_waiting),
    Periodic("devices.due", dt.timedelta(days=1), lambda: actions.remind_due(at=now(), today=day_of(now())), MORNING),
]
