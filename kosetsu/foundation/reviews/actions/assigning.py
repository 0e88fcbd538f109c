"""Who reviews what: by a person's choice or a solver's proposal, never against a conflict."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import HIDDEN, YES, need_reason, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.reviews.actions.beats import locked, locked_review, log
from kosetsu.foundation.reviews.actions.conflicts import block_from_records
from kosetsu.foundation.reviews.actions.voiding import void_review
from kosetsu.foundation.reviews.models import Item, Panel, Review, Reviewer
from kosetsu.foundation.reviews.permissions import can_arrange, can_arrange_item, can_be_assigned
from kosetsu.foundation.reviews.states import ReviewState


@dataclass(frozen=True, slots=True)
class Pair:
    """One item and one reviewer, with what a proposal says of why."""

    item: Item
    reviewer: Reviewer
    why: Mapping[str, Any] = field(default_factory=dict)


def assign(*, by: Person, at: dt.datetime, panel: Panel, pairs: Sequence[Pair], fixed: bool = False) -> list[Review]:
    """All of them or none. The records are asked once more: what they forbid stays blocked, and is refused by name."""
    items = Item.objects.in_bulk({pair.item.pk for pair in pairs})
    require(YES if all(item.panel_id == panel.pk for item in items.values()) else HIDDEN)
    with transaction.atomic():
        panel = locked(panel)
        require(can_arrange(by, panel))
        block_from_records(panel, items.values(), by=by, at=at)
    with transaction.atomic():
        require(can_arrange(by, locked(panel)))
        return [_assign(items[pair.item.pk], pair, fixed, by=by, at=at) for pair in pairs]


def _assign(item: Item, pair: Pair, fixed: bool, *, by: Person, at: dt.datetime) -> Review:
    reviewer = Reviewer.objects.select_related("person").get(pk=pair.reviewer.pk)
    require(can_be_assigned(reviewer, item, day_of(at)))
    if item.reviews.alive().filter(reviewer=reviewer).exists():
        require(no(_("「%(item)s」は、すでに%(name)sさんの担当です。") % {"item": item.number, "name": reviewer}))
    review = Review.objects.create(
        item=item, reviewer=reviewer, locked=fixed, why=dict(pair.why), assigned_by=by, assigned_at=at
    )
    after = {"review": str(review.public_id), "item": str(item.public_id), "reviewer": str(reviewer.public_id)}
    log(item.panel, "assign", by=by, at=at, **after)
    audit.record(by=by, at=at, verb="assign", thing=review, after=after)
    return review


@transaction.atomic
def take_away(*, by: Person, at: dt.datetime, review: Review, reason: str) -> Review:
    """Somebody else shall review it; what was not handed in only."""
    review = locked_review(review)
    require(can_arrange_item(by, review.item))
    if review.state == ReviewState.HANDED_IN:
        require(no(_("提出済みの審査票は、割り当てを外せません。"), _("先に差し戻してください。")))
    return void_review(review, by=by, at=at, reason=need_reason(reason))


@transaction.atomic
def fix_pair(*, by: Person, at: dt.datetime, review: Review, fixed: bool) -> Review:
    """A proposal leaves it as it is, or may change it again."""
    review = locked_review(review)
    require(can_arrange_item(by, review.item))
    review.locked = fixed
    review.save(update_fields=["locked"])
    audit.record(by=by, at=at, verb="fix_pair", thing=review, after={"locked": fixed})
    return review
