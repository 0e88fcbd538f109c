"""What the worker does for the search: follow the change log, and shorten it."""

import datetime as dt

from kosetsu.foundation.search import follower
from kosetsu.foundation.search.models import Change
from kosetsu.foundation.search.sources import PUBLIC, STAFF

KEPT = dt.timedelta(days=30)
"""A folder that has not followed for so long finds its place gone and is rebuilt."""


def follow_all() -> list[follower.Report]:
    """Bring every index of this machine up to date; cheap when nothing is new."""
    return [follower.follow(scope) for scope in (PUBLIC, STAFF)]


def shorten_log(*, at: dt.datetime) -> int:
    """Delete changes older than a month, but never the newest: it shows a follower that the log is the one it knows."""
    newest = Change.objects.order_by("-pk").first()
    deleted, _ = Change.objects.filter(at__lt=at - KEPT).exclude(pk=newest.pk if newest else 0).delete()
    return deleted
