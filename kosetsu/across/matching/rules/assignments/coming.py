"""What a year still brings: what each reader has had, what was expected, and what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import repeat

import numpy

from kosetsu.across.matching.rules.assignments.board import Table
from kosetsu.across.matching.rules.assignments.given import EVERYTHING, Item, Load, Panel, Reader
from kosetsu.across.matching.rules.misstated import Misstated

MOST = 500
"""How many items stand for all that are to come."""
FIRST = 6
"""Of how many readers, the best for an item, what is expected is compared with what came."""
LIFT = 0.6
"""How many times besides a point counts of the items that would have little, where the total is not all: measured on
whole years, above it the total suffers, below it the worst tenth.
"""
HALF = 0.5
"""An item more on either side, so that nothing is compared with none."""


@dataclass(frozen=True, slots=True)
class Like:
    """So many items like one; ``points`` by reader, 0 of those who are not named."""

    item: Item
    points: Mapping[str, int]
    count: int = 1


@dataclass(frozen=True)
class Year:
    """What came before a batch, and what was expected of the whole year.

    ``expected`` are best items of an earlier year, each with the spans in which its like comes. Once batches are over
    that brought something else, so will later ones: what is expected counts more or less, by whom it is best for.
    """

    had: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """How many items of each span a reader has had, and of everything."""
    expected: tuple[Like, ...] = ()
    seen: tuple[Like, ...] = ()
    """What came in earlier batches."""
    lift: float = 0
    """How many times besides a point counts of the tenth of the items that has least."""
    sure: Fraction = Fraction(9, 10)
    """Of what is expected, the share that comes in any case: minima are kept reachable with no more than that."""


def checked(panel: Panel, year: Year) -> Year:
    """The year, if it names no other readers. Raises ``Misstated``."""
    keys = {one.key for one in panel.readers}
    if unknown := sorted(set(year.had) - keys):
        raise Misstated("had", unknown[0])
    for name, likes in (("expected", year.expected), ("seen", year.seen)):
        for like in likes:
            if like.count < 1 or not keys.issuperset(like.points):
                raise Misstated(name, like.item.key)
    return year


def left(panel: Panel, year: Year) -> Panel:
    """The panel with what is left of each reader's loads."""
    return replace(panel, readers=tuple(_left(one, year.had.get(one.key, {})) for one in panel.readers))


def _left(reader: Reader, had: Mapping[str, int]) -> Reader:
    whole = _less(Load(reader.least, reader.most), had.get(EVERYTHING, 0))
    loads = {span: _less(load, had.get(span, 0)) for span, load in reader.loads.items()}
    return replace(reader, least=whole.least, most=whole.most, loads=loads)


def _less(load: Load, had: int) -> Load:
    return Load(max(load.least - had, 0), None if load.most is None else max(load.most - had, 0))


def ahead(panel: Panel, year: Year) -> tuple[Like, ...]:
    """What is expected after a batch."""
    over = _over(panel, year)
    return tuple(like for like in year.expected if like.item.spans not in over)


def likely(panel: Panel, year: Year, most: int = MOST) -> tuple[Like, ...]:
    """Few items that stand for all that are to come after a batch, as far as is known by then."""
    coming = ahead(panel, year)
    if not coming:
        return ()
    now = [Like(one, {reader.key: panel.points.get((one.key, reader.key), 0) for reader in panel.readers})
           for one in panel.items]  # fmt: skip
    over = _over(panel, year)
    before = [like for like in year.expected if like.item.spans in over]
    points = _points(panel, coming)
    weights = _believed(panel, coming, points, before, [*year.seen, *now])
    return tuple(_few(coming, points.argmax(axis=1), weights, most))


def _over(panel: Panel, year: Year) -> set[frozenset[str]]:
    """The batches that have come."""
    return {like.item.spans for like in year.seen} | {one.spans for one in panel.items}


def _believed(
    panel: Panel, coming: Sequence[Like], points: Table, before: Sequence[Like], came: Sequence[Like]
) -> Table:
    """How often each of what is to come counts: more where more of its kind came than was expected."""
    counts = numpy.array([like.count for like in coming], dtype=float)
    if not before:
        return counts
    best, more = _best(points), _more(_asked(panel, before), _asked(panel, came))
    return counts * numpy.exp((best * more).sum(axis=1) / numpy.maximum(best.sum(axis=1), 1))


def _more(expected: Table, real: Table) -> Table:
    """How many times as many came, as logarithms; each is believed as far as all of them differ by more than chance."""
    more = numpy.log(real / expected)
    more -= numpy.average(more, weights=real + expected)
    chance = 1 / expected + 1 / real
    beyond = max(((more**2 - chance) / chance).sum() / (1 / chance).sum(), 0.0)
    return more * beyond / (beyond + chance)


def _asked(panel: Panel, likes: Sequence[Like]) -> Table:
    """For how many items each reader is one of the best."""
    counts = numpy.array([[like.count] for like in likes])
    return (_best(_points(panel, likes)) * counts).sum(axis=0) + HALF


def _best(points: Table) -> Table:
    """Yes for the best readers of each."""
    first = min(FIRST, points.shape[1])
    last = -numpy.partition(-points, first - 1, axis=1)[:, first - 1]
    return (points >= last[:, None]) & (points > 0)


def _points(panel: Panel, likes: Sequence[Like]) -> Table:
    keys, nothing = [one.key for one in panel.readers], repeat(0)
    return numpy.array([list(map(like.points.get, keys, nothing)) for like in likes], dtype=float)


def _few(coming: Sequence[Like], first: Table, weights: Table, most: int) -> Iterator[Like]:
    """Some at even distances, in the order of who is best for them; together they stand for all."""
    counts = numpy.array([like.count for like in coming])
    numbers: dict[frozenset[str], int] = {}
    batch = numpy.array([numbers.setdefault(like.item.spans, len(numbers)) for like in coming])
    weights = weights * (numpy.bincount(batch, counts) / numpy.bincount(batch, weights))[batch]
    order, whole = numpy.argsort(first, kind="stable"), int(counts.sum())
    some = min(most, whole)
    places = numpy.searchsorted(numpy.cumsum(weights[order]), (numpy.arange(some) + 0.5) * whole / some)
    for n, place in enumerate(numpy.minimum(places, len(order) - 1).tolist()):
        yield replace(coming[order[place]], count=whole // some + (n < whole % some))
