"""Addresses of money: the company's papers in public, the accounts office under /desk/."""

from django.urls import path

from kosetsu.foundation.billing.pages import ageing, books, client, desk, intake, verbs

public = [
    path("", client.invoices, name="invoices"),
    path("quotes/", client.quotes, name="quotes"),
    path("quotes/<uuid:public_id>/", client.quote, name="quote"),
    path("quotes/<uuid:public_id>/pdf/", client.quote_pdf, name="quote_pdf"),
    path("quotes/<uuid:public_id>/accept/", client.accept_quote, name="accept_quote"),
    path("receipts/<uuid:public_id>/pdf/", client.receipt_pdf, name="receipt_pdf"),
    path("use-statement/", client.use_statement, name="use_statement"),
    path("use-statement/<uuid:public_id>/pdf/", client.use_statement_pdf, name="use_statement_pdf"),
    path("provider/messages/", client.provider_message, name="provider_message"),
    path("<uuid:public_id>/", client.invoice, name="invoice"),
    path("<uuid:public_id>/pdf/", client.invoice_pdf, name="invoice_pdf"),
    path("<uuid:public_id>/pay/", client.pay, name="pay"),
]

staff = [
    path("", desk.home, name="home"),
    path("charges/", desk.charges, name="charges"),
    path("charges/issue/", intake.issue, name="issue"),
    path("quotes/", desk.quotes, name="quotes"),
    path("quotes/<uuid:public_id>/", desk.quote, name="quote"),
    path("quotes/<uuid:public_id>/deposit/", verbs.deposit, name="deposit"),
    path("quotes/<uuid:public_id>/withdraw/", verbs.withdraw, name="withdraw"),
    path("invoices/", desk.invoices, name="invoices"),
    path("invoices/<uuid:public_id>/", desk.invoice, name="invoice"),
    path("invoices/<uuid:public_id>/cash/", verbs.cash, name="cash"),
    path("invoices/<uuid:public_id>/correct/", verbs.correct, name="correct"),
    path("invoices/<uuid:public_id>/write-off/", verbs.write_off, name="write_off"),
    path("invoices/<uuid:public_id>/remind/", verbs.remind, name="remind"),
    path("invoices/<uuid:public_id>/refund/", verbs.refund_credit, name="refund_credit"),
    path("invoices/<uuid:public_id>/certificate/", verbs.certificate, name="certificate"),
    path("payments/", desk.payments, name="payments"),
    path("payments/import/", intake.transfers, name="transfers"),
    path("payments/<uuid:public_id>/", desk.payment, name="payment"),
    path("payments/<uuid:public_id>/allocate/", verbs.allocate, name="allocate"),
    path("payments/<uuid:public_id>/refund/", verbs.refund, name="refund"),
    path("payments/<uuid:public_id>/receipt/", verbs.receipt, name="receipt"),
    path("ageing/", ageing.ageing, name="ageing"),
    path("ageing/invoices/", ageing.owed, name="owed"),
    path("reminders/", desk.reminders, name="reminders"),
    path("reminders/<uuid:public_id>/pdf/", desk.reminder_pdf, name="reminder_pdf"),
    path("approvals/", desk.approvals, name="approvals"),
    path("approvals/<str:kind>/<uuid:public_id>/<str:verb>/", verbs.decide, name="decide"),
    path("closing/", books.closing, name="closing"),
    path("closing/export/", books.export, name="export"),
]
