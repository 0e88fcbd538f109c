"""What a timetable of business meetings is made from."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kosetsu.across.matching.rules.misstated import Misstated

Pair = tuple[str, str]
"""A seller's key and a buyer's."""


@dataclass(frozen=True, slots=True)
class Party:
    """One seller or one buyer. Keys are of one party only, on whichever side."""

    key: str
    away: frozenset[int] = frozenset()
    """The slots, counted from 0, in which they cannot come."""
    least: int = 0
    """How many meetings they have at the least."""
    lunch: bool = True
    """Whether one slot of the lunch window stays free."""
    paused: bool = True
    """Whether a pause comes after the longest run."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One pair of which at least one side would like to meet, with the points (0 or more) of either side."""

    seller: str
    buyer: str
    seller_points: int
    buyer_points: int

    @property
    def pair(self) -> Pair:
        return self.seller, self.buyer

    @property
    def points(self) -> int:
        return self.seller_points + self.buyer_points


@dataclass(frozen=True, slots=True, order=True)
class Meeting:
    """One meeting of a timetable: who, in which slot, at which table (both counted from 0)."""

    slot: int
    seller: str
    buyer: str
    table: int = -1

    @property
    def pair(self) -> Pair:
        return self.seller, self.buyer


@dataclass(frozen=True)
class Fair:
    """One business-meeting day. Pairs that nobody wishes and that need not meet do not."""

    tables: tuple[int, ...]
    """How many tables stand in each slot; as many slots as there are numbers."""
    sellers: tuple[Party, ...]
    buyers: tuple[Party, ...]
    wishes: tuple[Wish, ...]
    lunch: frozenset[int] = frozenset()
    """The slots of the lunch window: everybody has one of them free."""
    longest_run: int = 0
    """How many meetings may follow each other without a pause; 0 for any number."""
    musts: frozenset[Pair] = frozenset()
    aparts: frozenset[Pair] = frozenset()
    locks: frozenset[Meeting] = frozenset()
    """Meetings that stay where they are; one without a table (-1) may be given any."""
    seed: int = 0

    @property
    def parties(self) -> tuple[Party, ...]:
        return self.sellers + self.buyers

    @property
    def slots(self) -> range:
        return range(len(self.tables))


def checked(fair: Fair) -> Fair:
    """The fair, if all that it names is there once. Raises ``Misstated``."""
    for field_name, keys in (("parties", [one.key for one in fair.parties]), ("wishes", [w.pair for w in fair.wishes])):
        if twice := [key for key, count in Counter(keys).items() if count > 1]:
            raise Misstated(field_name, twice[0])
    sellers, buyers = {one.key for one in fair.sellers}, {one.key for one in fair.buyers}
    for field_name, pairs in _pairs(fair):
        for seller, buyer in pairs:
            if seller not in sellers or buyer not in buyers:
                raise Misstated(field_name, (seller, buyer))
    for field_name, named in _slots(fair):
        if beyond := sorted(set(named).difference(fair.slots)):
            raise Misstated(field_name, beyond[0])
    for lock in sorted(fair.locks):
        if lock.table >= fair.tables[lock.slot]:
            raise Misstated("locks", lock)
    return fair


def _pairs(fair: Fair) -> Iterable[tuple[str, Iterable[Pair]]]:
    yield "wishes", ((wish.seller, wish.buyer) for wish in fair.wishes)
    yield "musts", sorted(fair.musts)
    yield "aparts", sorted(fair.aparts)
    yield "locks", (lock.pair for lock in sorted(fair.locks))


def _slots(fair: Fair) -> Iterable[tuple[str, Iterable[int]]]:
    yield "lunch", fair.lunch
    yield "locks", (lock.slot for lock in fair.locks)
    for party in fair.parties:
        yield party.key, party.away
