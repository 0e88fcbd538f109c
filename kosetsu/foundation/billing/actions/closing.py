"""Closing the books: a month, then the fiscal year."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import permissions
from kosetsu.foundation.billing.actions import beats
from kosetsu.foundation.billing.models import Charge, Closing, Invoice, Payment, Refund
from kosetsu.foundation.billing.rules import month_of
from kosetsu.foundation.billing.states import InvoiceKind, Period


@transaction.atomic
def close_month(*, by: Person, at: dt.datetime, month: dt.date) -> Closing:
    """From now on no paper and no payment carries a date of this month."""
    first = month_of(month)
    lock_keys(f"billing:month:{first}")
    require(permissions.can_keep_books(by))
    require(_over(_end_of(first), day_of(at)))
    require(_months_before_are_closed(first))
    return _close(Period.MONTH, first, _end_of(first), by=by, at=at)


@transaction.atomic
def close_books(*, by: Person, at: dt.datetime, fiscal_year: int) -> Closing:
    """The year is closed when each of its months is."""
    lock_keys(f"billing:year:{fiscal_year}")
    require(permissions.can_keep_books(by))
    months = fiscal.months(fiscal_year)
    closed = Closing.objects.filter(period=Period.MONTH, first_on__in=months).count()
    missing = len(months) - closed
    require(no(_("締め切っていない月が%(count)dか月あります。") % {"count": missing},
               _("先に、すべての月を締め切ってください。")) if missing else YES)  # fmt: skip
    return _close(Period.YEAR, fiscal.start_of(fiscal_year), fiscal.end_of(fiscal_year), by=by, at=at)


def _close(period: Period, first: dt.date, last: dt.date, *, by: Person, at: dt.datetime) -> Closing:
    known = Closing.objects.filter(period=period, first_on=first).exists()
    require(no(_("すでに締め切られています。")) if known else YES)
    totals: dict[str, Any] = totals_of(first, last)
    closing = Closing.objects.create(period=period, first_on=first, closed_at=at, closed_by=by, totals=totals)
    beats.record("close_books", closing, by=by, at=at, period=str(period), first_on=first.isoformat(), **totals)
    return closing


def totals_of(first: dt.date, last: dt.date) -> dict[str, int]:
    """What the closing states."""
    span = (first, last)
    issued = Invoice.objects.filter(issued_on__range=span)
    sums: dict[str, Any] = {
        "charged_yen": Charge.objects.filter(on_date__range=span).aggregate(s=Sum("yen")),
        "invoiced_yen": issued.filter(kind=InvoiceKind.INVOICE).aggregate(s=Sum("total_yen")),
        "returned_yen": issued.filter(kind=InvoiceKind.RETURN).aggregate(s=Sum("total_yen")),
        "deposits_yen": issued.filter(kind=InvoiceKind.DEPOSIT).aggregate(s=Sum("total_yen")),
        "received_yen": Payment.objects.filter(received_on__range=span).aggregate(s=Sum("amount_yen")),
        "refunded_yen": Refund.objects.filter(paid_on__range=span).aggregate(s=Sum("yen")),
    }
    return {name: found["s"] or 0 for name, found in sums.items()}


def _over(last: dt.date, today: dt.date) -> Decision:
    if last < today:
        return YES
    return no(_("まだ終わっていない月は締め切れません。"), _("月が替わってから締め切ってください。"))


def _months_before_are_closed(first: dt.date) -> Decision:
    """Months close in their order, from the first month with a paper or a charge on."""
    days = [
        Charge.objects.filter(on_date__lt=first).order_by("on_date").values_list("on_date", flat=True).first(),
        Invoice.objects.filter(issued_on__lt=first).order_by("issued_on").values_list("issued_on", flat=True).first(),
        Payment.objects.filter(received_on__lt=first)
        .order_by("received_on")
        .values_list("received_on", flat=True)
        .first(),
    ]
    begun = min((day for day in days if day), default=None)
    month = month_of(begun) if begun else first
    while month < first:
        if not Closing.objects.filter(period=Period.MONTH, first_on=month).exists():
            return no(
                _("%(month)sがまだ締め切られていません。") % {"month": month.strftime("%Y-%m")},
                _("古い月から順に締め切ってください。"),
            )
        month = _end_of(month) + dt.timedelta(days=1)
    return YES


def _end_of(first: dt.date) -> dt.date:
    return month_of(first + dt.timedelta(days=31)) - dt.timedelta(days=1)
