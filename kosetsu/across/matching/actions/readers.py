"""What is entered of a panel's reviewers for its assignment: what they say of an item, their loads of single spans."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.across.matching.models import Bid, ReaderLoad, Word
from kosetsu.common.decisions import HIDDEN, YES, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.reviews.actions.beats import locked, locked_item
from kosetsu.foundation.reviews.models import Item, Reviewer
from kosetsu.foundation.reviews.permissions import can_arrange, can_arrange_item


@transaction.atomic
def enter_bid(*, by: Person, at: dt.datetime, item: Item, reviewer: Reviewer, word: Word | None) -> Bid | None:
    """What a reviewer says of an item; no word takes back what was said."""
    item = locked_item(item)
    require(can_arrange_item(by, item))
    require(YES if reviewer.panel_id == item.panel_id and reviewer.left_at is None else HIDDEN)
    before = Bid.objects.filter(item=item, reviewer=reviewer).values_list("word", flat=True).first()
    made = next(iter(put_bids(reviewer, [item], word, at)), None)
    after = {"item": str(item.public_id), "reviewer": str(reviewer.public_id), "word": word}
    audit.record(by=by, at=at, verb="enter_bid", thing=item, before={"word": before}, after=after)
    return made


def put_bids(reviewer: Reviewer, items: Sequence[Item], word: Word | None, at: dt.datetime) -> list[Bid]:
    """What a reviewer of a locked panel says of items, in place of what was said."""
    Bid.objects.filter(item__in=items, reviewer=reviewer).delete()
    if word is None:
        return []
    return Bid.objects.bulk_create(Bid(item=item, reviewer=reviewer, word=word, said_at=at) for item in items)


@transaction.atomic
def set_load(
    *, by: Person, at: dt.datetime, reviewer: Reviewer, least: int, most: int | None, batch: int | None = None,
    month: dt.date | None = None,
) -> ReaderLoad | None:  # fmt: skip
    """So many of one batch or one month; 0 and no limit take the load away."""
    require(can_arrange(by, locked(reviewer.panel)))
    one_span = (batch is None) != (month is None)
    require(YES if one_span else no(_("回か月の、どちらか一つを書いてください。")))
    require(YES if most is None or most >= least else no(_("最多件数は、最少件数より小さくできません。")))
    month = month.replace(day=1) if month else None
    ReaderLoad.objects.filter(reviewer=reviewer, batch=batch, month=month).delete()
    made = None
    if least or most is not None:
        made = ReaderLoad.objects.create(reviewer=reviewer, batch=batch, month=month, least=least, most=most)
    after = {"batch": batch, "month": month, "least": least, "most": most}
    audit.record(by=by, at=at, verb="set_load", thing=reviewer, after=after)
    return made
