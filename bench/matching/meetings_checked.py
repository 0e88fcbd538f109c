"""What is wrong with a timetable, found without the program that made it: plain loops over the day's data."""

from collections import Counter
from collections.abc import Iterator
from typing import Any


def wrongs(fair: Any, meetings: Any) -> list[str]:
    """One sentence for each thing that was asked for and does not hold; none for a valid timetable."""
    return [
        *_together(fair, meetings),
        *_at_once(fair, meetings),
        *_parties(fair, meetings),
        *_required(fair, meetings),
    ]


def points(fair: Any, meetings: Any) -> int:
    worth = {(wish.seller, wish.buyer): wish.seller_points + wish.buyer_points for wish in fair.wishes}
    return sum(worth.get((one.seller, one.buyer), 0) for one in meetings)


def table_moves(meetings: Any) -> int:
    last: dict[str, int] = {}
    moves = 0
    for one in sorted(meetings, key=lambda one: one.slot):
        moves += last.get(one.seller, one.table) != one.table
        last[one.seller] = one.table
    return moves


def _together(fair: Any, meetings: Any) -> Iterator[str]:
    known = {(wish.seller, wish.buyer) for wish in fair.wishes} | set(fair.musts)
    known |= {(lock.seller, lock.buyer) for lock in fair.locks}
    for pair, count in Counter((one.seller, one.buyer) for one in meetings).items():
        if count > 1:
            yield f"{pair} meet {count} times"
        if pair in fair.aparts:
            yield f"{pair} must not meet"
        if pair not in known:
            yield f"nobody wished that {pair} meet"


def _at_once(fair: Any, meetings: Any) -> Iterator[str]:
    for what in ("seller", "buyer", "table"):
        for (who, slot), count in Counter((getattr(one, what), one.slot) for one in meetings).items():
            if count > 1:
                yield f"{what} {who} has {count} meetings in slot {slot}"
    for one in meetings:
        if not (0 <= one.slot < len(fair.tables) and 0 <= one.table < fair.tables[one.slot]):
            yield f"there is no such place: {one}"


def _parties(fair: Any, meetings: Any) -> Iterator[str]:
    for party in (*fair.sellers, *fair.buyers):
        busy = {one.slot for one in meetings if party.key in (one.seller, one.buyer)}
        if busy & party.away:
            yield f"{party.key} is away in {sorted(busy & party.away)}"
        if len(busy) < party.least:
            yield f"{party.key} has {len(busy)} meetings, not {party.least}"
        if fair.lunch and party.lunch and busy >= fair.lunch:
            yield f"{party.key} has no lunch"
        run = fair.longest_run + 1
        if fair.longest_run and party.paused and any(busy >= set(range(n, n + run)) for n in range(len(fair.tables))):
            yield f"{party.key} has no pause"


def _required(fair: Any, meetings: Any) -> Iterator[str]:
    pairs = {(one.seller, one.buyer) for one in meetings}
    for pair in fair.musts:
        if pair not in pairs:
            yield f"{pair} must meet"
    for lock in fair.locks:
        same = [one for one in meetings if (one.slot, one.seller, one.buyer) == (lock.slot, lock.seller, lock.buyer)]
        if not same or lock.table not in (-1, same[0].table):
            yield f"{lock} is locked"
