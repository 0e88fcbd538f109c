"""The fair as a linear program: who meets whom, and who works in which slot.

A pair that is *timed* has a column for each slot; of the others only the number is kept: so many meetings of a party
as slots in which it works. With every pair timed the program is the whole question. With few it is small, nearly whole
in fractions, and its value is never less than what any timetable brings.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

from kosetsu.across.matching.rules.linear import Program
from kosetsu.across.matching.rules.timetables.given import Fair, Pair, Party
from kosetsu.across.matching.rules.timetables.limits import Kind, Limit


@dataclass
class Planned:
    """One program of one fair. ``loose`` says that what keeps parties away or apart is a row that can be given up."""

    fair: Fair
    pairs: Mapping[Pair, int]
    """The points of all pairs that may meet."""
    timed: Collection[Pair]
    loose: bool = False
    homes: Mapping[Pair, int] = field(default_factory=dict)
    stay: float = 0
    """What it brings besides that a meeting is held in its slot of ``homes``, or at all where it is not timed."""
    program: Program = field(default_factory=Program)
    meet: dict[Pair, int] = field(default_factory=dict)
    works: dict[tuple[str, int], int] = field(default_factory=dict)
    at: dict[tuple[Pair, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for party in self.fair.parties:
            self._works(party)
        for pair, points in self.pairs.items():
            self._meet(pair, points)
        for party in self.fair.parties:
            self._party(party)
        self._slots()
        self._pairs()

    @cached_property
    def away(self) -> dict[str, frozenset[int]]:
        return {party.key: party.away for party in self.fair.parties}

    def _works(self, party: Party) -> None:
        for slot in self.fair.slots:
            gone = slot in party.away
            self.works[party.key, slot] = n = self.program.column(most=self.loose or not gone)
            if gone and self.loose:
                self.program.row([n], most=0, limit=Limit(Kind.AWAY, (party.key,), slot))

    def _meet(self, pair: Pair, points: int) -> None:
        timed = pair in self.timed
        self.meet[pair] = meet = self.program.column(points + (self.stay if pair in self.homes and not timed else 0))
        if not timed:
            return
        gone = frozenset() if self.loose else self.away[pair[0]] | self.away[pair[1]]
        for slot in self.fair.slots:
            if slot not in gone:
                self.at[pair, slot] = self.program.column(self.stay if self.homes.get(pair) == slot else 0)
        slots = [self.at[pair, slot] for slot in self.fair.slots if slot not in gone]
        self.program.row({meet: -1.0, **dict.fromkeys(slots, 1.0)}, least=0, most=0)

    def _party(self, party: Party) -> None:
        program, fair, key = self.program, self.fair, party.key
        works = [self.works[key, slot] for slot in fair.slots]
        program.row({**dict.fromkeys(self._own[key], 1.0), **dict.fromkeys(works, -1.0)}, least=0, most=0)
        if party.least > 0:
            self._limit(Limit(Kind.LEAST, (key,)), works, least=party.least, gives=party.least)
        if party.lunch and fair.lunch:
            self._limit(
                Limit(Kind.LUNCH, (key,)), [works[slot] for slot in sorted(fair.lunch)], most=len(fair.lunch) - 1
            )
        if party.paused and fair.longest_run:
            for slot in fair.slots[: -fair.longest_run]:
                run = works[slot : slot + fair.longest_run + 1]
                self._limit(Limit(Kind.RUN, (key,)), run, most=fair.longest_run)
        for slot, timed in self._timed[key].items():
            program.row({works[slot]: -1.0, **dict.fromkeys(timed, 1.0)}, most=0)

    @cached_property
    def _own(self) -> dict[str, list[int]]:
        own = defaultdict[str, list[int]](list)
        for pair, n in self.meet.items():
            own[pair[0]].append(n)
            own[pair[1]].append(n)
        return own

    @cached_property
    def _timed(self) -> dict[str, dict[int, list[int]]]:
        timed = defaultdict[str, dict[int, list[int]]](lambda: defaultdict(list))
        for (pair, slot), n in self.at.items():
            timed[pair[0]][slot].append(n)
            timed[pair[1]][slot].append(n)
        return timed

    def _slots(self) -> None:
        for slot, tables in enumerate(self.fair.tables):
            sellers = [self.works[party.key, slot] for party in self.fair.sellers]
            buyers = [self.works[party.key, slot] for party in self.fair.buyers]
            self._limit(Limit(Kind.TABLES, (), slot), sellers, most=tables, gives=len(sellers))
            self.program.row({**dict.fromkeys(sellers, 1.0), **dict.fromkeys(buyers, -1.0)}, least=0, most=0)

    def _pairs(self) -> None:
        for pair in sorted(self.fair.musts):
            self._limit(Limit(Kind.MUST, pair), [self.meet[pair]] if pair in self.meet else [], least=1)
        for lock in sorted(self.fair.locks):
            there = [self.at[lock.pair, lock.slot]] if (lock.pair, lock.slot) in self.at else []
            self._limit(Limit(Kind.LOCK, lock.pair, lock.slot), there, least=1)
        for pair in sorted(self.fair.aparts):
            if pair in self.meet:
                self._limit(Limit(Kind.APART, pair), [self.meet[pair]], most=0)

    def _limit(
        self, limit: Limit, columns: Collection[int], *, least: float = -inf, most: float = inf,
        gives: int = 1,
    ) -> None:  # fmt: skip
        self.program.row(columns, least=least, most=most, limit=limit)
        self.program.gives[limit] = gives


def meetable(fair: Fair, *, loose: bool = False) -> dict[Pair, int]:
    """The points of the pairs that may meet: somebody wishes it or it must be, and there is a slot for both."""
    points = {wish.pair: wish.points for wish in fair.wishes}
    for pair in _required(fair):
        points.setdefault(pair, 0)
    if loose:
        return points
    away = {party.key: party.away for party in fair.parties}
    free = {pair: len(fair.tables) > len(away[pair[0]] | away[pair[1]]) for pair in points}
    return {pair: own for pair, own in points.items() if free[pair] and pair not in fair.aparts}


def _required(fair: Fair) -> Iterator[Pair]:
    yield from sorted(fair.musts)
    yield from (lock.pair for lock in sorted(fair.locks))


def timed_pairs(fair: Fair) -> frozenset[Pair]:
    """The pairs that must meet."""
    return frozenset(_required(fair))
