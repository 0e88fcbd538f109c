"""The verbs of money in the order of a paper's life. Every one: lock · allow · change · record · announce."""

from kosetsu.foundation.billing.actions.charges import charge, reverse_charge, show_certificate
from kosetsu.foundation.billing.actions.closing import close_books, close_month
from kosetsu.foundation.billing.actions.dropping import drop_advance
from kosetsu.foundation.billing.actions.dunning import due_reminders, remind
from kosetsu.foundation.billing.actions.giving_up import (
    approve_refund,
    approve_write_off,
    owe_refund,
    pay_refund,
    propose_write_off,
    refuse_refund,
    refuse_write_off,
    request_refund,
)
from kosetsu.foundation.billing.actions.hosted import end_page, open_page, take_message, take_payment
from kosetsu.foundation.billing.actions.invoices import correct_invoice, issue_invoice, request_advance, request_deposit
from kosetsu.foundation.billing.actions.payments import (
    allocate,
    import_transfers,
    issue_receipt,
    look_at_transfers,
    release,
    take_cash,
)
from kosetsu.foundation.billing.actions.quotes import (
    Item,
    accept_quote,
    decline_quote,
    issue_quote,
    revise_quote,
    withdraw_quote,
)
from kosetsu.foundation.billing.actions.securities import request_security, set_security_against

__all__ = [
    "Item",
    "accept_quote",
    "allocate",
    "approve_refund",
    "approve_write_off",
    "charge",
    "close_books",
    "close_month",
    "correct_invoice",
    "decline_quote",
    "drop_advance",
    "due_reminders",
    "end_page",
    "import_transfers",
    "issue_invoice",
    "issue_quote",
    "issue_receipt",
    "look_at_transfers",
    "open_page",
    "owe_refund",
    "pay_refund",
    "propose_write_off",
    "refuse_refund",
    "refuse_write_off",
    "release",
    "remind",
    "request_advance",
    "request_deposit",
    "request_refund",
    "request_security",
    "reverse_charge",
    "revise_quote",
    "set_security_against",
    "show_certificate",
    "take_cash",
    "take_message",
    "take_payment",
    "withdraw_quote",
]
