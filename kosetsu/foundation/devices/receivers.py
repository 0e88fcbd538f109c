"""Signals that wake a job."""

from typing import Any

from django.dispatch import receiver

from kosetsu.foundation.devices import jobs, signals
from kosetsu.foundation.devices.models import Notice


@receiver(signals.notice_made)
def queue_mail(notice: Notice, **_: Any) -> None:
    """A mail is owed: queue the job that sends it."""
    jobs.deliver_notice.enqueue(notice.pk)
