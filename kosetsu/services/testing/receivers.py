"""What follows an issued report."""

from typing import Any

from django.dispatch import receiver

from kosetsu.services.testing import jobs, signals
from kosetsu.services.testing.models import Report


@receiver(signals.report_issued)
def print_paper(sender: Any, *, report: Report, **kwargs: Any) -> None:
    jobs.print_paper.enqueue(report.pk)
