"""Parts of several orders that a group measures in one go."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.services.testing.actions import beats
from kosetsu.services.testing.models import Batch, OrderItem
from kosetsu.services.testing.permissions import can_assign


@transaction.atomic
def put_in_batch(*, by: Person, at: dt.datetime, item: OrderItem, name: str) -> OrderItem:
    """Into the group's batch of this name, which is made when it is not there; an empty name takes the part out."""
    item = beats.locked_item(item)
    require(can_assign(by, item, None))
    require(YES if item.group else no(_("担当グループが決まっていません。")))
    name = tidy_line(name)[:100]
    made = {"made_at": at, "made_by": by}
    item.batch = Batch.objects.get_or_create(group=item.group, name=name, defaults=made)[0] if name else None
    item.save(update_fields=["batch"])
    beats.record("put_in_batch", item, by=by, at=at, after={"batch": name})
    return item
