"""What comes in many at once: charges that become invoices, transfers of a bank's file."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import AlreadySubmitted, once
from kosetsu.common.mistakes import Mistake
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.billing import actions, permissions
from kosetsu.foundation.billing.documents.transfers import BadTransfers
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.billing.pages.forms import TransfersForm
from kosetsu.foundation.billing.rules import RATES


@require_POST
@open_door(permissions.can_keep_books)
def issue(request: SignedIn) -> HttpResponse:
    """One invoice for the chosen charges of each workplace and way of tax; what is refused is said by name."""
    chosen = Charge.objects.unbilled().filter(public_id__in=_ids(request.POST.getlist("selected")))
    groups: dict[Any, list[Charge]] = defaultdict(list)
    for one in chosen.order_by("on_date", "pk"):
        ways = {RATES[part["tax_class"]][1] for part in one.parts} - {None}
        groups[one.organisation_id, one.workplace_id, False in ways].append(one)
    numbers = []
    for group in groups.values():
        try:
            numbers.append(actions.issue_invoice(by=request.user, at=request.at, charges=group).number)
        except Refused as refused:
            messages.error(request, str(refused))
    if numbers:
        messages.success(request, _("%(numbers)s を発行しました。") % {"numbers": "・".join(numbers)})
    return redirect("billing-desk:charges")


def _ids(texts: list[str]) -> list[str]:
    return [text for text in texts if len(text) == 36 and set(text) <= set("0123456789abcdef-")]


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_keep_books)
def transfers(request: SignedIn) -> HttpResponse:
    """Look at a bank's file; take it in, all of it or nothing."""
    form = TransfersForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        name, data = form.cleaned_data["file"].name, form.cleaned_data["file"].read()
        try:
            if form.cleaned_data["take_in"]:
                return redirect(once(request, form, lambda: _take_in(request, name, data)))
            context["rows"], context["refusals"] = actions.look_at_transfers(name=name, data=data)
        except BadTransfers as wrong:
            context["wrong"] = wrong.rows
        except AlreadySubmitted as again:
            form.add_error(None, str(again))
        except (Refused, Mistake) as refused:
            form.add_error("file", str(refused))
        form.renew_key()
    status = 422 if form.errors or context.get("wrong") else 200
    return render(request, "billing/staff/transfers.html", context, status=status)


def _take_in(request: SignedIn, name: str, data: bytes) -> str:
    file = actions.import_transfers(by=request.user, at=request.at, name=name, data=data)
    messages.success(request, _("%(count)d件の入金を取り込みました。") % {"count": file.rows})
    return reverse("billing-desk:payments") + "?left=1"
