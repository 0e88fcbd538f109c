"""What every verb shares: one lock for a panel and all that belongs to it, the log, the mail."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Max

from kosetsu.common.db.locks import lock_keys
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.post import owe
from kosetsu.foundation.reviews.documents.letters import letter
from kosetsu.foundation.reviews.models import Item, Panel, Review, Reviewer, ReviewNotice, Step
from kosetsu.foundation.reviews.states import PANEL, ReviewLetter


def lock(panel_id: int) -> None:
    """Nobody else changes the panel, its items or reviews until the transaction ends."""
    lock_keys(f"reviews:panel:{panel_id}")


def locked(panel: Panel) -> Panel:
    """The panel as it is now."""
    lock(panel.pk)
    return Panel.objects.get(pk=panel.pk)


def locked_item(item: Item) -> Item:
    """The item as it is now, with its panel locked."""
    lock(item.panel_id)
    return Item.objects.select_related("panel", "organisation").get(pk=item.pk)


def locked_review(review: Review) -> Review:
    """The review as it is now, with its panel locked."""
    lock(review.item.panel_id)
    return Review.objects.select_related("item__panel", "reviewer__person").get(pk=review.pk)


def move_panel(panel: Panel, verb: str, *, by: Person, at: dt.datetime, because: str = "", **data: Any) -> Panel:
    """Move a locked panel by its table, in its log and the audit log."""
    moved = audit.move_record(panel, PANEL, verb, by=by, at=at, because=because)
    log(panel, verb, by=by, at=at, **data, **({"reason": because} if because else {}))
    return moved


def log(panel: Panel, verb: str, *, by: Person | None, at: dt.datetime, **data: Any) -> Step:
    """Append one row to the log of a locked panel."""
    return log_many(panel, verb, [data], by=by, at=at)[0]


def log_many(
    panel: Panel, verb: str, rows: Sequence[dict[str, Any]], *, by: Person | None, at: dt.datetime
) -> list[Step]:  # fmt: skip
    """Append a row for each."""
    last = panel.steps.aggregate(last=Max("position"))["last"] or 0
    return Step.objects.bulk_create(
        Step(panel=panel, position=last + place, verb=verb, data=data, by=by, at=at)
        for place, data in enumerate(rows, start=1)
    )


def tell(
    reviewer: Reviewer, kind: ReviewLetter, *, at: dt.datetime, due_at: dt.datetime | None = None, **facts: Any
) -> int:
    """A mail to a reviewer, where there is an address; how many were written."""
    person = reviewer.person
    if not (person.email and person.is_active):
        return 0
    subject, body = letter(reviewer, kind, **facts)
    owe(ReviewNotice, reviewer=reviewer, kind=kind, due_at=due_at, address=person.email, subject=subject[:200],
        body=body, made_at=at)  # fmt: skip
    return 1
