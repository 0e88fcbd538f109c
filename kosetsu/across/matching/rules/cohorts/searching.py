"""Better compositions by single changes: join, leave, move, swap; worse ones are taken less and less often.

How many changes are tried is counted, not timed, so that the same intake always ends the same.
"""

import random
from dataclasses import dataclass, field
from math import exp

from kosetsu.across.matching.rules.cohorts.room import OUT, Room
from kosetsu.across.matching.rules.watching import Watch


@dataclass
class Search:
    """One search over one room; a seat that is taken is worth more than any points."""

    room: Room
    dice: random.Random
    seat: int = field(init=False)

    def __post_init__(self) -> None:
        room, worth = self.room, self.room.intake.worth
        self.free = [n for n in range(len(room.where)) if n not in room.locked and any(room.open[n])]
        self.may = [[cohort for cohort, yes in enumerate(row) if yes] for row in room.open]
        steps = max(sum(map(max, (worth.trade, worth.size, worth.place))), 1)
        self.seat = 20 * steps

    def begin(self) -> None:
        """Everybody somewhere: who is settled, then those with the fewest days, where least seats are taken."""
        room = self.room
        for key, cohort in sorted(room.intake.locks.items()):
            if room.fits(room.numbers[key], cohort):
                room.put(room.numbers[key], cohort)
        for n in sorted(self.free, key=lambda n: len(self.may[n])):
            self._join(n)

    def _join(self, n: int) -> None:
        room = self.room
        some = [cohort for cohort in self.may[n] if room.sizes[cohort] < room.intake.most and room.fits(n, cohort)]
        if some and room.where[n] == OUT:
            room.put(
                n, min(some, key=lambda cohort: (room.sizes[cohort] >= room.intake.least, -room.brings(n, cohort)))
            )

    def value(self) -> int:
        room = self.room
        short = sum(max(room.intake.least - size, 0) for size in room.sizes)
        return room.value + self.seat * (room.seated - 2 * short)

    def anneal(self, changes: int, hot: float, cold: float, watch: Watch) -> None:
        """Leaves the best found in the room."""
        now = most = self.value()
        best = list(self.room.where)
        for turn in range(changes if self.free else 0):
            if turn % 1024 == 0 and watch.over:
                break
            heat = hot * (cold / hot) ** (turn / changes)
            undo = self._change()
            if not undo:
                continue
            then = self.value()
            if then < now and self.dice.random() >= exp((then - now) / heat):
                self._undo(undo)
                continue
            now = then
            if now > most:
                most, best = now, list(self.room.where)
        self.room.fill(best)
        for n in self.free:
            self._join(n)

    def _change(self) -> list[tuple[int, int]]:
        """One change, and where those whom it concerned were before; none where it is not allowed."""
        room, n = self.room, self.free[int(self.dice.random() * len(self.free))]
        two = self.free[int(self.dice.random() * len(self.free))]
        mine, others = room.where[n], room.where[two]
        if mine == others or self.dice.random() < 0.15:
            return self._move(n)
        fine = (others == OUT or room.fits(n, others, two)) and (mine == OUT or room.fits(two, mine, n))
        return self._apply([(n, mine, others), (two, others, mine)]) if fine else []

    def _move(self, n: int) -> list[tuple[int, int]]:
        room, cohort = self.room, self.may[n][int(self.dice.random() * len(self.may[n]))]
        fine = cohort != room.where[n] and room.sizes[cohort] < room.intake.most and room.fits(n, cohort)
        return self._apply([(n, room.where[n], cohort)]) if fine else []

    def _apply(self, changes: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
        for n, old, _new in changes:
            if old != OUT:
                self.room.take(n)
        for n, _old, new in changes:
            if new != OUT:
                self.room.put(n, new)
        return [(n, old) for n, old, _new in changes]

    def _undo(self, before: list[tuple[int, int]]) -> None:
        self._apply([(n, self.room.where[n], old) for n, old in before])
