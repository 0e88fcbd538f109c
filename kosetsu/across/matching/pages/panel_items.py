"""One item of a proposal: everybody who could review it, and what another choice would cost."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kosetsu.across.matching.documents.panel_answers import clash_kept
from kosetsu.across.matching.documents.panel_choices import Choice, choices
from kosetsu.across.matching.documents.panel_solving import Price, price_of
from kosetsu.across.matching.documents.panel_words import limits_words
from kosetsu.across.matching.documents.panels import Question, question_of
from kosetsu.across.matching.models import PanelProposal
from kosetsu.across.matching.pages.panels import BELOW, load
from kosetsu.across.matching.permissions.panels import can_adjust
from kosetsu.across.matching.rules.clashing import Clash
from kosetsu.across.matching.rules.watching import Unfinished, Watch
from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.governance import access
from kosetsu.foundation.reviews.models import Item
from kosetsu.foundation.reviews.permissions import can_read_panels

PATIENCE = 5
"""Seconds somebody waits for a price."""


@require_safe
@open_door(can_read_panels)
def proposal_item(request: SignedIn, public_id: UUID, item: UUID) -> HttpResponse:
    """Who is near to it; ``?price=`` a reviewer works out what the other choice for the two costs."""
    found = load(request, public_id)
    if not (may := can_adjust(request.user, found)):
        return refusal(request, may)
    rows = Item.objects.visible_to(request.user).waiting().filter(proposals=found)
    one = get_object_or_404(rows, public_id=item)
    access.note(request.user, one, "matching-desk:proposal_item", request.at)
    question = question_of(found, request.at)
    offered = choices(found, one, question)
    priced = next((each for each in offered if str(each.reviewer.public_id) == request.GET.get("price", "")), None)
    context = {
        "proposal": found, "panel": found.panel, "item": one, "choices": offered, "priced": priced,
        "price": _price(found, question, one, priced) if priced and priced.pair_price else None, "form": OnceForm(),
        "eligible": sum(each.open for each in offered),
    }  # fmt: skip
    return render(request, "matching/proposal_item.html", context)


def _price(found: PanelProposal, question: Question, item: Item, priced: Choice) -> dict[str, Any]:
    """In words: what is lost, or what would clash."""
    try:
        told = price_of(found, question, (str(item.pk), priced.key), Watch(PATIENCE))
    except Unfinished:
        return {"says": [_("時間内に計算できませんでした。もう一度押してください。")]}
    if isinstance(told, Clash):
        core, ways = limits_words(found, clash_kept(told))
        return {"says": [_("この組の変更は、次の条件と両立しません。")], "core": core, "ways_out": ways}
    return {"says": list(_price_words(told))}


def _price_words(told: Price) -> list[str]:
    lost = {"worst": f"{-told.worst:+}", "total": f"{-told.total:+}", "moved": told.moved}
    forced = _("この人を担当にすると、最も合わない審査対象の点が%(worst)s、合計点が%(total)s変わります。") % lost
    without = _("この人を外すと、最も合わない審査対象の点が%(worst)s、合計点が%(total)s変わります。") % lost
    words = [forced if told.forced else without, _("ほかに%(moved)s組が変わります。") % lost]
    return words if told.exact else [*words, _("証明された最良の案どうしの差ではなく、目安です。")]


URLS = [path(f"{BELOW}items/<uuid:item>/", proposal_item, name="proposal_item")]
