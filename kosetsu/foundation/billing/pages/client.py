"""The company's side: its invoices, quotes and receipts, paying, and the statement of use for its ward."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from kosetsu.common import fiscal
from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import OnceForm, once
from kosetsu.common.list_parts import Column
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.billing import actions, permissions
from kosetsu.foundation.billing.actions.providers import BadSignature, provider
from kosetsu.foundation.billing.documents import papers, statement
from kosetsu.foundation.billing.models import Invoice, Quote, Receipt
from kosetsu.foundation.billing.pages.shown import INVOICE_FILTERS, invoice_columns, load, pdf, search_invoices
from kosetsu.foundation.billing.states import HOSTED_METHODS, QUOTE_MOVES, InvoiceKind, Method, QuoteState
from kosetsu.foundation.parties.models import Workplace

QUOTES = [
    Column(key="number", label=gettext_lazy("見積番号"), value=str, sort="number"),
    Column(key="title", label=gettext_lazy("件名")),
    Column(key="issued_on", label=gettext_lazy("見積日"), sort="issued_on"),
    Column(key="valid_until", label=gettext_lazy("有効期限"), sort="valid_until"),
    Column(key="total_yen", label=gettext_lazy("見積金額"), kind=Kind.YEN, sort="total_yen"),
    Column(key="state", label=gettext_lazy("状態"), value="get_state_display"),
]


@require_safe
@open_door()
def invoices(request: SignedIn) -> HttpResponse:
    """My company's papers, the newest first."""
    page = ListPage(
        request,
        Invoice.objects.visible_to(request.user),
        invoice_columns(request.today),
        INVOICE_FILTERS,
        search_invoices,
        title=_("請求書"),
        url=lambda one: reverse("billing:invoice", args=[one.public_id]),
        empty_title=_("ここに、発行された請求書が並びます"),
    )
    return page.response("billing/invoices.html", layout="layouts/portal.html")


@require_safe
@open_door()
def invoice(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One paper: what it is for, what is open, how to pay."""
    return _show(request, load(Invoice, request.user, public_id, "corrects"))


def _show(request: SignedIn, found: Invoice, form: Any = None, status: int = 200) -> HttpResponse:
    colour, word = found.standing_on(request.today)
    uses = found.allocations.select_related("payment__receipt", "credit").order_by("pk")
    context = {
        "invoice": found,
        "lines": found.lines.all(),
        "taxes": found.taxes.all(),
        "colour": colour,
        "word": word,
        "uses": uses,
        "receipts": Receipt.objects.visible_to(request.user).filter(payment__allocations__invoice=found).distinct(),
        "methods": [(one.value, one.label) for one in HOSTED_METHODS] if provider() and found.open_yen else [],
        "form": form or OnceForm(),
    }
    return render(request, "billing/invoice.html", context, status=status)


@require_safe
@open_door()
def invoice_pdf(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The paper itself."""
    found = load(Invoice, request.user, public_id, "corrects")
    return pdf(papers.invoice_pdf(found), found.number)


@require_safe
@open_door()
def receipt_pdf(request: SignedIn, public_id: UUID) -> HttpResponse:
    """A receipt."""
    found = load(Receipt, request.user, public_id, "payment")
    return pdf(papers.receipt_pdf(found), found.number)


@require_POST
@open_door()
def pay(request: SignedIn, public_id: UUID) -> HttpResponse:
    """To the provider's page; an address of theirs, never a card number here."""
    found = load(Invoice, request.user, public_id, "corrects")
    if not (decision := permissions.can_pay_online(request.user, found)):
        return refusal(request, decision)
    chosen = provider()
    form = OnceForm(request.POST)
    if chosen is None:
        form.add_error(None, _("オンラインでの支払いは、まだ使えません。振込でお支払いください。"))
        return _show(request, found, form, status=422)
    try:
        page = actions.open_page(
            by=request.user,
            at=request.at,
            invoice=found,
            method=request.POST.get("method", Method.CARD),
            provider=chosen,
            back_to=request.build_absolute_uri(reverse("billing:invoice", args=[public_id])),
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return _show(request, found, form, status=422)
    return redirect(page.url)


@csrf_exempt
@require_POST
def provider_message(request: Any) -> HttpResponse:
    """What the provider tells us; its signature is its ticket."""
    chosen = provider()
    if chosen is None:
        return HttpResponse(status=404)
    try:
        message = chosen.read(request.body, request.headers.get("Signature", ""), request.at)
    except (BadSignature, ValueError):
        return HttpResponse(status=400)
    try:
        actions.take_message(at=request.at, provider=chosen, message=message)
    except Refused:  # a closed month, a sum of nothing: the provider asks again, the office hears of it from the log
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@require_safe
@open_door()
def quotes(request: SignedIn) -> HttpResponse:
    """My company's quotes, every version."""
    page = ListPage(
        request,
        Quote.objects.visible_to(request.user),
        QUOTES,
        title=_("見積り"),
        url=lambda one: reverse("billing:quote", args=[one.public_id]),
        empty_title=_("ここに、発行された見積りが並びます"),
    )
    return page.response(layout="layouts/portal.html")


@require_safe
@open_door()
def quote(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One version of a quote."""
    return show_quote(request, load(Quote, request.user, public_id), "layouts/portal.html")


def show_quote(request: SignedIn, found: Quote, layout: str) -> HttpResponse:
    """The quote's page; whoever may accept it finds the button."""
    context = {
        "quote": found,
        "lines": found.lines.all(),
        "layout": layout,
        "may_accept": permissions.can_accept_quote(request.user, found, request.today),
        "may_bill": found.state == QuoteState.ACCEPTED and bool(permissions.can_keep_books(request.user)),
        "may_withdraw": QUOTE_MOVES.allows("withdraw_quote", found.state) and bool(permissions.can_quote(request.user)),
        "deposits": found.invoices.filter(kind=InvoiceKind.DEPOSIT),
        "form": OnceForm(),
    }
    return render(request, "billing/quote.html", context)


@require_safe
@open_door()
def quote_pdf(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The quote itself."""
    found = load(Quote, request.user, public_id, "organisation", "workplace")
    return pdf(papers.quote_pdf(found), str(found))


@require_POST
@open_door()
def accept_quote(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Agree to this version."""
    found = load(Quote, request.user, public_id)
    if not (decision := permissions.can_accept_quote(request.user, found, request.today)):
        return refusal(request, decision)
    form = OnceForm(request.POST)

    def work() -> str:
        actions.accept_quote(by=request.user, at=request.at, quote=found)
        messages.success(request, _("見積りを承諾しました。"))
        return reverse("billing:quote", args=[public_id])

    return redirect(once(request, form, work) if form.is_valid() else reverse("billing:quote", args=[public_id]))


@require_safe
@open_door()
def use_statement(request: SignedIn) -> HttpResponse:
    """What each of my workplaces used and paid in a fiscal year: the ward asks for it."""
    year = _year(request)
    places = Workplace.objects.visible_to(request.user).select_related("area", "organisation").order_by("pk")
    found = [statement.statement_of(place, year) for place in places]
    years = [(one, fiscal.label(one)) for one in range(fiscal.fiscal_year(request.today), 2020, -1)]
    context = {"statements": found, "year": year, "label": fiscal.label(year), "years": years}
    return render(request, "billing/statement.html", context)


@require_safe
@open_door()
def use_statement_pdf(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The statement of one workplace as the ward files it."""
    place = load(Workplace, request.user, public_id, "organisation", "area")
    year = _year(request)
    found = statement.statement_of(place, year)
    return pdf(statement.statement_pdf(found, request.today, request.at), f"{_('利用実績')}-{year}")


def _year(request: SignedIn) -> int:
    asked = request.GET.get("year", "")
    this: int = fiscal.fiscal_year(request.today)
    return int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= this else this
