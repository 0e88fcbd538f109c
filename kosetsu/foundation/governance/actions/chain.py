"""The chain is read again from its beginning; where everything fits, its newest row is anchored outside."""

import datetime as dt
import logging

from django.db import transaction

from kosetsu.foundation.governance import anchors
from kosetsu.foundation.governance.models import AuditEvent, Verification
from kosetsu.foundation.governance.verification import verify

log = logging.getLogger(__name__)


def verify_chain(*, at: dt.datetime) -> Verification:
    """Verify, keep the result, and anchor the newest row; a chain with a fault gets no new anchor.

    The program itself does this, nightly: it changes no record, so nobody is named. The reading holds no lock.
    """
    newest = AuditEvent.objects.order_by("-sequence").first()
    verdict = verify()
    with transaction.atomic():
        verification = Verification.objects.create(
            at=at,
            rows=verdict.rows,
            anchors=verdict.anchors,
            faults=len(verdict.findings),
            findings=[[one.sequence, one.fault.value] for one in verdict.findings[: Verification.SHOWN]],
        )
    if not verdict:
        log.error("audit chain: %s of %s rows do not fit", len(verdict.findings), verdict.rows)
    elif newest:
        anchors.write(newest)
    return verification
