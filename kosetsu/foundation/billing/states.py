"""Enumerations of money owed, and the moves of quotes, refunds, write-offs and payment pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class PaymentTiming(models.TextChoices):
    """When the client pays."""

    PREPAID = "prepaid", _("前納")
    DEPOSIT = "deposit", _("一部前納")
    POSTPAID = "postpaid", _("後納")


class QuoteState(models.TextChoices):
    ISSUED = "issued", _("有効")
    ACCEPTED = "accepted", _("承諾済み")
    REPLACED = "replaced", _("改訂済み")
    WITHDRAWN = "withdrawn", _("取下げ")


QUOTE_MOVES: Transitions[QuoteState] = Transitions(
    {
        "accept_quote": ({QuoteState.ISSUED}, QuoteState.ACCEPTED),
        "revise_quote": ({QuoteState.ISSUED, QuoteState.ACCEPTED}, QuoteState.REPLACED),
        # The client wants it no longer: an order was called off.
        "decline_quote": ({QuoteState.ISSUED, QuoteState.ACCEPTED}, QuoteState.WITHDRAWN),
        "withdraw_quote": ({QuoteState.ISSUED, QuoteState.ACCEPTED}, QuoteState.WITHDRAWN),
    }
)


class InvoiceKind(models.TextChoices):
    """The papers that ask for money or give it back."""

    INVOICE = "invoice", _("請求書")
    DEPOSIT = "deposit", _("前納金請求書")
    RETURN = "return", _("適格返還請求書")


class Method(models.TextChoices):
    """How money came."""

    TRANSFER = "transfer", _("振込")
    CASH = "cash", _("窓口現金")
    CARD = "card", _("カード")
    QR = "qr", _("QRコード決済")
    PAY_EASY = "pay_easy", _("ペイジー")


HOSTED_METHODS = (Method.CARD, Method.QR, Method.PAY_EASY)
"""The methods that a provider's own page takes."""


class RefundState(models.TextChoices):
    REQUESTED = "requested", _("承認待ち")
    APPROVED = "approved", _("返金待ち")
    PAID = "paid", _("返金済み")
    REFUSED = "refused", _("不承認")


REFUND_MOVES: Transitions[RefundState] = Transitions(
    {
        "approve_refund": ({RefundState.REQUESTED}, RefundState.APPROVED),
        "refuse_refund": ({RefundState.REQUESTED}, RefundState.REFUSED),
        "pay_refund": ({RefundState.APPROVED}, RefundState.PAID),
    }
)


class WriteOffState(models.TextChoices):
    PROPOSED = "proposed", _("承認待ち")
    APPROVED = "approved", _("承認済み")
    REFUSED = "refused", _("不承認")


WRITE_OFF_MOVES: Transitions[WriteOffState] = Transitions(
    {
        "approve_write_off": ({WriteOffState.PROPOSED}, WriteOffState.APPROVED),
        "refuse_write_off": ({WriteOffState.PROPOSED}, WriteOffState.REFUSED),
    }
)


class PageState(models.TextChoices):
    """The life of one payment page at a provider."""

    OPENED = "opened", _("支払い待ち")
    PAID = "paid", _("支払い済み")
    ENDED = "ended", _("終了")


PAGE_MOVES: Transitions[PageState] = Transitions(
    {
        "take_payment": ({PageState.OPENED, PageState.ENDED}, PageState.PAID),
        "end_page": ({PageState.OPENED}, PageState.ENDED),
    }
)


class Period(models.TextChoices):
    """What is closed."""

    MONTH = "month", _("月")
    YEAR = "year", _("年度")
