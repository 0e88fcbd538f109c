"""iCal addresses: made by their owner, revoked by their owner."""

import datetime as dt

from django.db import transaction

from kosetsu.common.decisions import HIDDEN, YES, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.models import Feed, Resource
from kosetsu.foundation.bookings.permissions import can_revoke
from kosetsu.foundation.bookings.states import FeedKind
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Branch
from kosetsu.foundation.parties.standing import standing


@transaction.atomic
def open_feed(
    *, by: Person, at: dt.datetime, resource: Resource | None = None, branch: Branch | None = None, named: bool = False
) -> Feed:
    """A feed of one's own bookings, of a resource or of a branch; only the institute's people have names in one."""
    kind = FeedKind.RESOURCE if resource else FeedKind.BRANCH if branch else FeedKind.PERSON
    seen = resource is None or Resource.objects.visible_to(by).filter(pk=resource.pk).exists()
    require(YES if seen and (not named or standing(by).is_staff) else HIDDEN)
    feed = Feed.objects.create(owner=by, kind=kind, resource=resource, branch=branch, named=named, made_at=at)
    audit.record(by=by, at=at, verb="open_feed", thing=feed, after={"kind": kind, "named": named})
    return feed


@transaction.atomic
def revoke_feed(*, by: Person, at: dt.datetime, feed: Feed) -> Feed:
    """The address answers like nothing from the next request on."""
    locked = Feed.objects.select_for_update().get(pk=feed.pk)
    require(can_revoke(by, locked))
    if locked.revoked_at is None:
        locked.revoked_at = at
        locked.save(update_fields=["revoked_at"])
        audit.record(by=by, at=at, verb="revoke_feed", thing=locked)
    return locked
