"""The slots of chosen pairs: each is put where least has to give way, and what gave way is put elsewhere.

What left a slot may not come back to it for a while (a tabu search), so that the search gets out of corners. A choice
that fits on the whole nearly always finds room for every pair.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from kosetsu.across.matching.rules.timetables.given import Fair, Pair
from kosetsu.across.matching.rules.timetables.grid import Grid
from kosetsu.across.matching.rules.watching import Watch

TRIES = 20_000
"""How many puts in a row may bring nothing."""
LOOKED = 6
"""How many of a full slot's meetings are looked at for one to give way."""


@dataclass
class Placing:
    """One search over one grid."""

    grid: Grid
    points: Mapping[Pair, int]
    homes: Mapping[Pair, int] = field(default_factory=dict)
    """Where meetings stood before."""
    stay: int = 0
    """What it is worth, in points, that a meeting stays where it was."""

    def __post_init__(self) -> None:
        fair = self.grid.fair
        self.dice = random.Random(fair.seed)
        self.least = {party.key: party.least for party in fair.parties}
        self.dear = sum(self.points.values()) + 1
        self.banned: dict[tuple[Pair, int], int] = {}

    def place(self, pairs: Sequence[Pair], watch: Watch, tries: int = TRIES) -> None:
        """Leaves the best found in the grid."""
        waiting = sorted(pairs, key=lambda pair: -self.points[pair])
        loss, best, since = self._loss(waiting), dict(self.grid.where), 0
        for turn in count():
            if not waiting or turn - since > tries or (turn % 256 == 0 and watch.over):
                break
            gave_way = self._step(waiting, turn)
            if not gave_way and (now := self._loss(waiting)) < loss:
                loss, best, since = now, dict(self.grid.where), turn
        if self._loss(waiting) > loss:
            self.grid.fill(best)

    def _loss(self, waiting: Sequence[Pair]) -> int:
        where = self.grid.where
        moved = sum(slot != where.get(pair) for pair, slot in self.homes.items()) if self.stay else 0
        short = sum(max(least - self.grid.met[key], 0) for key, least in self.least.items())
        musts = sum(pair in self.grid.fair.musts for pair in waiting)
        return sum(self.points[pair] for pair in waiting) + moved * self.stay + (short + musts) * self.dear

    def _step(self, waiting: list[Pair], turn: int) -> int:
        """One pair put somewhere; how many gave way to it."""
        n = self.dice.randrange(min(len(waiting), 10)) if self.banned else 0
        pair = waiting[n]
        found = [(cost, self.dice.random(), slot, gone) for slot in self.grid.fair.slots
                 if self.banned.get((pair, slot), -1) <= turn and (gone := self._giving_way(pair, slot)) is not None
                 for cost in [sum(map(self.worth, gone)) - self._at_home(pair, slot)]]  # fmt: skip
        if not found:
            waiting.append(waiting.pop(n))
            return 1
        _cost, _chance, slot, gone = min(found)
        for other in gone:
            self.banned[other, self.grid.take(other)] = turn + len(waiting) + self.dice.randrange(5, 15)
        waiting[n : n + 1] = []
        waiting += gone
        self.grid.put(pair, slot)
        return len(gone)

    def worth(self, pair: Pair) -> int:
        """What is lost where a meeting gives way."""
        needed = (pair in self.grid.fair.musts) + sum(self.grid.met[key] <= self.least[key] for key in pair)
        return self.points[pair] + needed * self.dear + self._at_home(pair, self.grid.where[pair])

    def _at_home(self, pair: Pair, slot: int) -> int:
        return self.stay if self.homes.get(pair) == slot else 0

    def _giving_way(self, pair: Pair, slot: int) -> list[Pair] | None:
        """The meetings that would have to go; None where a pair cannot meet in a slot at all."""
        grid = self.grid
        if not grid.come(pair, slot):
            return None
        gone = [other for key in pair if (other := grid.rows[key][slot])]
        for key in pair:
            if not self._rest(key, slot, gone):
                return None
        full = grid.used[slot] - sum(grid.where[other] == slot for other in gone) >= grid.fair.tables[slot]
        if full and not self._give(gone, list(grid.there(slot))):
            return None
        return None if grid.locked.intersection(gone) else gone

    def _rest(self, key: str, slot: int, gone: list[Pair]) -> bool:
        """Adds what has to go for lunch and pause; whether that is enough."""
        grid, row = self.grid, self.grid.rows[key]
        window = grid.at_lunch(key, slot, gone)
        if window and not self._give(gone, [row[other] for other in window if other != slot]):
            return False
        run, longest = grid.run(key, slot, gone), grid.longest(key)
        if len(run) <= longest:
            return True
        middle = [n for n in run if n != slot and n - run[0] <= longest and run[-1] - n <= longest]
        return self._give(gone, [row[n] for n in middle])

    def _give(self, gone: list[Pair], among: Sequence[Pair | None]) -> bool:
        """The cheapest of some, looked for among a few, has to go."""
        free = [pair for pair in among if pair is not None and pair not in self.grid.locked]
        if free:
            gone.append(min(self.dice.sample(free, min(LOOKED, len(free))), key=self.worth))
        return bool(free)


def fill(grid: Grid, points: Mapping[Pair, int]) -> None:
    """Every further meeting that fits, the dearest first."""
    for pair in sorted(points, key=lambda pair: -points[pair]):
        slot = (
            next((slot for slot in grid.fair.slots if grid.fits(pair, slot)), None) if pair not in grid.where else None
        )
        if slot is not None:
            grid.put(pair, slot)


def lacking(grid: Grid) -> bool:
    """Whether somebody has too few meetings, or two who must meet do not."""
    fair: Fair = grid.fair
    short = any(grid.met[party.key] < party.least for party in fair.parties)
    return (
        short or not fair.musts <= grid.where.keys() or any(grid.where.get(one.pair) != one.slot for one in fair.locks)
    )
