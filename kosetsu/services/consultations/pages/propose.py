"""Propose offerings: look for them, choose, count, send."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.states import OfferingKind
from kosetsu.foundation.search import queries, sources
from kosetsu.services.consultations import actions
from kosetsu.services.consultations.actions.propose import Item, class_of, price_of
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.consultations.pages.confidential import note_reading
from kosetsu.services.consultations.pages.desk_case import allowed, load
from kosetsu.services.consultations.pages.staff_forms import ProposeForm
from kosetsu.services.consultations.permissions import can_read_queue

FOUND = 15


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_read_queue)
def propose(request: Any, public_id: UUID) -> HttpResponse:
    """The offerings of ``codes`` (at first: those the client chose) with their counts; ``q`` looks for more."""
    consultation = load(request, public_id)
    decision = allowed(request.user, consultation, "propose")
    chosen = _chosen(request, consultation)
    form = ProposeForm(request.POST or None, today=request.today, offerings=chosen)
    if answer := submitted(request, form, lambda: _propose(request, consultation, form)):
        return answer
    if not decision:
        return refusal(request, decision)
    note_reading(request, consultation)
    return render(
        request,
        "consultations/staff/propose.html",
        {"form": form, **_context(request, consultation, chosen)},
        status=422 if form.errors else 200,
    )


def _propose(request: Any, consultation: Consultation, form: ProposeForm) -> str:
    data = form.cleaned_data
    actions.propose(by=request.user, at=request.at, consultation=consultation, items=form.items(), text=data["text"])
    messages.success(request, _("提案を送りました。"))
    return reverse("consultations-desk:case", args=[consultation.public_id])


def _chosen(request: SignedIn, consultation: Consultation) -> list[Offering]:
    if "codes" in request.GET:
        codes = request.GET["codes"].split(",")[:20]
    else:
        codes = list(consultation.chosen.order_by("pk").values_list("offering__code", flat=True))
    known = Offering.objects.prefetch_related("tariff").in_bulk(codes, field_name="code")
    return [known[code] for code in dict.fromkeys(codes) if code in known]


def _context(request: Any, consultation: Consultation, chosen: list[Offering]) -> dict[str, Any]:
    words = request.GET.get("q", "").strip()
    codes = [offering.code for offering in chosen]
    client_class = class_of(consultation, request.today)
    found = _found(words, request) if words else []
    return {
        "consultation": consultation,
        "words": words,
        "codes": ",".join(codes),
        "client_class": client_class,
        "found": [
            {"offering": o, "codes": ",".join([*codes, o.code]), "price": _example(o, client_class, request)}
            for o in found
            if o.code not in codes
        ],
    }


def _found(words: str, request: SignedIn) -> list[Offering]:
    """By code, else by the words."""
    by_code = list(Offering.objects.offered(request.today).filter(code__iexact=words).prefetch_related("tariff"))
    if by_code:
        return by_code
    hits = queries.find(words, scope=sources.PUBLIC, kinds=OfferingKind.values, limit=FOUND)
    return [offering for _hit, offering in sources.resolve(hits, request.user)]


def _example(offering: Offering, client_class: str | None, request: Any) -> int | None:
    """The price of one unit, as a guide while choosing."""
    try:
        price = price_of(Item(offering, 1), client_class or "", request.today)
    except Refused:
        return None
    return price.total_yen if price else None
