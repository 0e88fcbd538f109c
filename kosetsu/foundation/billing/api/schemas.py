"""Papers of money as the API shows them."""

import datetime as dt
from uuid import UUID

from ninja import Schema

from kosetsu.common.api.paging import Asked, Page
from kosetsu.foundation.billing.models import Charge, Invoice, Quote
from kosetsu.foundation.billing.states import InvoiceKind, PaymentTiming, QuoteState


class InvoicesAsked(Asked):
    """Which papers; with ``open`` only those that wait for money."""

    open: bool = False


class TaxOut(Schema):
    """The sum and the tax of one rate ("1/10"; empty where no tax is due)."""

    rate: str
    net_yen: int
    tax_yen: int


class InvoiceOut(Schema):
    """One invoice, advance invoice or return invoice."""

    id: UUID
    kind: InvoiceKind
    number: str
    registration_number: str
    issued_on: dt.date
    due_on: dt.date | None
    billed_to: str
    title: str
    corrects: str | None
    tax_yen: int
    total_yen: int
    settled_yen: int
    open_yen: int
    taxes: list[TaxOut]


class InvoicePage(Page):
    """One page of papers."""

    items: list[InvoiceOut]


class ChargesAsked(Asked):
    """Which charges; with ``unbilled`` only those on no paper yet."""

    unbilled: bool = False


class PartOut(Schema):
    """One line of a price."""

    part: str
    label: str
    formula: str
    yen: int
    tax_class: str


class ChargeOut(Schema):
    """One thing delivered, with its price line by line."""

    id: UUID
    on_date: dt.date
    label: str
    offering: str | None
    workplace: UUID | None
    quantity: int
    unit: str
    yen: int
    parts: list[PartOut]


class ChargePage(Page):
    """One page of charges."""

    items: list[ChargeOut]


class QuoteOut(Schema):
    """One version of a quote."""

    id: UUID
    number: str
    version: int
    state: QuoteState
    title: str
    issued_on: dt.date
    valid_until: dt.date
    payment_timing: PaymentTiming
    deposit_yen: int
    tax_yen: int
    total_yen: int


class QuotePage(Page):
    """One page of quotes."""

    items: list[QuoteOut]


def invoice_out(row: Invoice) -> InvoiceOut:
    names = ("kind", "number", "issued_on", "due_on", "billed_to", "title", "tax_yen", "total_yen", "settled_yen")
    return InvoiceOut(
        id=row.public_id,
        registration_number=row.issuer.get("registration_number", ""),
        corrects=row.corrects.number if row.corrects else None,
        open_yen=row.open_yen,
        taxes=[TaxOut(rate=one.rate, net_yen=one.net_yen, tax_yen=one.tax_yen) for one in row.taxes.all()],
        **{name: getattr(row, name) for name in names},
    )


def charge_out(row: Charge) -> ChargeOut:
    parts = [PartOut(**{name: part[name] for name in PartOut.model_fields}) for part in row.parts]
    names = ("on_date", "label", "quantity", "unit", "yen")
    return ChargeOut(
        id=row.public_id,
        offering=row.offering.code if row.offering else None,
        workplace=row.workplace.public_id if row.workplace else None,
        parts=parts,
        **{name: getattr(row, name) for name in names},
    )


def quote_out(row: Quote) -> QuoteOut:
    names = [name for name in QuoteOut.model_fields if name != "id"]
    return QuoteOut(id=row.public_id, **{name: getattr(row, name) for name in names})
