"""Signals that wake a job."""

from typing import Any

from django.dispatch import receiver

from kosetsu.foundation.bookings import jobs, signals
from kosetsu.foundation.bookings.models import Notice, Waiting
from kosetsu.foundation.bookings.states import WaitingState


@receiver(signals.notice_made)
def queue_mail(notice: Notice, **_: Any) -> None:
    """A mail is owed: queue the job that sends it."""
    jobs.deliver_notice.enqueue(notice.pk)


@receiver(signals.time_freed)
def queue_offers(resources: list[int], **_: Any) -> None:
    """Time was given back: queue the offers, where somebody waits."""
    waited = Waiting.objects.filter(resource__in=resources, state=WaitingState.WAITING)
    for resource_id in waited.values_list("resource", flat=True).distinct():
        jobs.offer.enqueue(resource_id)
