"""Jobs: holds run out, nobody came, freed time is offered, reminders."""

import datetime as dt

from django_tasks import task

from kosetsu.common.clock import now
from kosetsu.common.schedule import Periodic
from kosetsu.foundation.bookings import actions
from kosetsu.foundation.bookings.models import Resource, Waiting
from kosetsu.foundation.bookings.states import WaitingState
from kosetsu.foundation.devices.models import Outage


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


def offer_all() -> int:
    """Every resource that somebody waits for (an offer's job was lost, the horizon has moved on)."""
    waited = Waiting.objects.filter(state=WaitingState.WAITING, until__gt=now()).values_list("resource", flat=True)
    found = list(waited.distinct().order_by("resource"))
    for resource_id in found:
        offer.enqueue(resource_id)
    return len(found)


PERIODIC = [
    Periodic("bookings.expiry", dt.timedelta(minutes=1), lambda: actions.expire_holds(at=now())),
    Periodic("bookings.no_show", dt.timedelta(minutes=5), lambda: actions.mark_no_shows(at=now())),
    Periodic("bookings.offers", dt.timedelta(hours=1), offer_all),
    Periodic("bookings.reminders", dt.timedelta(minutes=15), lambda: actions.remind(at=now())),
]
