"""What a paid advance means for the places it asked for; a job finds what is lost here."""

from typing import Any

from django.dispatch import receiver

from kosetsu.common.clock import now
from kosetsu.foundation.billing.models import Invoice
from kosetsu.foundation.billing.signals import invoice_settled
from kosetsu.foundation.gatherings import actions


@receiver(invoice_settled)
def firm_places(invoice: Invoice, **_: Any) -> None:
    """Its places are firm, once committed."""
    actions.firm_places(at=now(), invoice=invoice)
