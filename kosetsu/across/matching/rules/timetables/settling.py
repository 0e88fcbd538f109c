"""The same meetings with less waiting: chains of meetings change places between two slots.

A chain is what has to move together so that nobody meets two at once (a Kempe chain). It only moves where nothing that
was asked for breaks, and somebody waits less.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from kosetsu.across.matching.rules.timetables.given import Pair
from kosetsu.across.matching.rules.timetables.grid import Grid
from kosetsu.across.matching.rules.watching import Watch

ROUNDS = 8
MOVED = 3
"""How many slots of waiting it takes to move a meeting that stood before."""


def settle(grid: Grid, homes: Mapping[Pair, int], watch: Watch) -> None:
    """Moves chains for as long as that helps."""
    work = _Settling(grid, homes)
    for _ in range(ROUNDS):
        if not sum(work.between(one, two, watch) for one, two in combinations(grid.fair.slots, 2)):
            break


def waiting(grid: Grid, key: str) -> int:
    """Slots between a party's first meeting and its last in which it has none; lunch is no waiting."""
    busy = [slot for slot, pair in enumerate(grid.rows[key]) if pair]
    if not busy:
        return 0
    free = [slot for slot in range(busy[0], busy[-1]) if not grid.rows[key][slot]]
    return len(free) - (grid.parties[key].lunch and any(slot in grid.fair.lunch for slot in free))


@dataclass
class _Settling:
    grid: Grid
    homes: Mapping[Pair, int]
    buyers: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.buyers = frozenset(party.key for party in self.grid.fair.buyers)

    def between(self, one: int, two: int, watch: Watch) -> bool:
        """Whether some chain between two slots moved."""
        seen: set[Pair] = set()
        moved = False
        for pair in [*self.grid.there(one), *self.grid.there(two)]:
            if pair in seen or watch.over:
                continue
            chain = self._chain(pair, one, two)
            seen.update(chain)
            moved |= self._tried(chain, one, two)
        return moved

    def _chain(self, pair: Pair, one: int, two: int) -> dict[Pair, int]:
        """The meetings that hang together, and the slot of each."""
        chain, left = {pair: self.grid.where[pair]}, [pair]
        while left:
            for key in left.pop():
                for slot in (one, two):
                    other = self.grid.rows[key][slot]
                    if other and other not in chain:
                        chain[other] = slot
                        left.append(other)
        return chain

    def _tried(self, chain: Mapping[Pair, int], one: int, two: int) -> bool:
        """Whether the chain moved; it did not where anything breaks or nobody is better off."""
        grid = self.grid
        if not grid.locked.isdisjoint(chain) or not all(grid.come(p, one + two - slot) for p, slot in chain.items()):
            return False
        keys = dict.fromkeys(key for pair in chain for key in pair)
        before = self._cost(chain, keys)
        self._move(chain, lambda slot: one + two - slot)
        fine = all(grid.used[slot] <= grid.fair.tables[slot] for slot in (one, two)) and all(map(self._fine, keys))
        if fine and self._cost(chain, keys) < before:
            return True
        self._move(chain, lambda slot: slot)
        return False

    def _move(self, chain: Mapping[Pair, int], where: Callable[[int], int]) -> None:
        for pair in chain:
            self.grid.take(pair)
        for pair, slot in chain.items():
            self.grid.put(pair, where(slot))

    def _cost(self, chain: Mapping[Pair, int], keys: Mapping[str, None]) -> int:
        moved = sum(self.homes.get(pair, -1) not in (-1, self.grid.where[pair]) for pair in chain)
        return MOVED * moved + sum(waiting(self.grid, key) for key in keys if key in self.buyers)

    def _fine(self, key: str) -> bool:
        grid = self.grid
        hungry = grid.parties[key].lunch and grid.lunch and all(grid.rows[key][slot] for slot in grid.lunch)
        busy = (slot for slot in grid.fair.slots if grid.rows[key][slot])
        return not hungry and all(len(grid.run(key, slot, ())) <= grid.longest(key) for slot in busy)
