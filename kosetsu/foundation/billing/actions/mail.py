"""Mail of an invoice to whoever its cases are with; how a mail is owed and sent is ``parties.post``."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from kosetsu.foundation.billing.models import Invoice, Notice
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.parties.post import owe, written


def tell_of_invoice(invoice: Invoice, cases: Iterable[Case | None], *, at: dt.datetime) -> None:
    """One mail to the contact of each case that the paper bills, where there is an address."""
    contacts = dict.fromkeys(case.contact for case in cases if case and case.contact)
    url = settings.PUBLIC_URL + reverse("billing:invoice", args=[invoice.public_id])
    for person in contacts:
        if person.email and person.is_active:
            subject, body = written("billing/mail/invoice.txt", person.language, invoice=invoice, url=url)
            owe(Notice, invoice=invoice, address=person.email, subject=subject, body=body, made_at=at)
