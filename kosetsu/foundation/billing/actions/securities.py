"""A sum kept as a security (保証金): asked for without tax, set against what is owed in the end, the rest paid back.

It is no price of anything: no charge stands behind it, no use statement and no income counts it.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import permissions
from kosetsu.foundation.billing.actions import beats
from kosetsu.foundation.billing.actions.invoices import deposit, set_against
from kosetsu.foundation.billing.actions.mail import tell_of_invoice
from kosetsu.foundation.billing.actions.quotes import class_of
from kosetsu.foundation.billing.models import Invoice
from kosetsu.foundation.billing.states import InvoiceKind
from kosetsu.foundation.casebook.models import Case


@transaction.atomic
def request_security(*, by: Person, at: dt.datetime, case: Case, yen: int, label: str) -> Invoice:
    """Ask a case's company for a sum that will go back."""
    day = day_of(at)
    require(permissions.can_keep_books(by))
    require(YES if case.organisation else no(_("請求先の会社がありません。")))
    assert case.organisation
    lock_keys(f"billing:company:{case.organisation_id}")
    terms = beats.terms_on(day, "", class_of(case.organisation, day), yen)
    beats.hold_month(day)
    made = deposit(
        [(label, yen)], case.organisation, case.workplace, day, by=by, at=at, rounding=terms.tax_rounding, title=label,
        due_on=day + dt.timedelta(days=terms.due_days),
    )  # fmt: skip
    beats.record("request_security", made, by=by, at=at, number=made.number, total_yen=made.total_yen)
    tell_of_invoice(made, [case], at=at)
    return made


@transaction.atomic
def set_security_against(*, by: Person, at: dt.datetime, security: Invoice, invoices: Sequence[Invoice]) -> Invoice:
    """Set what is kept against open papers of the same company, the oldest first; returns it with what is left."""
    require(permissions.can_keep_books(by))
    lock_keys(f"billing:company:{security.organisation_id}")
    held: Invoice = Invoice.objects.select_for_update().get(pk=security.pk)
    theirs = Invoice.objects.select_for_update().filter(
        pk__in=[one.pk for one in invoices], organisation=held.organisation_id, kind=InvoiceKind.INVOICE
    )
    for paper_owed in theirs.order_by("issued_on", "pk"):
        set_against(paper_owed, held, min(paper_owed.open_yen, held.credit_yen), by=by, at=at)
    beats.record("set_security_against", held, by=by, at=at, left_yen=held.credit_yen)
    return held
