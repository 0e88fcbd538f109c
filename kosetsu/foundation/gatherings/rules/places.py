"""Seats, draws and deadlines of gatherings: pure arithmetic."""

import datetime as dt
from collections.abc import Collection, Iterable
from hashlib import sha256


def free_seats(taken: Collection[int], capacity: int | None, count: int) -> list[int]:
    """So many seats that nobody has, the lowest first; fewer where there are not so many.

    >>> free_seats({1, 3}, 4, 3)
    [2, 4]
    """
    held, seat = set(taken), 1
    found: list[int] = []
    while len(found) < count and (capacity is None or seat <= capacity):
        if seat not in held:
            found.append(seat)
        seat += 1
    return found


def drawn(keys: Iterable[str], seed: str) -> list[str]:
    """The keys in the order of the draw: whoever knows the seed gets the same order again, whatever order they come in.

    >>> drawn(["a", "b"], "x") == drawn(["b", "a"], "x")
    True
    """
    return sorted(keys, key=lambda key: sha256(f"{seed}\n{key}".encode()).digest())


def answer_until(at: dt.datetime, hours: int, begins: dt.datetime | None) -> dt.datetime:
    """How long an offered place is kept: so many hours, but not beyond the beginning."""
    until = at + dt.timedelta(hours=hours)
    return until if begins is None else min(until, begins)
