"""Texts of the mails about an order."""

from django.conf import settings
from django.urls import reverse

from kosetsu.foundation.parties.post import written
from kosetsu.services.testing.models import Order
from kosetsu.services.testing.states import NoticeKind


def notice_text(order: Order, kind: NoticeKind, language: str, *, reason: str, staff: bool) -> tuple[str, str]:
    """Subject and body of one mail, in the reader's language."""
    page = "testing-desk:order" if staff else "testing:order"
    return written(
        f"testing/mail/{kind}.txt",
        language,
        number=order.case.number,
        due_on=order.case.due_on,
        reason=reason,
        fee_yen=order.fee_yen,
        url=settings.PUBLIC_URL + reverse(page, args=[order.public_id]),
    )
