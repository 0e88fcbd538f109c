"""Panels like those that conferences have published, from one seed: items, readers, and scores or bids.

A few topics have many items and not as many readers; nearly everybody has as many items as they may.
"""

import random
from dataclasses import replace
from itertools import product
from math import ceil

import numpy
import numpy.typing

from kosetsu.across.matching.rules.assignments.given import Item, Panel, Reader

LIKE_PUBLISHED = ((52, 24), (54, 31), (118, 177), (176, 146), (442, 161), (613, 201))
"""Items and readers: three published sets of bids, a workshop, two large conferences."""
TOPICS = 10
WANT, CAN, MAY = 4, 3, 1
"""Points of a bid: would like to, could, has not said."""


def panel(seed: int, items: int, readers: int, *, bids: bool = False, count: int = 3) -> Panel:
    """Everybody has at the most as many as there are on average, rounded up, and at the least two fewer."""
    dice = numpy.random.default_rng(seed)
    raw = _nearness(dice, items, readers)
    points = _bids(raw) if bids else numpy.minimum(raw / numpy.quantile(raw, 0.99) * 1000, 1000).astype(int)
    most = ceil(items * count / readers)
    ours = tuple(Item(f"I{n:03}", count) for n in range(items))
    theirs = tuple(Reader(f"R{n:03}", max(most - 2, 0), most) for n in range(readers))
    pairs = [(one.key, two.key) for one, two in product(ours, theirs)]
    known = {pair: value for pair, value in zip(pairs, points.ravel().tolist(), strict=True) if value}
    conflicts = frozenset(pairs[n] for n in numpy.nonzero(dice.random(items * readers) < 0.03)[0].tolist())
    return Panel(ours, theirs, known, conflicts)


def _nearness(dice: numpy.random.Generator, items: int, readers: int) -> numpy.typing.NDArray[numpy.float64]:
    sought, known = numpy.arange(1, TOPICS + 1) ** -1.2, numpy.arange(1, TOPICS + 1) ** -0.5
    topic = dice.choice(TOPICS, items, p=sought / sought.sum())
    first, second = (dice.choice(TOPICS, readers, p=known / known.sum()) for _ in range(2))
    same = (topic[:, None] == first) + 0.5 * (topic[:, None] == second)
    return dice.gamma(1.5, 1, (items, readers)) * (0.25 + same)


def _bids(raw: numpy.typing.NDArray[numpy.float64]) -> numpy.typing.NDArray[numpy.int64]:
    return numpy.select([raw > 2.2, raw > 1.2, raw > 0.6], [WANT, CAN, MAY], 0)


def broken(seed: int, items: int = 30, readers: int = 14) -> Panel:
    """A panel that cannot be assigned: readers too few for some, away, or locked to too much."""
    dice, whole = random.Random(seed), panel(seed, items, readers, count=2)
    one, other = dice.sample(whole.readers, 2)
    match seed % 4:
        case 0:
            theirs = [replace(each, most=each.most - 1, least=0) for each in whole.readers if each.most]
            return replace(whole, readers=tuple(theirs))
        case 1:
            locks = frozenset((item.key, one.key) for item in dice.sample(whole.items, (one.most or 0) + 1))
            return replace(whole, locks=locks, conflicts=whole.conflicts - locks)
        case 2:
            ours = tuple(replace(item, spans=frozenset({"late"}) if n < items // 2 else item.spans)
                         for n, item in enumerate(whole.items))  # fmt: skip
            theirs = [replace(each, away=frozenset({"late"})) if each not in (one, other) else each
                      for each in whole.readers]  # fmt: skip
            return replace(whole, items=ours, readers=tuple(theirs))
    refused = frozenset((whole.items[0].key, each.key) for each in whole.readers[1:])
    return replace(whole, refused=refused)
