"""The records of money owed: rules as dated data, quotes, charges, invoices, payments."""

from kosetsu.foundation.billing.models.charges import Charge, ReliefAccount, ReliefCertificate
from kosetsu.foundation.billing.models.closing import Closing
from kosetsu.foundation.billing.models.invoices import Dunning, Invoice, InvoiceLine, InvoiceTax, WriteOff
from kosetsu.foundation.billing.models.notices import Notice
from kosetsu.foundation.billing.models.payments import (
    Allocation,
    Payment,
    PaymentPage,
    ProviderEvent,
    Receipt,
    Refund,
    TransferFile,
)
from kosetsu.foundation.billing.models.quotes import Quote, QuoteLine
from kosetsu.foundation.billing.models.terms import BillingTerms, DunningRule, FinanceColumn, Issuer

__all__ = [
    "Allocation", "BillingTerms", "Charge", "Closing", "Dunning", "DunningRule", "FinanceColumn", "Invoice",
    "InvoiceLine", "InvoiceTax", "Issuer", "Notice", "Payment", "PaymentPage", "ProviderEvent", "Quote",
    "QuoteLine", "Receipt", "Refund", "ReliefAccount", "ReliefCertificate", "TransferFile", "WriteOff",
]  # fmt: skip
