"""A business-meeting day from one seed: who would like to meet whom, who comes late, who must and must not meet."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from kosetsu.across.matching.rules.timetables.given import Fair, Meeting, Party, Wish

TRADES = 8
LUNCH = frozenset({5, 6, 7})


def fair(seed: int, sellers: int = 66, buyers: int = 120, slots: int = 12, tables: int = 60) -> Fair:
    """Some buyers are sought by everybody; most wishes are of one side only."""
    dice = random.Random(seed)
    ours, theirs = _parties("S", sellers, slots, slots // 2, dice), _parties("B", buyers, slots, slots // 6, dice)
    points = _wishes(dice, ours, theirs)
    pairs = sorted(points)
    chosen = dice.sample(pairs, len(pairs) // 60)
    count = Counter(key for pair in pairs for key in pair)
    ours, theirs = (
        tuple(replace(one, least=min(one.least, count[one.key] // 3)) for one in side) for side in (ours, theirs)
    )
    musts, aparts = frozenset(chosen[::2]), frozenset(chosen[1::2])
    locks = _locks(dice, ours, theirs, sorted(musts), slots)
    wishes = tuple(Wish(*pair, *points[pair]) for pair in pairs)
    lunch = frozenset(slot for slot in LUNCH if slot < slots - 1)
    return Fair((tables,) * slots, ours, theirs, wishes, lunch, 5, musts, aparts, locks, seed)


def _parties(letter: str, count: int, slots: int, least: int, dice: random.Random) -> tuple[Party, ...]:
    """One in six comes late or leaves early by up to a quarter of the day."""
    found = []
    for n in range(count):
        missing = dice.randint(1, max(slots // 4, 1)) if dice.random() < 1 / 6 else 0
        away = range(missing) if dice.random() < 0.5 else range(slots - missing, slots)
        found.append(Party(f"{letter}{n:03}", frozenset(away), least))
    return tuple(found)


def _wishes(
    dice: random.Random, sellers: tuple[Party, ...], buyers: tuple[Party, ...]
) -> Mapping[tuple[str, str], tuple[int, int]]:
    trade = {one.key: dice.randrange(TRADES) for one in (*sellers, *buyers)}
    sought = {one.key: dice.random() ** 2 for one in (*sellers, *buyers)}
    points: dict[tuple[str, str], tuple[int, int]] = {}
    for seller in sellers:
        for buyer in buyers:
            near = 0.4 if trade[seller.key] == trade[buyer.key] else 0.02
            ours = dice.randint(1, 10) if dice.random() < near * (0.4 + 2.5 * sought[buyer.key]) else 0
            theirs = dice.randint(1, 10) if dice.random() < near * (0.4 + 2.5 * sought[seller.key]) else 0
            if ours or theirs:
                points[seller.key, buyer.key] = ours, theirs
    return points


def _locks(
    dice: random.Random, sellers: tuple[Party, ...], buyers: tuple[Party, ...], musts: list[tuple[str, str]], slots: int
) -> frozenset[Meeting]:
    """A few of those who must meet have agreed on a time already."""
    away = {one.key: one.away for one in (*sellers, *buyers)}
    taken: set[tuple[str, int]] = set()
    found = []
    for seller, buyer in musts[: len(musts) // 3]:
        slot = dice.randrange(slots)
        if slot not in LUNCH | away[seller] | away[buyer] and not taken & {(seller, slot), (buyer, slot)}:
            taken |= {(seller, slot), (buyer, slot)}
            found.append(Meeting(slot, seller, buyer))
    return frozenset(found)
