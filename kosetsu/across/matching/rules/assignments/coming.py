"""What a year still brings: what each reader has had, what was expected, and what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy

from kosetsu.across.matching.rules.assignments.board import Table
from kosetsu.across.matching.rules.assignments.given import EVERYTHING, Item, Load, Panel, Reader
from kosetsu.across.matching.rules.misstated import Misstated

MOST = 240
"""How many items stand for all that are to come."""
FIRST = 6
"""Of how many readers, the best for an item, what is expected is compared with what came."""
CAUTION = 8
"""From how many items on a difference is believed by half."""


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
    """How many times besides a point counts that an item needs to have as many as three quarters of all."""
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


def likely(panel: Panel, year: Year, most: int = MOST) -> tuple[Like, ...]:
    """Few items that stand for all that are to come after a batch, as far as is known by then."""
    over = {like.item.spans for like in year.seen} | {one.spans for one in panel.items}
    coming = [like for like in year.expected if like.item.spans not in over]
    if not coming:
        return ()
    now = [Like(one, {reader.key: panel.points.get((one.key, reader.key), 0) for reader in panel.readers})
           for one in panel.items]  # fmt: skip
    compared = [like for like in year.expected if like.item.spans in over]
    weights = _believed(panel, coming, compared, [*year.seen, *now])
    return tuple(_few(coming, weights, most))


def _believed(panel: Panel, coming: Sequence[Like], before: Sequence[Like], came: Sequence[Like]) -> Table:
    """How often each of what is to come counts: more where more of its kind came than was expected."""
    counts = numpy.array([like.count for like in coming], dtype=float)
    if not before:
        return counts
    expected, real = (_asked(panel, likes) for likes in (before, came))
    expected = expected * (real.sum() / max(expected.sum(), 1))
    more = numpy.log((real + CAUTION) / (expected + CAUTION))
    best = _best(panel, coming)
    return counts * numpy.exp((best * more).sum(axis=1) / numpy.maximum(best.sum(axis=1), 1))


def _asked(panel: Panel, likes: Sequence[Like]) -> Table:
    """For how many items each reader is one of the best."""
    return (_best(panel, likes) * numpy.array([[like.count] for like in likes])).sum(axis=0)


def _best(panel: Panel, likes: Sequence[Like]) -> Table:
    """Yes for the best readers of each."""
    table = numpy.array([[like.points.get(one.key, 0) for one in panel.readers] for like in likes], dtype=float)
    first = min(FIRST, table.shape[1])
    last = -numpy.partition(-table, first - 1, axis=1)[:, first - 1]
    return (table >= last[:, None]) & (table > 0)


def _few(coming: Sequence[Like], weights: Table, most: int) -> Iterator[Like]:
    """Of every batch some, at even distances; together they stand for all of it."""
    batches: dict[frozenset[str], list[int]] = {}
    for n, like in enumerate(coming):
        batches.setdefault(like.item.spans, []).append(n)
    whole = sum(like.count for like in coming)
    for numbers in batches.values():
        count = sum(coming[n].count for n in numbers)
        some = min(max(round(most * count / whole), 1), count)
        ends = numpy.cumsum(weights[numbers])
        places = numpy.searchsorted(ends, (numpy.arange(some) + 0.5) * ends[-1] / some)
        for n, place in enumerate(places.tolist()):
            yield replace(coming[numbers[place]], count=count // some + (n < count % some))
