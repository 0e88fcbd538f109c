"""Quotes, charges and invoices to read: a company's own, all for staff."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from kosetsu.common.api.doors import Scope, door
from kosetsu.common.api.paging import Asked, cut
from kosetsu.common.api.problems import not_found
from kosetsu.foundation.billing.api.schemas import (
    ChargePage,
    ChargesAsked,
    InvoiceOut,
    InvoicePage,
    InvoicesAsked,
    QuotePage,
    charge_out,
    invoice_out,
    quote_out,
)
from kosetsu.foundation.billing.models import Charge, Invoice, Quote

READ = Scope("read:billing", _("見積り・料金・請求書を読む"))
router = Router(tags=["billing"])


def _invoices(request: Any) -> Any:
    visible = Invoice.objects.visible_to(request.caller.person)
    return visible.select_related("corrects").prefetch_related("taxes")


@router.get("/invoices", response=InvoicePage, **door(READ, _("請求書の一覧")))
def list_invoices(request: Any, asked: Query[InvoicesAsked]) -> InvoicePage:
    """Papers, the newest first."""
    rows = _invoices(request)
    page, following = cut(rows.unsettled() if asked.open else rows, ["-issued_on", "-number"], asked)
    return InvoicePage(items=[invoice_out(row) for row in page], next_cursor=following)


@router.get("/invoices/{uuid:id}", response=InvoiceOut, **door(READ, _("請求書の1件")))
def get_invoice(request: Any, id: UUID) -> InvoiceOut:
    """One paper."""
    found = _invoices(request).filter(public_id=id).first()
    if found is None:
        raise not_found()
    return invoice_out(found)


@router.get("/charges", response=ChargePage, **door(READ, _("料金の一覧")))
def list_charges(request: Any, asked: Query[ChargesAsked]) -> ChargePage:
    """What was delivered and costs something, the newest first."""
    rows = Charge.objects.visible_to(request.caller.person).select_related("offering", "workplace")
    page, following = cut(rows.unbilled() if asked.unbilled else rows, ["-on_date", "-public_id"], asked)
    return ChargePage(items=[charge_out(row) for row in page], next_cursor=following)


@router.get("/quotes", response=QuotePage, **door(READ, _("見積りの一覧")))
def list_quotes(request: Any, asked: Query[Asked]) -> QuotePage:
    """Quotes with every version, the newest first."""
    page, following = cut(Quote.objects.visible_to(request.caller.person), ["-issued_on", "-public_id"], asked)
    return QuotePage(items=[quote_out(row) for row in page], next_cursor=following)
