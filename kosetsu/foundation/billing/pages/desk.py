"""The accounts office: what is to be billed, what is open, what came in, what waits for somebody."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kosetsu.common.idempotency import OnceForm
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import Bulk, ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.billing import actions, permissions, rules
from kosetsu.foundation.billing.documents import papers
from kosetsu.foundation.billing.models import Charge, Dunning, Invoice, Payment, Quote, Refund, WriteOff
from kosetsu.foundation.billing.pages.client import QUOTES, show_quote
from kosetsu.foundation.billing.pages.shown import INVOICE_FILTERS, invoice_columns, load, pdf, search_invoices
from kosetsu.foundation.billing.states import Method, RefundState, WriteOffState

SUGGESTED = 10
CHARGES = [
    Column(key="label", label=gettext_lazy("内容")),
    Column(key="on_date", label=gettext_lazy("利用日"), sort="on_date"),
    Column(key="organisation", label=gettext_lazy("会社"), value="organisation.name", sort="organisation__name_kana"),
    Column(key="workplace", label=gettext_lazy("事業所"), value="workplace.name"),
    Column(key="quantity", label=gettext_lazy("数量"), kind=Kind.NUMBER),
    Column(key="yen", label=gettext_lazy("金額"), kind=Kind.YEN, sort="yen"),
    Column(key="tariff_source", label=gettext_lazy("料金の根拠"), shown=False),
]
PAYMENTS = [
    Column(key="payer", label=gettext_lazy("振込人"), value=lambda one: one.payer or one.reference, sort="payer"),
    Column(key="received_on", label=gettext_lazy("入金日"), sort="received_on"),
    Column(key="method", label=gettext_lazy("方法"), value="get_method_display", sort="method"),
    Column(key="amount_yen", label=gettext_lazy("金額"), kind=Kind.YEN, sort="amount_yen"),
    Column(key="left_yen", label=gettext_lazy("未充当"), kind=Kind.YEN),
    Column(key="reference", label=gettext_lazy("照会番号"), shown=False),
]


@require_safe
@open_door(permissions.can_read_books)
def home(request: SignedIn) -> HttpResponse:
    """What waits, each count a link."""
    open_papers, loose = Invoice.objects.unsettled(), Payment.objects.unmatched()
    asked = len(_waiting_refunds()) + len(_waiting_write_offs())
    waits = [
        (_("まだ請求していない料金"), Charge.objects.unbilled().count(), reverse("billing-desk:charges")),
        (_("入金待ちの請求書"), open_papers.count(), reverse("billing-desk:invoices") + "?open=1"),
        (_("期限を過ぎた請求書"), open_papers.overdue(request.today).count(), reverse("billing-desk:reminders")),
        (_("行き先の決まっていない入金"), loose.count(), reverse("billing-desk:payments") + "?left=1"),
        (_("承認を待つ返金と不納欠損"), asked, reverse("billing-desk:approvals")),
    ]  # fmt: skip
    return render(request, "billing/staff/home.html", {"waits": waits})


@require_safe
@open_door(permissions.can_read_books)
def charges(request: SignedIn) -> HttpResponse:
    """What no invoice carries yet; the chosen ones become invoices, one per workplace."""
    page = ListPage(
        request,
        Charge.objects.unbilled().select_related("organisation", "workplace"),
        CHARGES,
        [Filter(key="on", label=_("利用日"), kind="dates", field="on_date")],
        lambda found, text: found.filter(organisation__name__icontains=text) | found.filter(label__icontains=text),
        title=_("まだ請求していない料金"),
        bulk=[Bulk(label=_("請求書を発行する"), url=reverse("billing-desk:issue"), kind="primary")],
        empty_title=_("請求していない料金はありません。"),
    )
    return page.response()


@require_safe
@open_door(permissions.can_take_money)
def invoices(request: SignedIn) -> HttpResponse:
    """Every paper."""
    page = ListPage(
        request,
        Invoice.objects.visible_to(request.user),
        invoice_columns(request.today),
        INVOICE_FILTERS,
        search_invoices,
        title=_("請求書"),
        url=lambda one: one.get_absolute_url(),
    )
    return page.response()


@require_safe
@open_door(permissions.can_take_money)
def invoice(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One paper with everything that happened to it."""
    found = load(Invoice, request.user, public_id, "organisation", "corrects", "quote")
    colour, word = found.standing_on(request.today)
    context = {
        "invoice": found,
        "lines": found.lines.all(),
        "taxes": found.taxes.all(),
        "uses": found.allocations.select_related("payment", "credit", "write_off"),
        "corrections": found.corrections.all(),
        "reminders": found.reminders.all(),
        "colour": colour,
        "word": word,
        "may_keep": permissions.can_keep_books(request.user),
    }
    return render(request, "billing/staff/invoice.html", context)


@require_safe
@open_door(permissions.can_quote)
def quotes(request: SignedIn) -> HttpResponse:
    """Every quote, every version."""
    page = ListPage(
        request,
        Quote.objects.visible_to(request.user).select_related("organisation"),
        [*QUOTES, Column(key="organisation", label=_("会社"), value="organisation.name")],
        title=_("見積り"),
        url=lambda one: one.get_absolute_url(),
    )
    return page.response()


@require_safe
@open_door(permissions.can_quote)
def quote(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One version of a quote."""
    return show_quote(request, load(Quote, request.user, public_id), "layouts/desk.html")


@require_safe
@open_door(permissions.can_read_books)
def payments(request: SignedIn) -> HttpResponse:
    """Everything that came in."""
    page = ListPage(
        request,
        Payment.objects.all(),
        PAYMENTS,
        [
            Filter(key="method", label=_("方法"), choices=Method.choices),
            Filter(key="left", label=_("未充当だけ"), kind="flag", apply=lambda found, _yes: found.unmatched()),  # type: ignore[attr-defined]
            Filter(key="received", label=_("入金日"), kind="dates", field="received_on"),
        ],
        lambda found, text: found.filter(payer__icontains=text) | found.filter(reference__icontains=text),
        title=_("入金"),
        url=lambda one: one.get_absolute_url(),
    )
    return page.response("billing/staff/payments.html")


@require_safe
@open_door(permissions.can_read_books)
def payment(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One sum: what it may be for, and what it was set against."""
    found = get_object_or_404(Payment.objects.select_related("organisation"), public_id=public_id)
    context = {
        "payment": found,
        "uses": found.allocations.select_related("invoice"),
        "suggested": _suggested(found) if found.left_yen else [],
        "refunds": found.refunds.all(),
        "receipt": getattr(found, "receipt", None),
        "form": OnceForm(),
    }
    return render(request, "billing/staff/payment.html", context)


WHY = {
    "number": gettext_lazy("番号が一致"),
    "name": gettext_lazy("振込人が一致"),
    "amount": gettext_lazy("金額が一致"),
}


def _suggested(payment: Payment) -> list[dict[str, Any]]:
    """The unpaid papers it may be for, the likeliest first."""
    open_papers = {one.pk: one for one in Invoice.objects.unsettled().select_related("organisation")}
    seen = [
        rules.Open(one.pk, one.number, one.open_yen, (one.organisation.name_kana, one.organisation.name))
        for one in open_papers.values()
    ]
    found = rules.suggestions(payment.amount_yen, payment.payer, seen)[:SUGGESTED]
    return [
        {
            "invoice": open_papers[one.key],
            "why": [WHY[reason] for reason in one.reasons],
            "yen": min(payment.left_yen, open_papers[one.key].open_yen),
        }
        for one in found
    ]


@require_safe
@open_door(permissions.can_read_books)
def reminders(request: SignedIn) -> HttpResponse:
    """Who is to be reminded today, in which step."""
    due = actions.due_reminders(request.today)
    sent = Dunning.objects.select_related("invoice").order_by("-sent_on", "-pk")[:50]
    return render(request, "billing/staff/reminders.html", {"due": due, "sent": sent, "form": OnceForm()})


@require_safe
@open_door(permissions.can_read_books)
def reminder_pdf(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The letter."""
    found = get_object_or_404(Dunning.objects.select_related("invoice"), public_id=public_id)
    return pdf(papers.reminder_pdf(found), f"{found.invoice.number}-{found.step}")


@require_safe
@open_door(permissions.can_approve)
def approvals(request: SignedIn) -> HttpResponse:
    """Refunds and write-offs that wait for a second person, and refunds to be paid."""
    approved = Refund.objects.filter(state=RefundState.APPROVED).select_related("payment", "credit")
    context = {
        "refunds": _waiting_refunds(),
        "write_offs": _waiting_write_offs(),
        "approved": approved,
        "credits": Invoice.objects.credits(),
        "form": OnceForm(),
    }
    return render(request, "billing/staff/approvals.html", context)


def _waiting_refunds() -> list[Refund]:
    waits = Refund.objects.filter(state=RefundState.REQUESTED)
    return list(waits.select_related("payment", "credit", "requested_by"))


def _waiting_write_offs() -> list[WriteOff]:
    waits = WriteOff.objects.filter(state=WriteOffState.PROPOSED)
    return list(waits.select_related("invoice", "proposed_by"))
