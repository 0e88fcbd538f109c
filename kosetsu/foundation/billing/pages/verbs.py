"""The office's verbs: each loads, parses its form, calls its one action, and goes back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kosetsu.common.decisions import Refused, no
from kosetsu.common.idempotency import OnceForm, once
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.billing import actions, permissions
from kosetsu.foundation.billing.models import Invoice, Payment, Quote, Refund, WriteOff
from kosetsu.foundation.billing.pages import forms
from kosetsu.foundation.billing.pages.shown import load
from kosetsu.foundation.parties.pages.submitting import form_page


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_take_money)
def cash(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Cash at the counter; the receipt is issued with it."""
    invoice = load(Invoice, request.user, public_id, "organisation")
    first = {"amount_yen": invoice.open_yen, "received_on": request.today}
    form = forms.CashForm(request.POST or None, initial=first)

    def work() -> str:
        data = {name: form.cleaned_data[name] for name in ("amount_yen", "reference", "received_on")}
        payment = actions.take_cash(by=request.user, at=request.at, invoice=invoice, **data)
        receipt = actions.issue_receipt(by=request.user, at=request.at, payment=payment)
        return reverse("billing:receipt_pdf", args=[receipt.public_id])

    return _page(request, form, work, title=_("現金を受け取る"), lead=invoice.number, done=_("入金を記録しました。"))


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_keep_books)
def correct(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Take charges back on a return invoice."""
    invoice = load(Invoice, request.user, public_id)
    form = forms.CorrectForm(request.POST or None, invoice=invoice)

    def work() -> str:
        data = form.cleaned_data
        paper = actions.correct_invoice(
            by=request.user, at=request.at, invoice=invoice, charges=list(data["charges"]), reason=data["reason"]
        )
        return str(paper.get_absolute_url())

    lead = _("%(number)s はそのまま残り、適格返還請求書を新しく発行します。") % {"number": invoice.number}
    return _page(request, form, work, title=_("請求を訂正する"), lead=lead, done=_("適格返還請求書を発行しました。"))


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_keep_books)
def write_off(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Propose to give up what is open."""
    invoice = load(Invoice, request.user, public_id)
    form = forms.ReasonForm(request.POST or None)

    def work() -> str:
        reason = form.cleaned_data["reason"]
        actions.propose_write_off(by=request.user, at=request.at, invoice=invoice, reason=reason)
        return str(invoice.get_absolute_url())

    return _page(request, form, work, title=_("不納欠損を申請する"), lead=invoice.number, done=_("承認を待ちます。"))


@require_POST
@open_door(permissions.can_keep_books)
def remind(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Write the reminder that is due."""
    invoice = load(Invoice, request.user, public_id)

    def work() -> str:
        actions.remind(by=request.user, at=request.at, invoice=invoice)
        messages.success(request, _("督促状を作りました。"))
        return reverse("billing-desk:reminders")

    return _press(request, work, reverse("billing-desk:reminders"))


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_keep_books)
def allocate(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Set a payment against a paper."""
    payment = get_object_or_404(Payment, public_id=public_id)
    form = forms.AllocateForm(request.POST or None, initial={"yen": payment.left_yen})

    def work() -> str:
        found = Invoice.objects.filter(number=form.cleaned_data["number"].strip()).first()
        if found is None:
            raise Refused(no(_("この番号の請求書はありません。"), _("番号を確かめてください。")))
        actions.allocate(by=request.user, at=request.at, payment=payment, invoice=found, yen=form.cleaned_data["yen"])
        return str(payment.get_absolute_url())

    return _page(request, form, work, title=_("請求書に充てる"), lead=str(payment), done=_("充てました。"))


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_keep_books)
def refund(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Ask to pay back what is left."""
    payment = get_object_or_404(Payment, public_id=public_id)
    form = forms.RefundForm(request.POST or None, initial={"yen": payment.left_yen})

    def work() -> str:
        data = form.cleaned_data
        actions.request_refund(by=request.user, at=request.at, payment=payment, yen=data["yen"], reason=data["reason"])
        return str(payment.get_absolute_url())

    return _page(request, form, work, title=_("返金を申請する"), lead=str(payment), done=_("承認を待ちます。"))


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_keep_books)
def refund_credit(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Ask to pay back what a return invoice or a deposit still holds."""
    credit = load(Invoice, request.user, public_id)
    form = forms.RefundForm(request.POST or None, initial={"yen": credit.credit_yen})

    def work() -> str:
        data = form.cleaned_data
        actions.request_refund(by=request.user, at=request.at, credit=credit, yen=data["yen"], reason=data["reason"])
        return str(credit.get_absolute_url())

    return _page(request, form, work, title=_("返金を申請する"), lead=credit.number, done=_("承認を待ちます。"))


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_take_money)
def certificate(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Note the paper a company showed; reliefs that ask for it hold from then on."""
    invoice = load(Invoice, request.user, public_id, "organisation")
    form = forms.CertificateForm(request.POST or None, initial={"seen_on": request.today})

    def work() -> str:
        said = {name: form.cleaned_data[name] for name in ("name", "number", "seen_on", "valid_until")}
        actions.show_certificate(by=request.user, at=request.at, organisation=invoice.organisation, **said)
        return str(invoice.get_absolute_url())

    return _page(
        request, form, work, title=_("減免の証明書を記録する"), lead=invoice.billed_to, done=_("記録しました。")
    )


@require_POST
@open_door(permissions.can_keep_books)
def deposit(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Ask for what the quote wants in advance."""
    quote = load(Quote, request.user, public_id)

    def work() -> str:
        made = actions.request_deposit(by=request.user, at=request.at, quote=quote)
        messages.success(request, _("%(numbers)s を発行しました。") % {"numbers": made.number})
        return str(made.get_absolute_url())

    return _press(request, work, str(quote.get_absolute_url()))


@require_POST
@open_door(permissions.can_quote)
def withdraw(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Take a quote back."""
    quote = load(Quote, request.user, public_id)

    def work() -> str:
        actions.withdraw_quote(by=request.user, at=request.at, quote=quote)
        messages.success(request, _("記録しました。"))
        return str(quote.get_absolute_url())

    return _press(request, work, str(quote.get_absolute_url()))


@require_POST
@open_door(permissions.can_take_money)
def receipt(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The receipt of a payment."""
    payment = get_object_or_404(Payment, public_id=public_id)

    def work() -> str:
        made = actions.issue_receipt(by=request.user, at=request.at, payment=payment)
        return reverse("billing:receipt_pdf", args=[made.public_id])

    return _press(request, work, str(payment.get_absolute_url()))


DECISIONS: dict[tuple[str, str], tuple[type[Refund] | type[WriteOff], Callable[..., Any]]] = {
    ("refund", "approve"): (Refund, actions.approve_refund),
    ("refund", "refuse"): (Refund, actions.refuse_refund),
    ("refund", "pay"): (Refund, actions.pay_refund),
    ("write-off", "approve"): (WriteOff, actions.approve_write_off),
    ("write-off", "refuse"): (WriteOff, actions.refuse_write_off),
}


@require_POST
@open_door(permissions.can_approve)
def decide(request: SignedIn, kind: str, public_id: UUID, verb: str) -> HttpResponse:
    """A second person decides; the office pays what was approved."""
    if (kind, verb) not in DECISIONS:
        raise Http404
    model, action = DECISIONS[kind, verb]
    asked = get_object_or_404(model._default_manager.all(), public_id=public_id)
    more = {"paid_on": request.today} if verb == "pay" else {}

    def work() -> str:
        action(by=request.user, at=request.at, **{kind.replace("-", "_"): asked}, **more)
        messages.success(request, _("記録しました。"))
        return reverse("billing-desk:approvals")

    return _press(request, work, reverse("billing-desk:approvals"))


def _page(request: SignedIn, form: OnceForm, work: Callable[[], str], **texts: Any) -> HttpResponse:
    return form_page(request, form, work, layout="desk", **texts)


def _press(request: SignedIn, work: Callable[[], str], back: str) -> HttpResponse:
    """A button: carried out once, or the refusal said where it was pressed."""
    form = OnceForm(request.POST)
    if form.is_valid():
        try:
            return redirect(once(request, form, work))
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect(back)
