"""What a panel reviews: added one by one or many at once, and withdrawn."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kosetsu.common.attachments import can_attach, columns_of
from kosetsu.common.decisions import need_reason, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.reviews.actions.beats import locked, locked_item, log
from kosetsu.foundation.reviews.actions.voiding import void_review
from kosetsu.foundation.reviews.documents.results import received
from kosetsu.foundation.reviews.models import Item, ItemFile, Panel, Step
from kosetsu.foundation.reviews.permissions import can_arrange, can_arrange_item
from kosetsu.foundation.reviews.states import ItemState


@dataclass(frozen=True, slots=True)
class Given:
    """One item as whoever adds it gives it; ``files`` with whether each names the applicant."""

    number: str
    title: str
    applicant: str
    received_at: dt.datetime
    corporate_number: str = ""
    organisation: Organisation | None = None
    text: str = ""
    fields: Sequence[str] = ()
    batch: int = 1
    files: Sequence[tuple[Any, bool]] = field(default=())


@transaction.atomic
def add_items(*, by: Person, at: dt.datetime, panel: Panel, given: Sequence[Given]) -> list[Item]:
    """All of them or none; a number that is there already is refused by its name."""
    panel = locked(panel)
    require(can_arrange(by, panel))
    numbers = [one.number for one in given]
    _require_new(panel, numbers)
    made = Item.objects.bulk_create(
        Item(
            panel=panel, number=one.number, title=one.title, applicant=one.applicant, text=one.text, batch=one.batch,
            corporate_number=one.corporate_number, organisation=one.organisation, fields=list(one.fields),
            received_at=one.received_at,
        )
        for one in given
    )  # fmt: skip
    last = panel.steps.aggregate(last=Max("position"))["last"] or 0
    Step.objects.bulk_create(
        Step(
            panel=panel, position=last + place, verb="add_item", by=by, at=at,
            data={"item": str(item.public_id), "number": item.number, "received": received(item)},
        )
        for place, item in enumerate(made, start=1)
    )  # fmt: skip
    for item, one in zip(made, given, strict=True):
        for file, names in one.files:
            require(can_attach(file))
            ItemFile.objects.create(item=item, names_applicant=names, **columns_of(file))
    audit.record(by=by, at=at, verb="add_items", thing=panel, after={"numbers": numbers[:200], "count": len(made)})
    return made


def _require_new(panel: Panel, numbers: Sequence[str]) -> None:
    taken = set(panel.items.filter(number__in=numbers).values_list("number", flat=True))
    for number, times in Counter(numbers).items():
        if times > 1 or number in taken:
            require(no(_("番号「%(number)s」は、この審査会にすでにあります。") % {"number": number}))


def add_item(*, by: Person, at: dt.datetime, panel: Panel, **given: Any) -> Item:
    """One of them; see :class:`Given`."""
    return add_items(by=by, at=at, panel=panel, given=[Given(**given)])[0]


@transaction.atomic
def withdraw_item(*, by: Person, at: dt.datetime, item: Item, reason: str) -> Item:
    """Counts nowhere any more: its reviews are void."""
    item = locked_item(item)
    require(can_arrange_item(by, item))
    if item.state != ItemState.WAITING:
        require(no(_("「%(item)s」は、すでに取り下げられています。") % {"item": item}))
    because = need_reason(reason)
    for review in item.reviews.alive():
        void_review(review, by=by, at=at, reason=because)
    item.state, item.reason = ItemState.WITHDRAWN, because
    item.save(update_fields=["state", "reason"])
    log(item.panel, "withdraw_item", by=by, at=at, item=str(item.public_id), reason=because)
    audit.record(by=by, at=at, verb="withdraw_item", thing=item, reason=because)
    return item
