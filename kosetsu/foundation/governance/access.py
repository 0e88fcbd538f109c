"""The access log: one cheap row whenever someone of the institute or of a partner reads something confidential."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet

from kosetsu.common.clock import now
from kosetsu.foundation.governance.models import AccessRecord


def note(user: Any, thing: Model, page: str, at: dt.datetime | None = None) -> None:
    """Note that ``user`` read ``thing`` on the page at this address."""
    AccessRecord.objects.create(
        at=at or now(), person=user, thing=thing._meta.label, thing_id=str(thing.pk), page=page[:200]
    )


def note_many(user: Any, things: Iterable[Model], page: str, at: dt.datetime) -> None:
    """Note that ``user`` read all of these on one page, by one query."""
    AccessRecord.objects.bulk_create(
        AccessRecord(at=at, person=user, thing=one._meta.label, thing_id=str(one.pk), page=page[:200]) for one in things
    )


def readings_of(thing: Model) -> QuerySet[AccessRecord]:
    """Who read this thing, newest first."""
    rows = AccessRecord.objects.filter(thing=thing._meta.label, thing_id=str(thing.pk))
    return rows.select_related("person").order_by("-at")
