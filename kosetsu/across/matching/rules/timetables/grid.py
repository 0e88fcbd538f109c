"""A timetable being made: who meets whom in which slot, and which meetings would have to give way to another."""

from collections.abc import Iterator, Mapping, Sequence

from kosetsu.across.matching.rules.timetables.given import Fair, Pair

Row = list[Pair | None]


class Grid:
    """The meetings so far. What is locked never gives way."""

    def __init__(self, fair: Fair) -> None:
        self.fair, count = fair, len(fair.tables)
        self.rows: dict[str, Row] = {party.key: [None] * count for party in fair.parties}
        self.met = dict.fromkeys(self.rows, 0)
        self.used = [0] * count
        self.where: dict[Pair, int] = {}
        self.parties = {party.key: party for party in fair.parties}
        self.lunch = sorted(fair.lunch)
        self.locked = frozenset(lock.pair for lock in fair.locks)

    def put(self, pair: Pair, slot: int) -> None:
        self.where[pair] = slot
        self.used[slot] += 1
        for key in pair:
            self.rows[key][slot] = pair
            self.met[key] += 1

    def take(self, pair: Pair) -> int:
        """The slot that the pair leaves."""
        slot = self.where.pop(pair)
        self.used[slot] -= 1
        for key in pair:
            self.rows[key][slot] = None
            self.met[key] -= 1
        return slot

    def fill(self, where: Mapping[Pair, int]) -> None:
        """These meetings instead of all others."""
        for pair in list(self.where):
            self.take(pair)
        for pair, slot in where.items():
            self.put(pair, slot)

    def come(self, pair: Pair, slot: int) -> bool:
        return all(slot not in self.parties[key].away for key in pair)

    def fits(self, pair: Pair, slot: int) -> bool:
        """Whether a pair can meet without anybody giving way."""
        free = self.come(pair, slot) and self.used[slot] < self.fair.tables[slot]
        return free and all(self.rows[key][slot] is None and self.rested(key, slot) for key in pair)

    def rested(self, key: str, slot: int) -> bool:
        """Whether lunch and pauses allow a party to meet in a slot."""
        return not self.at_lunch(key, slot, ()) and len(self.run(key, slot, ())) <= self.longest(key)

    def longest(self, key: str) -> int:
        paused = self.parties[key].paused and self.fair.longest_run
        return self.fair.longest_run if paused else len(self.fair.tables)

    def at_lunch(self, key: str, slot: int, gone: Sequence[Pair]) -> list[int]:
        """The other slots of the window, where a meeting in this one leaves none free."""
        if slot not in self.fair.lunch or not self.parties[key].lunch:
            return []
        others = [other for other in self.lunch if other != slot]
        if others:
            return others if all(self._busy(key, other, gone) for other in others) else []
        return [slot]

    def run(self, key: str, slot: int, gone: Sequence[Pair]) -> range:
        """The slots without a pause of which a meeting in this one would be a part."""
        first = last = slot
        while first and self._busy(key, first - 1, gone):
            first -= 1
        while last + 1 < len(self.used) and self._busy(key, last + 1, gone):
            last += 1
        return range(first, last + 1)

    def _busy(self, key: str, slot: int, gone: Sequence[Pair]) -> bool:
        pair = self.rows[key][slot]
        return pair is not None and pair not in gone

    def there(self, slot: int) -> Iterator[Pair]:
        """The meetings in a slot, in the sellers' order."""
        for seller in self.fair.sellers:
            if pair := self.rows[seller.key][slot]:
                yield pair
