"""The change log: actions say in their own transaction what became different, index folders read it after the commit.

On PostgreSQL a number is taken before its transaction commits, so a higher number can become visible first. A follower
therefore keeps the numbers it has not seen as *gaps*, and asks for them again until no transaction that could still
bring them is running.
"""

import datetime as dt
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from kosetsu.foundation.search.models import Change

EVERY = "*"
"""The key that stands for all records of a kind."""

TRAILING = 5_000
"""A rebuilt index looks this far back for numbers that were still on their way when it began."""

PATIENCE = 30.0
"""Seconds a gap is kept at least: a number can be taken an instant before its transaction has an id."""

READ_AT_ONCE = 5_000


def touch(kind: str, key: str, *, at: dt.datetime) -> None:
    """Say, inside the transaction of the change, that one findable record was written or withdrawn."""
    Change.objects.create(kind=kind, key=key, at=at)


def touch_many(kind: str, keys: Iterable[str], *, at: dt.datetime) -> None:
    """The same for several records of one kind."""
    Change.objects.bulk_create([Change(kind=kind, key=key, at=at) for key in keys], batch_size=500)


def touch_all(kind: str, *, at: dt.datetime) -> None:
    """Say that any record of a kind may have changed, e.g. after a table was loaded."""
    touch(kind, EVERY, at=at)


Row = tuple[int, str, str, str]
"""Number, kind, key and moment of one change."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers ``first`` to ``last`` were missing when seen; ``horizon`` is the first transaction that began later."""

    first: int
    last: int
    horizon: int
    seen: float


@dataclass(frozen=True, slots=True)
class Position:
    """How far a follower has read: the last change it applied, and the gaps before it."""

    last: Row | None
    gaps: tuple[Gap, ...] = ()

    @property
    def number(self) -> int:
        return self.last[0] if self.last else 0


@dataclass(frozen=True, slots=True)
class Batch:
    """What is new since a position. ``broken``: the log is not the one this follower read before."""

    rows: tuple[Row, ...]
    position: Position
    broken: bool = False


def current() -> Position:
    """The end of the log as it is visible now, with the gaps shortly before it."""
    last = Change.objects.order_by("-id").first()
    if last is None:
        return Position(None)
    after = max(last.pk - TRAILING, 0)
    seen = Change.objects.filter(pk__gt=after).values_list("pk", flat=True)
    return Position(_row(last), tuple(_gaps(after, set(seen))))


def since(position: Position) -> Batch:
    """Changes that became visible since ``position``, those in its gaps included; one query when nothing is new."""
    wanted = Q(pk__gte=position.number)
    for gap in position.gaps:
        wanted |= Q(pk__gte=gap.first, pk__lte=gap.last)
    read = [_row(change) for change in Change.objects.filter(wanted).order_by("pk")[:READ_AT_ONCE]]
    if position.last and position.last not in read:
        return Batch((), position, broken=True)
    rows = tuple(row for row in read if row != position.last)
    if not rows and not position.gaps:
        return Batch((), position)
    return Batch(rows, _moved(position, rows))


def _moved(position: Position, rows: tuple[Row, ...]) -> Position:
    numbers = {row[0] for row in rows}
    newest = max((row for row in rows if row[0] > position.number), default=position.last)
    kept = list(_still_open(position.gaps, numbers))
    new = _gaps(position.number, {number for number in numbers if number > position.number})
    return Position(newest, (*kept, *new))


def _gaps(after: int, seen: set[int]) -> Iterator[Gap]:
    """The numbers missing between ``after`` and the last one seen. SQLite writes one by one and leaves none open."""
    holes = list(_holes(after + 1, max(seen, default=0), seen)) if connection.vendor == "postgresql" else []
    if holes:
        horizon, now = _transactions()[1], time.time()
        yield from (Gap(first, last, horizon, now) for first, last in holes)


def _still_open(gaps: tuple[Gap, ...], arrived: set[int]) -> Iterator[Gap]:
    if not gaps:
        return
    oldest, now = _transactions()[0], time.time()
    for gap in gaps:
        if gap.horizon > oldest or now - gap.seen < PATIENCE:
            for first, last in _holes(gap.first, gap.last, arrived):
                yield Gap(first, last, gap.horizon, gap.seen)


def _holes(first: int, last: int, seen: set[int]) -> Iterator[tuple[int, int]]:
    for number in [*sorted(number for number in seen if first <= number <= last), last + 1]:
        if first < number:
            yield first, number - 1
        first = number + 1


def _transactions() -> tuple[int, int]:
    """The oldest transaction still running and the first that has not begun."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text FROM pg_current_snapshot() AS s")
        oldest, next_one = cursor.fetchone()
    return int(oldest), int(next_one)


def _row(change: Change) -> Row:
    return change.pk, change.kind, change.key, change.at.isoformat()
