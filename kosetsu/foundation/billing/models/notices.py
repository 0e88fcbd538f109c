"""Mails about papers."""

from django.db import models

from kosetsu.foundation.billing.models.invoices import Invoice
from kosetsu.foundation.parties.post import OwedMail


class Notice(OwedMail):
    """One row for every mail that tells of an invoice, written with it and sent by a job."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="notices")
