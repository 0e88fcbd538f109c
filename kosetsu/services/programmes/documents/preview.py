"""What an edit would change before it is published: every company on record under the description as it is and as
it is to be.

Companies that fall into the same regions of every fact the two rest on have the same two verdicts, so that each
combination is decided once, however many companies share it.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from itertools import repeat

from kosetsu.services.programmes.context import Part, everyone
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.deciding import Decider, Reader, Verdict
from kosetsu.services.programmes.rules.language import Value

CHUNK = 20_000
MOST_NAMED = 500
"""Companies by name on one page; the counts say of all."""


@dataclass
class Preview:
    """How many companies stand where before and after, and which of them move."""

    day: dt.date
    counts: Counter[tuple[Verdict | None, Verdict]] = field(default_factory=Counter)
    newly: list[int] = field(default_factory=list)
    """Companies that fit and did not: by the number of their record."""
    no_longer: list[int] = field(default_factory=list)

    @property
    def companies(self) -> int:
        return self.counts.total()

    def moved(self, *, into: bool) -> int:
        """How many leave (or enter) the circle of those for whom it is not ruled out."""
        inside, outside = (Verdict.YES, Verdict.UNKNOWN), (Verdict.NO, None)
        return sum(
            number
            for (before, after), number in self.counts.items()
            if (after in inside and before in outside if into else before in inside and after in outside)
        )


def preview(before: Book | None, after: Book) -> Preview:
    """Every company; each book holds the one description."""
    old, new = _Side(before) if before else None, _Side(after)
    keys = sorted({*new.readers, *(old.readers if old else ())})
    found = Preview(after.day)
    for part in everyone(_together(before, after), keys, CHUNK):
        was: list[Verdict | None] = [*old.verdicts(part)] if old else [None] * len(part.pks)
        pairs = list(zip(was, new.verdicts(part), strict=True))
        found.counts.update(pairs)
        moved = {pair for pair in set(pairs) if (pair[0] is Verdict.YES) != (pair[1] is Verdict.YES)}
        for pk, pair in zip(part.pks, pairs, strict=True) if moved else ():
            if pair in moved:
                (found.newly if pair[1] is Verdict.YES else found.no_longer).append(pk)
    return found


class _Side:
    """One of the two descriptions, with the combinations it was asked about."""

    def __init__(self, book: Book) -> None:
        self.decider = Decider(book)
        self.readers = {key: _Regions(reader) for key, reader in self.decider.readers.items()}
        self.seen: dict[tuple[int, ...], Verdict] = {}

    def verdicts(self, part: Part) -> list[Verdict]:
        """Of each company; a combination of regions that was met before is not decided again."""
        many = len(part.pks)
        columns = [
            map(regions.__getitem__, part.answers[fact]) if fact in part.answers else repeat(0, many)
            for fact, regions in self.readers.items()
        ]
        fell = list(zip(*columns, strict=True)) if columns else [()] * many
        for one in set(fell) - self.seen.keys():
            self.seen[one] = self.decider.decide_one(0, part.of(fell.index(one))).verdict
        return list(map(self.seen.__getitem__, fell))


class _Regions(dict[Value | None, int]):
    """Answer → the regions it falls into, looked up once; 0 for none."""

    def __init__(self, reader: Reader) -> None:
        super().__init__({None: 0})
        self.reader = reader

    def __missing__(self, value: Value) -> int:
        found = self[value] = self.reader.of(value).regions
        return found


def _together(before: Book | None, after: Book) -> Book:
    """The facts of both: what only the old one asks (a confirmation) is read as well."""
    descriptions = (*(before.descriptions if before else ()), *after.descriptions)
    return Book(after.day, after.vocabulary, descriptions, after.sizes)
