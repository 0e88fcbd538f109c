"""Places in later batches, held in the program of one: for every minimum that is open, and for every item to come.

A place says that a reader could have so many of a later batch; no row says of which items. They are in fractions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, inf

from kosetsu.across.matching.rules.assignments.coming import Like
from kosetsu.across.matching.rules.assignments.given import EVERYTHING, Reader
from kosetsu.across.matching.rules.linear import Program

Places = dict[frozenset[str], int]
"""The columns of one reader, by batches."""


@dataclass(frozen=True, slots=True)
class Later:
    """What one later batch asks for: so many items, and readers of all of them."""

    items: float = 0
    readers: float = 0
    seniors: float = 0
    juniors: float = 0

    def __add__(self, like: Like) -> "Later":
        item, count = like.item, like.count
        return Later(self.items + count, self.readers + item.readers * count,
                     self.seniors + item.seniors * count, self.juniors + item.juniors * count)  # fmt: skip

    def share(self, share: float) -> "Later":
        """The part of it that comes in any case."""
        return Later(floor(self.items * share), floor(self.readers * share),
                     ceil(self.seniors * share), ceil(self.juniors * share))  # fmt: skip


def batches(coming: Iterable[Like]) -> dict[frozenset[str], Later]:
    """What each later batch asks for, by its spans."""
    found: dict[frozenset[str], Later] = {}
    for like in coming:
        found[like.item.spans] = found.get(like.item.spans, Later()) + like
    return found


def places(
    program: Program, readers: Iterable[Reader], later: dict[frozenset[str], Later], *, empty: float = 0
) -> list[Places]:  # fmt: skip
    """Columns for how many of each later batch each reader has, in any way that is possible.

    ``empty`` is what a place costs that nobody takes: nothing where all may stay empty, ``inf`` where none may.
    """
    readers = tuple(readers)
    found: list[Places] = [{} for _reader in readers]
    for spans, batch in later.items():
        seniors: list[int] = []
        juniors: list[int] = []
        for own, one in zip(found, readers, strict=True):
            if not one.away & spans:
                own[spans] = program.column(0, most=min(batch.items, _most(one, spans)), whole=False)
                (seniors if one.senior else juniors).append(own[spans])
        program.row(juniors, most=batch.readers - batch.seniors)
        program.row(seniors, most=batch.readers - batch.juniors)
        every = [*seniors, *juniors]
        if 0 < empty < inf:
            every.append(program.column(-empty, most=batch.readers, whole=False))
        program.row(every, least=batch.readers if empty else -inf, most=batch.readers)
    return found


def within(own: Places, span: str) -> list[int]:
    """The columns of batches that lie in a span."""
    return [column for spans, column in own.items() if span == EVERYTHING or span in spans]


def _most(reader: Reader, spans: frozenset[str]) -> float:
    """How many of a batch a reader may have, whatever they have of others."""
    loads = [reader.most, *(reader.loads[span].most for span in spans & set(reader.loads))]
    return min((most for most in loads if most is not None), default=inf)
