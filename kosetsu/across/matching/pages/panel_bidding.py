"""The office asks a panel's reviewers what they want to review, sees who has answered, reminds, and ends it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from kosetsu.across.matching.actions import bidding as actions
from kosetsu.across.matching.documents.bids import declared, told
from kosetsu.across.matching.pages.panel_forms import BiddingForm
from kosetsu.across.matching.pages.panels import PANEL, load_panel
from kosetsu.across.matching.permissions.bidding import bidding_of, can_run_bidding
from kosetsu.common.decisions import Decision
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.foundation.reviews.models import Panel
from kosetsu.foundation.reviews.permissions import can_arrange, can_read_panels


@require_safe
@open_door(can_read_panels)
def panel_bidding(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Until when the reviewers are asked, and what each has said."""
    return show(request, load_panel(request, public_id))


def show(request: Any, found: Panel, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    bidding, spoke = bidding_of(found), declared(found, request.user)
    rows: list[dict[str, Any]] = [
        {"reviewer": one, "declared": one.person_id in spoke,
         "answered": bool(one.want or one.may or one.decline or one.person_id in spoke)}
        for one in told(found, request.user)
    ]  # fmt: skip
    context = {
        "panel": found, "bidding": bidding, "open": bool(bidding and bidding.open_on(request.today)), "rows": rows,
        "answered": sum(one["answered"] for one in rows), "may_arrange": can_arrange(request.user, found),
        "why_not": can_run_bidding(request.user, found, "open_bidding", request.at),
        "panels": MOVES.panels(request, found, wrong),
    }  # fmt: skip
    return render(request, "matching/panel_bidding.html", context, status=status)


def _may(request: Any, found: Panel, verb: str) -> Decision:
    return can_run_bidding(request.user, found, verb, request.at)


MOVES = Verbs(
    "panel", "matching-desk", can_read_panels, load_panel, _may, show,
    lambda one: reverse("matching-desk:panel_bidding", args=[one.public_id]),
    [
        Verb("open_bidding", _l("締切日を決めて、意向を尋ねる"),
             _l("締切日を保存しました。始めたときは、審査員全員に知らせます。"), actions.open_bidding, BiddingForm),
        Verb("remind_bidders", _l("まだの審査員にメールで尋ねる"),
             _l("まだ意向を伝えていない審査員に、メールを送ります。"), actions.remind_bidders, kind="secondary"),
        Verb("close_bidding", _l("受け付けを終える"), _l("受け付けを終えました。"), actions.close_bidding,
             kind="secondary"),
    ],
)  # fmt: skip
URLS = [path(f"{PANEL}bidding/", panel_bidding, name="panel_bidding"), *MOVES.urls(PANEL)]
