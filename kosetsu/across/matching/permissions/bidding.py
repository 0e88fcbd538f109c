"""Who may ask reviewers what they want to review, and who may answer of which items; a conflict comes first."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from kosetsu.across.matching.models import Bidding
from kosetsu.across.matching.permissions.panels import both_sides
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.reviews.documents.ties import forbidden
from kosetsu.foundation.reviews.models import Item, Panel, Review, Reviewer
from kosetsu.foundation.reviews.permissions import can_arrange, has_promised
from kosetsu.foundation.reviews.states import RUNNING


def bidding_of(panel: Panel) -> Bidding | None:
    """None where the panel never asked."""
    return Bidding.objects.filter(panel=panel).first()


def can_run_bidding(user: Any, panel: Panel, verb: str, at: dt.datetime) -> Decision:
    """Whoever runs the panel: open it, or put its day off, while there is something to ask; close it and remind of it
    while it is open.
    """
    if not (may := can_arrange(user, panel)):
        return may
    if verb == "open_bidding":
        return both_sides(user, panel)
    bidding = bidding_of(panel)
    if bidding and bidding.open_on(day_of(at)):
        return YES
    return no(_("いまは、審査員の意向を受け付けていません。"), _("締切日を決めて、受け付けを始めてください。"))


def can_bid(user: Any, reviewer: Reviewer, at: dt.datetime) -> Decision:
    """A reviewer for oneself, after the promise of secrecy, until the panel's day or the end of the bidding."""
    panel, bidding = reviewer.panel, bidding_of(reviewer.panel)
    if reviewer.person_id != user.pk or reviewer.left_at or bidding is None or panel.state not in RUNNING:
        return HIDDEN
    if not (promised := has_promised(reviewer)):
        return promised
    if bidding.open_on(day_of(at)):
        return YES
    return no(_("意向の受け付けは終わりました。"), _("変えたいことがあるときは、事務局に連絡してください。"))


def biddable(reviewer: Reviewer, at: dt.datetime) -> QuerySet[Item]:
    """Of which items a reviewer may be asked: of none that one reviews already, of none that would be a conflict of
    interest, be it entered or what the records say now.
    """
    own = Review.objects.alive().filter(item=OuterRef("pk"), reviewer=reviewer)
    rows = Item.objects.waiting().filter(~Exists(own), panel=reviewer.panel_id).without_conflict_of(reviewer.person)
    barred = {one.item for one in forbidden(rows.defer("text"), {reviewer.person_id}, at)}
    return rows.exclude(pk__in=barred)
