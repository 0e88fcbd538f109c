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
from kosetsu.foundation.reviews.actions.beats import locked, locked_review, log_many
from kosetsu.foundation.reviews.actions.conflicts import block_from_records
from kosetsu.foundation.reviews.actions.voiding import void_review
from kosetsu.foundation.reviews.models import Item, Panel, Review, Reviewer
from kosetsu.foundation.reviews.permissions import Taken, can_arrange, can_arrange_item, can_be_assigned
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
        made = _assigned(panel, items, pairs, fixed, by=by, at=at)
        told = [(str(one.public_id), one.item, one.reviewer) for one in made]
        log_many(panel, "assign", [
            {"review": review, "item": str(item.public_id), "reviewer": str(reviewer.public_id)}
            for review, item, reviewer in told
        ], by=by, at=at)  # fmt: skip
        for reviewer in {one.reviewer_id: one.reviewer for one in made}.values():
            own = {review: str(item.public_id) for review, item, who in told if who == reviewer}
            audit.record(by=by, at=at, verb="assign", thing=reviewer, after={"item_by_review": own})
        return made


def _assigned(
    panel: Panel, items: Mapping[int, Item], pairs: Sequence[Pair], fixed: bool, *, by: Person, at: dt.datetime
) -> list[Review]:
    """The rows, each pair asked after in turn."""
    taken = Taken(panel, day_of(at))
    reviewers = Reviewer.objects.select_related("person").in_bulk({pair.reviewer.pk for pair in pairs})
    made = []
    for pair in pairs:
        item, reviewer = items[pair.item.pk], reviewers[pair.reviewer.pk]
        require(can_be_assigned(reviewer, item, taken))
        taken.add(reviewer, item)
        made.append(Review(
            item=item, reviewer=reviewer, locked=fixed, why=dict(pair.why), assigned_by=by, assigned_at=at
        ))  # fmt: skip
    return Review.objects.bulk_create(made)


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
