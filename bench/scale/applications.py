"""A year of applications in batches, from one seed, with what was expected of it.

Fields come and go with the seasons; some have more applications than their readers can take. Everybody has a minimum
and a maximum for the year, a maximum for each batch, and is away in some.
"""

from dataclasses import dataclass, replace
from math import ceil

import numpy
import numpy.typing

from kosetsu.across.matching.rules.assignments.coming import Like
from kosetsu.across.matching.rules.assignments.given import TOTAL, Item, Load, Panel, Reader

APPLICATIONS, READERS, BATCHES = 2_181, 120, 24
FIELDS = 12
LEAST, MOST, IN_A_BATCH = 0.6, 1.12, 3
"""Of the mean load: at the least, at the most, and within a batch of that batch's mean."""
Numbers = numpy.typing.NDArray[numpy.float64]
Sizes = numpy.typing.NDArray[numpy.int64]


@dataclass(frozen=True)
class Applications:
    """The year in hindsight, and two forecasts: of the same mix, and of a mix that is wrong."""

    panel: Panel
    batches: tuple[str, ...]
    expected: tuple[Like, ...]
    wrongly: tuple[Like, ...]

    def batch(self, span: str) -> Panel:
        """What is known when it comes."""
        items = tuple(one for one in self.panel.items if span in one.spans)
        keys = {one.key for one in items}
        points = {pair: value for pair, value in self.panel.points.items() if pair[0] in keys}
        return replace(self.panel, items=items, points=points,
                       conflicts=frozenset(pair for pair in self.panel.conflicts if pair[0] in keys))  # fmt: skip


def year(seed: int, applications: int = APPLICATIONS, readers: int = READERS, batches: int = BATCHES) -> Applications:
    dice = numpy.random.default_rng(seed)
    sizes = _sizes(dice, applications, batches)
    names = tuple(f"batch {n + 1:02}" for n in range(batches))
    skill, sought = _skill(dice, readers), numpy.arange(1, FIELDS + 1) ** -0.7
    likes = [_likes(numpy.random.default_rng([seed, n]), names, sizes, skill, mix)
             for n, mix in enumerate((sought, sought, numpy.roll(sought, FIELDS // 2)))]  # fmt: skip
    items = tuple(replace(like.item, key=f"A{n:04}") for n, like in enumerate(likes[0]))
    points = {
        (item.key, key): value for item, like in zip(items, likes[0], strict=True) for key, value in like.points.items()
    }
    mean = applications * 2 / readers
    theirs = tuple(_reader(dice, n, mean, names, sizes * 2 / readers) for n in range(readers))
    conflicts = frozenset(pair for pair in points if dice.random() < 0.02)
    return Applications(Panel(items, theirs, points, conflicts, aim=TOTAL), names, tuple(likes[1]), tuple(likes[2]))


def _sizes(dice: numpy.random.Generator, applications: int, batches: int) -> Sizes:
    shares = dice.uniform(0.4, 1.6, batches)
    ends = numpy.round(numpy.cumsum(shares) / shares.sum() * applications).astype(int)
    return numpy.diff(ends, prepend=0)


def _skill(dice: numpy.random.Generator, readers: int) -> Numbers:
    """Everybody knows one field well and another one fairly."""
    held = numpy.arange(1, FIELDS + 1) ** -0.35
    first, second = (dice.choice(FIELDS, readers, p=held / held.sum()) for _ in range(2))
    skill: Numbers = dice.uniform(0.05, 0.3, (readers, FIELDS))
    skill[numpy.arange(readers), second] = dice.uniform(0.4, 0.8, readers)
    skill[numpy.arange(readers), first] = dice.uniform(0.6, 1, readers)
    return skill


def _likes(
    dice: numpy.random.Generator, names: tuple[str, ...], sizes: Sizes, skill: Numbers, mix: Numbers
) -> list[Like]:  # fmt: skip
    found = []
    for n, name in enumerate(names):
        season = mix * numpy.exp(0.6 * numpy.sin(2 * numpy.pi * (n / len(names) + numpy.arange(FIELDS) / FIELDS)))
        for _ in range(int(sizes[n])):
            first, second = dice.choice(FIELDS, 2, p=season / season.sum())
            share = dice.uniform(0.5, 0.9)
            near = (share * skill[:, first] + (1 - share) * skill[:, second]) * 1000 * dice.uniform(0.75, 1)
            values = numpy.clip(near + dice.normal(0, 60, len(skill)), 0, 1000).astype(int).tolist()
            item = Item(f"like {len(found):04}", 2, 1, 0, frozenset({name}))
            found.append(Like(item, {f"R{reader:03}": value for reader, value in enumerate(values)}))
    return found


def _reader(dice: numpy.random.Generator, n: int, mean: float, names: tuple[str, ...], means: Numbers) -> Reader:
    loads = {name: Load(most=max(ceil(IN_A_BATCH * each), 1)) for name, each in zip(names, means.tolist(), strict=True)}
    away = frozenset(name for name in names if dice.random() < 0.08)
    return Reader(f"R{n:03}", int(mean * LEAST), ceil(mean * MOST), bool(dice.random() < 0.5), away, loads)
