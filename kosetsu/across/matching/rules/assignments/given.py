"""What items are assigned to readers from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kosetsu.across.matching.rules.misstated import Misstated

Pair = tuple[str, str]
"""The keys of an item and of a reader."""
EVERYTHING = ""
"""The span in which every item lies."""


@dataclass(frozen=True, slots=True)
class Load:
    """How many items a reader has of one span (a batch, a period); ``most`` is None for any number."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """One who reads. ``loads`` are of single spans, besides what holds of everything."""

    key: str
    least: int = 0
    most: int | None = None
    senior: bool = False
    away: frozenset[str] = frozenset()
    """Spans of whose items they read none."""
    loads: Mapping[str, Load] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be read by so many readers, of whom some are seniors and some are not.

    One that nobody is to read any more (0) is nobody's worst item.
    """

    key: str
    readers: int = 2
    seniors: int = 0
    juniors: int = 0
    spans: frozenset[str] = frozenset()
    """The batch and the period it comes in. Where spans do not overlap but by lying in each other, most is proven."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What is best. ``floor`` says how many times the worst item's points count besides the total of all.

    0 is the total alone, None the worst item first and then the total. An item has the points of all its readers.
    """

    floor: int | None = None


WORST_FIRST, TOTAL = Aim(), Aim(0)


@dataclass(frozen=True)
class Panel:
    """Items, readers and what each pair is worth. Every pair is possible that nothing forbids."""

    items: tuple[Item, ...]
    readers: tuple[Reader, ...]
    points: Mapping[Pair, int] = field(default_factory=dict)
    """Whole numbers, 0 where a pair is not named."""
    conflicts: frozenset[Pair] = frozenset()
    """Pairs that must not be, whatever else has to give way."""
    refused: frozenset[Pair] = frozenset()
    """Pairs that a person does not want."""
    locks: frozenset[Pair] = frozenset()
    """Pairs that are settled."""
    aim: Aim = WORST_FIRST


def checked(panel: Panel) -> Panel:
    """The panel, if all that it names is there once. Raises ``Misstated``."""
    items, readers = [one.key for one in panel.items], [one.key for one in panel.readers]
    for name, keys in (("items", items), ("readers", readers)):
        if not keys:
            raise Misstated(name, "")
        if twice := [key for key, count in Counter(keys).items() if count > 1]:
            raise Misstated(name, twice[0])
    known_items, known_readers = set(items), set(readers)
    for name, pairs in _pairs(panel):
        if unknown := sorted(pair for pair in pairs if pair[0] not in known_items or pair[1] not in known_readers):
            raise Misstated(name, unknown[0])
    if negative := sorted(pair for pair, points in panel.points.items() if points < 0):
        raise Misstated("points", negative[0])
    if panel.aim.floor is not None and panel.aim.floor < 0:
        raise Misstated("aim", panel.aim.floor)
    _numbers(panel)
    return panel


def _pairs(panel: Panel) -> Iterable[tuple[str, Iterable[Pair]]]:
    yield "points", panel.points
    yield "conflicts", panel.conflicts
    yield "refused", panel.refused
    yield "locks", panel.locks


def _numbers(panel: Panel) -> None:
    for item in panel.items:
        if min(item.readers, item.seniors, item.juniors) < 0 or item.seniors + item.juniors > item.readers:
            raise Misstated("items", item.key)
    for reader in panel.readers:
        for load in (Load(reader.least, reader.most), *reader.loads.values()):
            if load.least < 0 or (load.most is not None and load.most < load.least):
                raise Misstated("readers", reader.key)
