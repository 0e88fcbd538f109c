"""Signals that wake a job."""

from typing import Any

from django.dispatch import receiver

from kosetsu.foundation.bookings import jobs, signals
from kosetsu.foundation.bookings.models import Waiting
from kosetsu.foundation.bookings.states import WaitingState
from kosetsu.foundation.devices.models import Outage
from kosetsu.foundation.devices.signals import outage_changed


@receiver(outage_changed)
def queue_outage_mail(outage: Outage, verb: str, **_: Any) -> None:
    """A device is out of order, or for longer: queue the mails to whoever booked it."""
    if verb in ("enter_outage", "extend_outage"):
        jobs.tell_of_outage.enqueue(outage.pk)


@receiver(signals.time_freed)
def queue_offers(resources: list[int], **_: Any) -> None:
    """Time was given back: queue the offers, where somebody waits."""
    waited = Waiting.objects.filter(resource__in=resources, state=WaitingState.WAITING)
    for resource_id in waited.values_list("resource", flat=True).distinct():
        jobs.offer.enqueue(resource_id)
