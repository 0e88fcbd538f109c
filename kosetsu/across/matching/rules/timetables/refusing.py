"""Why a wish did not come true: who or what stood in the way, slot by slot."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kosetsu.across.matching.rules.timetables.given import Pair, Wish
from kosetsu.across.matching.rules.timetables.grid import Grid


class Cause(StrEnum):
    """In the order in which the main one is told where two are as frequent."""

    APART = "apart"
    AWAY = "away"
    SELLER = "seller"
    BUYER = "buyer"
    TABLES = "tables"
    LUNCH = "lunch"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One thing in the way in one slot: another meeting of ``party``, its lunch, its pause, or no free table."""

    slot: int
    cause: Cause
    party: str = ""
    meets: Pair | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """One wish that did not come true. ``cause`` is what stood in the way most often."""

    wish: Wish
    cause: Cause
    hindrances: tuple[Hindrance, ...] = ()


def refusals(grid: Grid) -> tuple[Refusal, ...]:
    """One for every wish of the fair that the grid does not hold, the dearest first."""
    refused = (wish for wish in grid.fair.wishes if wish.pair not in grid.where)
    return tuple(_refusal(grid, wish) for wish in sorted(refused, key=lambda wish: -wish.points))


def _refusal(grid: Grid, wish: Wish) -> Refusal:
    if wish.pair in grid.fair.aparts:
        return Refusal(wish, Cause.APART)
    found = tuple(
        one for slot in grid.fair.slots if grid.come(wish.pair, slot) for one in _in_the_way(grid, wish.pair, slot)
    )
    often = Counter(one.cause for one in found)
    return Refusal(wish, max(Cause, key=lambda cause: often[cause]) if found else Cause.AWAY, found)


def _in_the_way(grid: Grid, pair: Pair, slot: int) -> Iterator[Hindrance]:
    for key, cause in zip(pair, (Cause.SELLER, Cause.BUYER), strict=True):
        if other := grid.rows[key][slot]:
            yield Hindrance(slot, cause, key, other)
        elif grid.at_lunch(key, slot, ()):
            yield Hindrance(slot, Cause.LUNCH, key)
        elif len(grid.run(key, slot, ())) > grid.longest(key):
            yield Hindrance(slot, Cause.PAUSE, key)
    if grid.used[slot] >= grid.fair.tables[slot]:
        yield Hindrance(slot, Cause.TABLES)
