"""Small fairs for the tests, by hand and by chance, and the best total of each by trying everything."""

import random
from collections.abc import Iterator
from itertools import combinations

from bench.matching.meetings_checked import wrongs
from kosetsu.across.matching.rules.timetables.given import Fair, Meeting, Pair, Party, Wish


def fair(*wishes: tuple[str, str, int], slots: int = 2, tables: int = 2, **more: object) -> Fair:
    """Everybody who is wished for, with the points of one side."""
    given = {"sellers": {one[0] for one in wishes}, "buyers": {one[1] for one in wishes}}
    parties = {side: tuple(Party(key) for key in sorted(keys)) for side, keys in given.items()}
    own = tuple(Wish(seller, buyer, points, 0) for seller, buyer, points in wishes)
    return Fair(**{"tables": (tables,) * slots, "wishes": own, **parties, **more})  # type: ignore[arg-type]


def random_fair(dice: random.Random) -> Fair:
    """Three sellers and three buyers in three slots, with a bit of everything; often there is no timetable."""
    slots = range(3)
    sides = [tuple(_party(f"{letter}{n}", dice) for n in range(3)) for letter in "SB"]
    pairs = [(seller.key, buyer.key) for seller in sides[0] for buyer in sides[1]]
    wishes = tuple(Wish(*pair, dice.randint(0, 3), dice.randint(0, 3)) for pair in dice.sample(pairs, 6))
    locks = {Meeting(dice.choice(slots), *dice.choice(pairs)) for _ in range(dice.choice((0, 0, 1, 2)))}
    tables = tuple(dice.randint(1, 3) for _slot in slots)
    lunch, run = frozenset(dice.sample(slots, dice.choice((0, 2)))), dice.choice((0, 1, 2))
    musts, aparts = _some(dice, pairs), _some(dice, pairs)
    return Fair(tables, *sides, wishes, lunch, run, musts, aparts, frozenset(locks), dice.randrange(9))


def _party(key: str, dice: random.Random) -> Party:
    away = frozenset(slot for slot in range(3) if dice.random() < 0.15)
    return Party(key, away, dice.choice((0, 0, 0, 1, 2)), dice.random() < 0.8, dice.random() < 0.8)


def _some(dice: random.Random, pairs: list[Pair]) -> frozenset[Pair]:
    return frozenset(dice.sample(pairs, dice.choice((0, 0, 1))))


def best(given: Fair) -> int | None:
    """The most points of any timetable; None where there is none. Sets of pairs are tried in every way."""
    found = [sum(worth) for worth, meetings in _all(given) if not wrongs(given, meetings)]
    return max(found, default=None)


def possible(given: Fair) -> bool:
    return any(not wrongs(given, meetings) for _worth, meetings in _all(given))


def _all(given: Fair) -> Iterator[tuple[list[int], list[Meeting]]]:
    points = {wish.pair: wish.points for wish in given.wishes}
    for pair in (*given.musts, *(lock.pair for lock in given.locks)):
        points.setdefault(pair, 0)
    pairs = sorted(points)
    for meetings in _days(given, pairs, 0):
        yield [points[one.pair] for one in meetings], _tables(meetings)


def _days(given: Fair, pairs: list[Pair], slot: int) -> Iterator[list[Meeting]]:
    """Slot by slot, every set of pairs that nobody is in twice and that did not meet before."""
    if slot == len(given.tables):
        yield []
        return
    away = {party.key for party in given.parties if slot in party.away}
    free = [pair for pair in pairs if away.isdisjoint(pair)]
    for count in range(min(given.tables[slot], len(free)) + 1):
        for some in combinations(free, count):
            if len({key for pair in some for key in pair}) == 2 * count:
                left = [pair for pair in pairs if pair not in some]
                for rest in _days(given, left, slot + 1):
                    yield [Meeting(slot, *pair) for pair in some] + rest


def _tables(meetings: list[Meeting]) -> list[Meeting]:
    """Any tables: which ones is nobody's question here."""
    used: dict[int, int] = {}
    seated = []
    for one in meetings:
        used[one.slot] = used.get(one.slot, -1) + 1
        seated.append(Meeting(one.slot, one.seller, one.buyer, used[one.slot]))
    return seated
