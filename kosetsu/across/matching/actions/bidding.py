"""Reviewers say themselves what they want to review: asked for by the office, said, closed."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.across.matching.actions.readers import put_bids
from kosetsu.across.matching.documents.bids import silent
from kosetsu.across.matching.models import Bid, Bidding, Word
from kosetsu.across.matching.permissions.bidding import biddable, bidding_of, can_bid, can_run_bidding
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import HIDDEN, YES, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.actions.beats import lock, locked, tell
from kosetsu.foundation.reviews.models import Conflict, Item, Panel, Reviewer
from kosetsu.foundation.reviews.states import ReviewLetter


@transaction.atomic
def open_bidding(*, by: Person, at: dt.datetime, panel: Panel, until: dt.date) -> Panel:
    """Ask the reviewers until a day, all of them by mail; or put off the day of a bidding that is open."""
    panel = locked(panel)
    require(can_run_bidding(by, panel, "open_bidding", at))
    require(YES if until >= day_of(at) else no(_("締切日は、今日か、これからの日にしてください。")))
    known = bidding_of(panel)
    goes_on = known is not None and known.open_on(day_of(at))
    given = {"until": until} if goes_on else {"until": until, "opened_at": at, "closed_at": None}
    bidding, _new = Bidding.objects.update_or_create(panel=panel, defaults=given)
    before = {"until": known.until} if known else None
    audit.record(by=by, at=at, verb="open_bidding", thing=panel, before=before, after={"until": until})
    if not goes_on:
        for reviewer in panel.reviewers.filter(left_at=None).select_related("person", "panel"):
            _ask(reviewer, bidding, at)
    return panel


@transaction.atomic
def close_bidding(*, by: Person, at: dt.datetime, panel: Panel) -> Panel:
    """No reviewer changes anything any more; whoever runs the panel still may."""
    panel = locked(panel)
    require(can_run_bidding(by, panel, "close_bidding", at))
    Bidding.objects.filter(panel=panel).update(closed_at=at)
    audit.record(by=by, at=at, verb="close_bidding", thing=panel)
    return panel


@transaction.atomic
def remind_bidders(*, by: Person, at: dt.datetime, panel: Panel) -> Panel:
    """A mail to each reviewer who has said nothing, as far as ``by`` may know of it."""
    panel = locked(panel)
    require(can_run_bidding(by, panel, "remind_bidders", at))
    bidding = Bidding.objects.get(panel=panel)
    reviewers = list(silent(panel, by))
    require(YES if reviewers else no(_("全員が、意向を伝えています。")))
    for reviewer in reviewers:
        _ask(reviewer, bidding, at)
    after = {"reviewers": [str(one.public_id) for one in reviewers]}
    audit.record(by=by, at=at, verb="remind_bidders", thing=panel, after=after)
    return panel


def _ask(reviewer: Reviewer, bidding: Bidding, at: dt.datetime) -> None:
    tell(reviewer, ReviewLetter.BIDS, at=at, until=bidding.until)


@transaction.atomic
def bid(*, by: Person, at: dt.datetime, reviewer: Reviewer, items: Sequence[Item], word: Word | None) -> list[Bid]:
    """A reviewer says the same of some items, of all or of none; no word takes back what was said."""
    reviewer = _locked(reviewer)
    require(can_bid(by, reviewer, at))
    require(YES if items else no(_("審査対象を選んでください。")))
    chosen = list(biddable(reviewer, at).filter(pk__in={one.pk for one in items}).order_by("number"))
    require(YES if {*chosen} == {*items} else HIDDEN)
    made = put_bids(reviewer, chosen, word, at)
    after = {"word": word, "items": [one.number for one in chosen]}
    audit.record(by=by, at=at, verb="bid", thing=reviewer, after=after)
    return made


@transaction.atomic
def declare_before(*, by: Person, at: dt.datetime, reviewer: Reviewer, item: Item, detail: str) -> Conflict:
    """A reviewer may not review what one is asked about: the item is gone at once, with what was said of it."""
    reviewer = _locked(reviewer)
    require(can_bid(by, reviewer, at))
    require(YES if biddable(reviewer, at).filter(pk=item.pk).exists() else HIDDEN)
    put_bids(reviewer, [item], None, at)
    return reviews.declare_unassigned(by=by, at=at, item=item, detail=detail)


def _locked(reviewer: Reviewer) -> Reviewer:
    """The reviewer as now, with the panel locked."""
    lock(reviewer.panel_id)
    return Reviewer.objects.select_related("panel", "person").get(pk=reviewer.pk)
