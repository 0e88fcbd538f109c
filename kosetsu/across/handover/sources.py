"""What other services' case pages show of the way on."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.across.handover.actions import can_order_proposed
from kosetsu.foundation.casebook.models import Case


def order_link(user: Any, case: Case) -> Iterator[tuple[Any, str]]:
    """From a consultation with an open proposal of tests to their order, and from there on to the orders."""
    consultation = getattr(case, "consultation", None)
    if consultation is None:
        return
    for led in case.led_to.filter(service="testing").select_related("test_order"):
        yield f"{led.number} {led.title}", reverse("testing:order", args=[led.test_order.public_id])
    if can_order_proposed(user, consultation):
        yield _("提案された試験を依頼する"), reverse("handover:order_proposed", args=[consultation.public_id])


def consultation_link(user: Any, case: Case) -> Iterator[tuple[Any, str]]:
    """From an order back to the consultation that led to it."""
    consultation = getattr(case.led_from, "consultation", None)
    if consultation is not None and hasattr(case, "test_order"):
        yield (
            f"{consultation.case.number} {consultation.case.title}",
            reverse("consultations:case", args=[consultation.public_id]),
        )


CASE_LINKS = [order_link, consultation_link]
