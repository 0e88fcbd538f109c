"""What a panel reviews: added one by one or many at once, and withdrawn."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.attachments import can_attach, columns_of
from kosetsu.common.decisions import need_reason, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.reviews.actions.beats import locked, locked_item, log, log_many, tell
from kosetsu.foundation.reviews.actions.voiding import void_review
from kosetsu.foundation.reviews.documents.results import received
from kosetsu.foundation.reviews.models import Item, ItemFile, Panel
from kosetsu.foundation.reviews.permissions import can_arrange, can_arrange_item
from kosetsu.foundation.reviews.states import ItemState, PanelState, ReviewLetter


@dataclass(frozen=True, slots=True)
class Given:
    """One item as whoever adds it gives it; ``files`` with whether each names the applicant, asked for one by one."""

    number: str
    title: str
    applicant: str
    received_at: dt.datetime
    corporate_number: str = ""
    organisation: Organisation | None = None
    text: str = ""
    fields: Sequence[str] = ()
    batch: int = 1
    files: Iterable[tuple[Any, bool]] = field(default=())


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
    log_many(panel, "add_item", [
        {"item": str(item.public_id), "number": item.number, "received": received(item)} for item in made
    ], by=by, at=at)  # fmt: skip
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
    """The panel's office takes it out: it counts nowhere any more, and its reviews are void."""
    item = locked_item(item)
    require(can_arrange_item(by, item))
    if item.state != ItemState.WAITING:
        require(no(_("「%(item)s」は、すでに取り下げられています。") % {"item": item}))
    return _take_out(item, need_reason(reason), by=by, at=at)


@transaction.atomic
def take_out_item(*, by: Person, at: dt.datetime, item: Item, reason: str) -> Item:
    """The same for what owns the panel, which has asked whether ``by`` may, and knows that nothing is decided yet: also
    while the panel compares, or when its results stand.
    """
    item = locked_item(item)
    return _take_out(item, need_reason(reason), by=by, at=at) if item.state == ItemState.WAITING else item


def _take_out(item: Item, because: str, *, by: Person, at: dt.datetime) -> Item:
    begun = item.panel.state != PanelState.PREPARING
    for review in item.reviews.alive().select_related("reviewer__person", "reviewer__panel", "item__panel"):
        void_review(review, by=by, at=at, reason=because)
        if begun:
            tell(review.reviewer, ReviewLetter.WITHDRAWN, at=at, number=item.number)
    item.state, item.reason = ItemState.WITHDRAWN, because
    item.save(update_fields=["state", "reason"])
    log(item.panel, "withdraw_item", by=by, at=at, item=str(item.public_id), reason=because)
    audit.record(by=by, at=at, verb="withdraw_item", thing=item, reason=because)
    return item
