"""Small panels for the tests, by hand and by chance, and the best assignment of each by trying everything."""

import random
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations, product

from bench.matching.assignments_checked import worth, wrongs
from kosetsu.across.matching.rules.assignments.given import EVERYTHING, Aim, Item, Load, Pair, Panel, Reader
from kosetsu.across.matching.rules.assignments.limits import Kind, Limit

ITEMS, READERS = "abcd", "WXYZ"


def panel(points: Mapping[str, int], *, items: str = "", readers: str = "", count: int = 1, **more: object) -> Panel:
    """Items are small letters, readers large ones: ``{"aX": 3}``."""
    there = sorted({key for pair in points for key in pair})
    ours = more.pop("own", tuple(Item(key, count) for key in items or there if key.islower()))
    theirs = more.pop("who", tuple(Reader(key, most=1) for key in readers or there if key.isupper()))
    return Panel(ours, theirs, {pair(key): value for key, value in points.items()}, **more)  # type: ignore[arg-type]


def pair(key: str) -> Pair:
    return key[0], key[1]


def pairs(*keys: str) -> frozenset[Pair]:
    return frozenset(map(pair, keys))


def random_panel(dice: random.Random) -> Panel:
    """Four items and four readers in two batches; some have no assignment."""
    readers = tuple(_reader(key, dice) for key in READERS)
    items = tuple(_item(key, dice) for key in ITEMS)
    every = [(item, reader) for item in ITEMS for reader in READERS]
    points = {one: dice.choice((0, 1, 2, 3, 5, 8)) for one in every}
    some = [frozenset(dice.sample(every, dice.choice(counts))) for counts in ((0, 1, 2, 3), (0, 1, 1), (0, 0, 1))]
    return Panel(items, readers, points, *some, aim=Aim(dice.choice((None, 0, 3))))


def _item(key: str, dice: random.Random) -> Item:
    count = dice.choice((1, 2, 2))
    seniors = dice.choice((0, 0, 0, 1))
    return Item(
        key, count, seniors, dice.choice((0, 0, 0, count - seniors)), frozenset({"one" if key < "c" else "two"})
    )


def _reader(key: str, dice: random.Random) -> Reader:
    least = dice.choice((0, 0, 1, 2))
    loads = {"one": Load(dice.choice((0, 0, 1)), dice.choice((1, 2, None)))} if dice.random() < 0.3 else {}
    away = frozenset({"two"} if dice.random() < 0.1 else ())
    return Reader(key, least, dice.choice((2, 3, 3, None)), dice.random() < 0.5, away, loads)


def every_assignment(given: Panel) -> Iterator[tuple[Pair, ...]]:
    """All that hold."""
    readers = [one.key for one in given.readers]
    choices = [[[(item.key, reader) for reader in some] for some in combinations(readers, item.readers)]
               for item in given.items]  # fmt: skip
    for choice in product(*choices):
        pairs = tuple(pair for some in choice for pair in some)
        if not wrongs(given, pairs):
            yield pairs


def best(given: Panel) -> tuple[int, int] | None:
    """What the aim counts, and the total (of the worst item first: the worst, and the total); None where none holds."""
    times = given.aim.floor
    found = [worth(given, pairs) for pairs in every_assignment(given)]
    if times is None:
        return max(found, default=None)
    return max(((total + times * worst, 0) for worst, total in found), default=None)


def limits(given: Panel) -> list[Limit]:
    """All that somebody asked for."""
    of_items = [(kind, item, count) for item in given.items for kind, count in (
        (Kind.READERS, item.readers), (Kind.SENIORS, item.seniors), (Kind.JUNIORS, item.juniors))]  # fmt: skip
    found = [Limit(kind, item.key) for kind, item, count in of_items if count]
    for reader in given.readers:
        for span, load in {**reader.loads, EVERYTHING: Load(reader.least, reader.most)}.items():
            found += [Limit(Kind.LEAST, reader=reader.key, span=span)] if load.least else []
            found += [Limit(Kind.MOST, reader=reader.key, span=span)] if load.most is not None else []
        found += [Limit(Kind.AWAY, reader=reader.key, span=span) for span in reader.away]
    found += [Limit(Kind.REFUSED, *one) for one in given.refused]
    return found + [Limit(Kind.LOCK, *one) for one in given.locks]


def holds(given: Panel, kept: Collection[Limit]) -> bool:
    """Whether anything keeps some of the limits, and the conflicts, where no item has more readers than it wants."""
    readers = [one.key for one in given.readers]
    options = [[some for count in range(item.readers + 1) for some in combinations(readers, count)
                if _keeps(given, item, some, kept)] for item in given.items]  # fmt: skip
    loads = [(one, _load(given, one), _inside(given, one.span)) for one in kept if one.kind in (Kind.LEAST, Kind.MOST)]

    def fits(choice: tuple[tuple[str, ...], ...]) -> bool:
        for limit, number, among in loads:
            count = sum(limit.reader in choice[n] for n in among)
            if count < number if limit.kind == Kind.LEAST else count > number:
                return False
        return True

    return any(map(fits, product(*options)))


def _keeps(given: Panel, item: Item, some: Collection[str], kept: Collection[Limit]) -> bool:
    who = {one.key: one for one in given.readers}
    seniors = sum(who[key].senior for key in some)
    counts = {Kind.READERS: (len(some), item.readers), Kind.SENIORS: (seniors, item.seniors),
              Kind.JUNIORS: (len(some) - seniors, item.juniors)}  # fmt: skip
    for limit in kept:
        if limit.item == item.key:
            if limit.kind in counts and counts[limit.kind][0] < counts[limit.kind][1]:
                return False
            if limit.kind == Kind.REFUSED and limit.reader in some:
                return False
            if limit.kind == Kind.LOCK and limit.reader not in some:
                return False
        if limit.kind == Kind.AWAY and limit.reader in some and limit.span in item.spans:
            return False
    return not any((item.key, key) in given.conflicts for key in some)


def _inside(given: Panel, span: str) -> list[int]:
    return [n for n, item in enumerate(given.items) if span in (*item.spans, EVERYTHING)]


def _load(given: Panel, limit: Limit) -> int:
    reader = next(one for one in given.readers if one.key == limit.reader)
    load = Load(reader.least, reader.most) if limit.span == EVERYTHING else reader.loads[limit.span]
    return (load.least if limit.kind == Kind.LEAST else load.most) or 0
