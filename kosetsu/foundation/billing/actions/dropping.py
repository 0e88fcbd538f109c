"""What was asked for in advance and is asked for no longer: the quote or the place it was for is gone."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing.actions import beats
from kosetsu.foundation.billing.models import Invoice
from kosetsu.foundation.billing.states import InvoiceKind


@transaction.atomic
def drop_advance(*, by: Person | None, at: dt.datetime, invoice: Invoice) -> Invoice:
    """Ask for an advance no longer; what has come of it is a credit. One that is wholly paid is refused."""
    locked: Invoice = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    asks = locked.kind == InvoiceKind.DEPOSIT and locked.open_yen
    require(YES if asks else no(_("この前納金は、もう請求していません。"), _("請求書を開き直してください。")))
    locked.dropped_at = at
    locked.save(update_fields=["dropped_at"])
    beats.record("drop_advance", locked, by=by, at=at, number=locked.number, settled_yen=locked.settled_yen)
    return locked
