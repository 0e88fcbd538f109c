"""What the worker does for the search: follow the change log, and shorten it."""

import datetime as dt

from kosetsu.common.clock import now
from kosetsu.common.schedule import Periodic
from kosetsu.foundation.search import changes, follower
from kosetsu.foundation.search.models import Change
from kosetsu.foundation.search.sources import SCOPES, sources

KEPT = dt.timedelta(days=30)
"""A folder that has not followed for so long finds its place gone and is rebuilt."""


def follow_all() -> list[follower.Report]:
    """Bring every index of this machine up to date; cheap when nothing is new."""
    return [follower.follow(scope) for scope in SCOPES]


def shorten_log(*, at: dt.datetime) -> int:
    """Delete changes older than a month, but never the newest: it shows a follower that the log is the one it knows."""
    newest = Change.objects.order_by("-pk").first()
    deleted, _ = Change.objects.filter(at__lt=at - KEPT).exclude(pk=newest.pk if newest else 0).delete()
    return deleted


def touch_what_the_calendar_changes() -> None:
    """Once a day: a record that begins or ends with a day writes no change of its own."""
    kinds = {kind for scope in SCOPES for source in sources(scope) if source.dated for kind in source.kinds}
    for kind in sorted(kinds):
        changes.touch_all(kind, at=now())


PERIODIC = [
    Periodic("search.follow", dt.timedelta(minutes=1), follow_all),
    Periodic("search.calendar", dt.timedelta(days=1), touch_what_the_calendar_changes),
    Periodic("search.shorten_log", dt.timedelta(days=1), lambda: shorten_log(at=now())),
]
