"""Why somebody reads something, and who would be next."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy

from kosetsu.across.matching.rules.affinity import Part
from kosetsu.across.matching.rules.assignments.board import Board
from kosetsu.across.matching.rules.assignments.given import EVERYTHING, Item, Load, Pair, Panel, Reader


@dataclass(frozen=True, slots=True)
class Next:
    """The best reader whom an item could have and has not; ``full`` are the spans in which they have all they may."""

    reader: str
    points: int
    full: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One pair: what its points are made of, and how it stands among all readers that the item could have.

    ``rank`` is 1 for the best; readers with as many points have the same.
    """

    pair: Pair
    points: int
    parts: tuple[Part, ...]
    settled: bool
    rank: int
    eligible: int
    next: Next | None


def reasons(
    panel: Panel, pairs: Collection[Pair], parts: Mapping[Pair, tuple[Part, ...]] | None = None
) -> tuple[Reason, ...]:
    """One for every pair of an assignment, in its order."""
    board = Board(panel)
    taken, counts = board.table(pairs), _counts(panel, pairs)
    found = []
    for pair in pairs:
        item, reader = board.at(pair)
        points, some = board.points[item], board.open[item]
        others = numpy.where(some & ~taken[item], points, -1)
        other = int(others.argmax())
        found.append(Reason(
            pair, int(points[reader]), (parts or {}).get(pair, ()), pair in panel.locks,
            1 + int((some & (points > points[reader])).sum()), int(some.sum()),
            None if others[other] < 0 else
            _next(panel.items[item], panel.readers[other], int(others[other]), counts[panel.readers[other].key]),
        ))  # fmt: skip
    return tuple(found)


def _counts(panel: Panel, pairs: Collection[Pair]) -> dict[str, Counter[str]]:
    """How many items each reader has, by spans."""
    spans = {one.key: one.spans for one in panel.items}
    counts: dict[str, Counter[str]] = {one.key: Counter() for one in panel.readers}
    for item, reader in pairs:
        counts[reader].update({EVERYTHING, *spans[item]})
    return counts


def _next(item: Item, reader: Reader, points: int, counts: Counter[str]) -> Next:
    loads = {EVERYTHING: Load(reader.least, reader.most), **reader.loads}
    full = (span for span in sorted({EVERYTHING, *item.spans} & set(loads)) if counts[span] == loads[span].most)
    return Next(reader.key, points, tuple(full))
