"""Jobs: holds run out, nobody came, freed time is offered, reminders; and the mails that are owed."""

import datetime as dt

from django_tasks import default_task_backend, task

from kosetsu.common.clock import now
from kosetsu.common.schedule import Periodic
from kosetsu.foundation.bookings import actions
from kosetsu.foundation.bookings.actions.mail import MAX_ATTEMPTS
from kosetsu.foundation.bookings.models import Notice, Resource, Waiting
from kosetsu.foundation.bookings.states import WaitingState
from kosetsu.foundation.devices.models import Outage

PAUSES = (1, 5, 25, 120, 600)
"""Minutes until the second attempt, the third …"""


@task()
def deliver_notice(notice_id: int) -> bool:
    """One attempt; a failure queues the next one, where the job backend can wait."""
    notice = Notice.objects.get(pk=notice_id)
    sent = actions.send_notice(notice=notice, at=now())
    if not sent and notice.attempts < len(PAUSES) and default_task_backend.supports_defer:
        pause = dt.timedelta(minutes=PAUSES[notice.attempts])
        deliver_notice.using(run_after=now() + pause).enqueue(notice_id)
    return sent


@task()
def tell_of_outage(outage_id: int) -> int:
    """Mail to whoever booked a device that is out of order; an outage that was called off tells nobody."""
    outage = Outage.objects.filter(pk=outage_id).first()
    return actions.tell_of_outage(at=now(), outage=outage) if outage else 0


@task()
def offer(resource_id: int) -> int:
    """Offer a resource's free time to whoever waits for it."""
    resource = Resource.objects.for_booking().get(pk=resource_id)
    return actions.offer_freed(at=now(), resource=resource)


def deliver_waiting() -> int:
    """Queue every mail still owed after ten minutes (a process died between commit and queue); how many there were."""
    owed = Notice.objects.filter(
        sent_at=None, attempts__lt=MAX_ATTEMPTS, made_at__lt=now() - dt.timedelta(minutes=10)
    ).order_by("pk")
    waiting = list(owed.values_list("pk", flat=True)[:500])
    for notice_id in waiting:
        deliver_notice.enqueue(notice_id)
    return len(waiting)


def offer_all() -> int:
    """Every resource that somebody waits for (an offer's job was lost, the horizon has moved on)."""
    waited = Waiting.objects.filter(state=WaitingState.WAITING, until__gt=now()).values_list("resource", flat=True)
    found = list(waited.distinct().order_by("resource"))
    for resource_id in found:
        offer.enqueue(resource_id)
    return len(found)


PERIODIC = [
    Periodic("bookings.mail", dt.timedelta(minutes=10), deliver_waiting),
    Periodic("bookings.expiry", dt.timedelta(minutes=1), lambda: actions.expire_holds(at=now())),
    Periodic("bookings.no_show", dt.timedelta(minutes=5), lambda: actions.mark_no_shows(at=now())),
    Periodic("bookings.offers", dt.timedelta(hours=1), offer_all),
    Periodic("bookings.reminders", dt.timedelta(minutes=15), lambda: actions.remind(at=now())),
]
