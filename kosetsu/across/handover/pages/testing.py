"""From a consultation's proposal to an order."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosetsu.across.handover import actions
from kosetsu.common.idempotency import OnceForm, once
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.consultations.models import Consultation


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def order_proposed(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Look at what was proposed, and ask for its quote by one press."""
    found = Consultation.objects.visible_to(request.user).for_lists().filter(public_id=public_id).first()
    if found is None:
        raise Http404
    form = OnceForm(request.POST or None)
    if form.is_valid():
        return redirect(once(request, form, lambda: _order(request, found)))
    if not (decision := actions.can_order_proposed(request.user, found)):
        return refusal(request, decision)
    context = {"consultation": found, "case": found.case, "form": form, "proposed": actions.proposed_tests(found)}
    layout = "layouts/desk.html" if standing(request.user).is_staff else "layouts/portal.html"
    return render(request, "handover/order_proposed.html", {**context, "layout": layout})


def _order(request: Any, found: Consultation) -> str:
    made = actions.order_proposed(by=request.user, at=request.at, consultation=found)
    messages.success(
        request, _("見積依頼を受け付けました。案件番号は %(number)s です。") % {"number": made.case.number}
    )
    return reverse("testing:order", args=[made.public_id])
