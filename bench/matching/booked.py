"""Two simple ways to fill a day of meetings, as references: the dearest wish first, and buyers who book themselves."""

import random
from collections.abc import Iterable
from typing import Any

Pair = tuple[str, str]


def greedy(fair: Any) -> int:
    """Points of: those who must meet, then every wish by its points, each in the first slot that is free."""
    day = _Day(fair)
    worth = {(wish.seller, wish.buyer): wish.seller_points + wish.buyer_points for wish in fair.wishes}
    day.book(sorted(fair.musts))
    day.book(sorted(worth, key=lambda pair: -worth[pair]))
    return sum(worth.get(pair, 0) for pair in day.met)


def self_booking(fair: Any) -> int:
    """Points of: one buyer after the other books, by their own points alone, what is still free."""
    day = _Day(fair)
    buyers = [party.key for party in fair.buyers]
    random.Random(fair.seed).shuffle(buyers)
    for buyer in buyers:
        own = [wish for wish in fair.wishes if wish.buyer == buyer and wish.buyer_points]
        day.book((wish.seller, buyer) for wish in sorted(own, key=lambda wish: -wish.buyer_points))
    return sum(wish.seller_points + wish.buyer_points for wish in fair.wishes if (wish.seller, wish.buyer) in day.met)


class _Day:
    """What is free. Minima are not kept: these references only fare better for that."""

    def __init__(self, fair: Any) -> None:
        self.fair, self.met, self.tables = fair, set[Pair](), list(fair.tables)
        self.parties = {party.key: party for party in (*fair.sellers, *fair.buyers)}
        self.busy: dict[str, set[int]] = {key: set() for key in self.parties}
        for lock in sorted(fair.locks):
            self._meet((lock.seller, lock.buyer), lock.slot)

    def book(self, pairs: Iterable[Pair]) -> None:
        for pair in pairs:
            if pair in self.met or pair in self.fair.aparts:
                continue
            free = [
                slot for slot in range(len(self.tables)) if self.tables[slot] and all(self._free(k, slot) for k in pair)
            ]
            if free:
                self._meet(pair, free[0])

    def _meet(self, pair: Pair, slot: int) -> None:
        self.met.add(pair)
        self.tables[slot] -= 1
        for key in pair:
            self.busy[key].add(slot)

    def _free(self, key: str, slot: int) -> bool:
        party, busy, run = self.parties[key], self.busy[key] | {slot}, self.fair.longest_run + 1
        if slot in self.busy[key] or slot in party.away:
            return False
        if self.fair.lunch and party.lunch and busy >= self.fair.lunch:
            return False
        starts = range(slot - run + 1, slot + 1)
        return not (self.fair.longest_run and party.paused and any(busy >= set(range(n, n + run)) for n in starts))
