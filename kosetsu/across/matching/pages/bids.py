"""A reviewer's own page before the assignment: which items are coming, and what one wants, may take or would avoid."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from kosetsu.across.matching.actions import bidding as actions
from kosetsu.across.matching.models import Bid, Word
from kosetsu.across.matching.permissions.bidding import biddable, can_bid
from kosetsu.common.decisions import YES, Decision, Refused
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import Bulk, ListPage
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.governance import access
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.foundation.reviews.models import Item, Reviewer
from kosetsu.foundation.reviews.pages.forms import DeclareForm
from kosetsu.foundation.reviews.pages.shown import applicant_of
from kosetsu.foundation.reviews.permissions import has_promised

BY_NAME: dict[str, Word | None] = {**{word.value: word for word in Word}, "nothing": None}
BUTTONS = {**{word.value: word.label for word in Word}, "nothing": _l("意向を取り消す")}
KINDS = {Word.WANT: "active", Word.MAY: "waiting", Word.DECLINE: "stopped"}


def _word(item: Any) -> str:
    return str(Word(item.word).label) if item.word else ""


COLUMNS = [
    Column(key="number", label=_l("番号"), sort="number"),
    Column(key="title", label=_l("題名"), sort="title"),
    Column(key="fields", label=_l("分野"), value=lambda one: "、".join(one.fields)),
    Column(key="word", label=_l("意向"), value=_word, sort="word", state=lambda one: KINDS.get(one.word, "")),
]
APPLICANT = Column(key="applicant", label=_l("申請者"))
"""Only of a panel that is not blind: no order and no search may tell of a name either."""


def _reviewer(request: Any, panel: UUID) -> Reviewer:
    """One's own part in a panel that asks, or 404 just as for nothing."""
    rows = Reviewer.objects.filter(person=request.user, left_at=None, panel__bidding__isnull=False)
    return get_object_or_404(rows.select_related("panel__bidding", "person"), panel__public_id=panel)


def _rows(request: Any, reviewer: Reviewer) -> QuerySet[Item]:
    said = Bid.objects.filter(item=OuterRef("pk"), reviewer=reviewer).values("word")[:1]
    return biddable(reviewer, request.at).select_related("panel").annotate(word=Subquery(said))


@require_safe
@open_door()
def bids(request: SignedIn, public_id: UUID) -> HttpResponse:
    """What the panel asks one about, with what one has said; the same is said of many at once."""
    reviewer = _reviewer(request, public_id)
    panel = reviewer.panel
    if not has_promised(reviewer):
        return redirect("reviews:promise", public_id=reviewer.public_id)
    if not (may := can_bid(request.user, reviewer, request.at)):
        return refusal(request, may)
    page = ListPage(
        request,
        _rows(request, reviewer),
        COLUMNS if panel.blind else [*COLUMNS[:2], APPLICANT, *COLUMNS[2:]],
        [
            Filter(
                key="unsaid", label=_("まだ伝えていない"), kind="flag", apply=lambda rows, _on: rows.filter(word=None)
            ),
            Filter(key="word", label=_("意向"), choices=Word.choices),
        ],
        lambda rows, words: rows.filter(title__icontains=words) | rows.filter(number__icontains=words),
        title=_("審査したいもの、避けたいものを伝える"),
        url=lambda one: reverse("matching:bid_item", args=[one.public_id]),
        order=("number", "pk"),
        bulk=[
            Bulk(label=label, url=reverse("matching:bid_many", args=[public_id, name]))
            for name, label in BUTTONS.items()
        ],
        empty_title=_("お尋ねする審査対象は、いまはありません。"),
    )
    return page.response("matching/bids.html", layout="layouts/portal.html", panel=panel, bidding=panel.bidding)


@require_POST
@open_door()
def bid_many(request: SignedIn, public_id: UUID, name: str) -> HttpResponse:
    """The same of all that were chosen; of all of them, or of none."""
    reviewer = _reviewer(request, public_id)
    if name not in BY_NAME:
        return redirect("matching:bids", public_id=public_id)
    try:
        chosen = list(_rows(request, reviewer).filter(public_id__in=request.POST.getlist("selected")))
        actions.bid(by=request.user, at=request.at, reviewer=reviewer, items=chosen, word=BY_NAME[name])
        messages.success(request, _("%(many)d件の意向を記録しました。") % {"many": len(chosen)})
    except (Refused, ValidationError) as refused:
        messages.error(request, str(refused) if isinstance(refused, Refused) else _("もう一度押してください。"))
    return redirect("matching:bids", public_id=public_id)


@require_safe
@open_door()
def bid_item(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One item, as far as a reviewer may know of it before the assignment."""
    found = load(request, public_id)
    if not (may := _can_bid(request, found)):
        return refusal(request, may)
    access.note(request.user, found, "matching:bid_item", request.at)
    return show(request, found)


def load(request: Any, public_id: UUID) -> Item:
    """An item that one is, or was, asked about, or 404 just as for nothing."""
    known = get_object_or_404(Item.objects.filter(panel__bidding__isnull=False), public_id=public_id)
    return get_object_or_404(_rows(request, _own(request.user, known)), pk=known.pk)


def _own(user: Any, item: Item) -> Reviewer:
    rows = Reviewer.objects.filter(person=user, left_at=None, panel=item.panel_id)
    return get_object_or_404(rows.select_related("panel", "person"))


def show(request: Any, found: Any, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "item": found,
        "applicant": applicant_of(found, reviewer=True),
        "word": _word(found),
        "word_kind": KINDS.get(found.word, ""),
        "bids_url": _address(found),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "matching/bid_item.html", context, status=status)


def _address(found: Item) -> str:
    return reverse("matching:bids", args=[found.panel.public_id])


def _can_bid(request: Any, found: Item) -> Decision:
    return can_bid(request.user, _own(request.user, found), request.at)


def _may(request: Any, found: Any, verb: str) -> Decision:
    if not (may := _can_bid(request, found)):
        return may
    said = verb.removeprefix("bid_")
    return YES if said not in BY_NAME or found.word != BY_NAME[said] else Decision(False)


def _bid(word: Word | None, *, by: Any, at: Any, item: Item) -> None:
    actions.bid(by=by, at=at, reviewer=_own(by, item), items=[item], word=word)


def _declare(*, by: Any, at: Any, item: Item, detail: str) -> None:
    actions.declare_before(by=by, at=at, reviewer=_own(by, item), item=item, detail=detail)


def _verb(name: str, label: Any) -> Verb:
    act: Callable[..., None] = partial(_bid, BY_NAME[name])
    return Verb(
        f"bid_{name}", label, _l("意向を記録しました。"), act, kind="primary" if name == "want" else "secondary"
    )


MOVES = Verbs(
    "item", "matching", lambda _user: YES, load, _may, show, _address,
    [
        *(_verb(name, label) for name, label in BUTTONS.items()),
        Verb("declare_before", _l("申請者と関係があるため、審査できない"), _l("申告を記録しました。"), _declare,
             DeclareForm, "danger"),
    ],
)  # fmt: skip
ITEM = "bids/items/<uuid:public_id>/"
URLS = [
    path("bids/<uuid:public_id>/", bids, name="bids"),
    path("bids/<uuid:public_id>/<str:name>/", bid_many, name="bid_many"),
    path(ITEM, bid_item, name="bid_item"),
    *MOVES.urls(ITEM),
]
