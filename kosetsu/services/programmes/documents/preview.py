"""What an edit would change before it is published: every company on record under the description as it is and as
it is to be.

Companies that fall into the same regions of every fact the two rest on have the same two verdicts, so that each
combination is decided once, however many companies share it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
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
    edit, found = _Edit(before, after), Preview(after.day)
    for part in everyone(_together(before, after), sorted(edit.columns), CHUNK):
        fell = edit.combinations(part)
        for one, companies in Counter(fell).items():
            found.counts[edit.seen[one]] += companies
        for pk, one in zip(part.pks, fell, strict=True) if edit.moving else ():
            if one in edit.moving:
                (found.newly if edit.seen[one][1] is Verdict.YES else found.no_longer).append(pk)
    return found


class _Edit:
    """The description as it is and as it is to be, with the combinations they were asked about."""

    def __init__(self, before: Book | None, after: Book) -> None:
        self.old, self.new = Decider(before) if before else None, Decider(after)
        sides = [side.readers for side in (self.old, self.new) if side]
        keys = dict.fromkeys(key for readers in sides for key in readers)
        self.columns = {key: _Regions([readers[key] for readers in sides if key in readers]) for key in keys}
        self.seen: dict[tuple[int, ...], tuple[Verdict | None, Verdict]] = {}
        self.moving: set[tuple[int, ...]] = set()
        """Those of which one verdict is yes and the other is not."""

    def combinations(self, part: Part) -> list[tuple[int, ...]]:
        """Of each company; what was met before is not decided again."""
        many = len(part.pks)
        columns = [
            map(regions.__getitem__, part.answers[fact]) if fact in part.answers else repeat(0, many)
            for fact, regions in self.columns.items()
        ]
        fell: list[tuple[int, ...]] = list(zip(*columns, strict=True)) if columns else [()] * many
        if unknown := set(fell) - self.seen.keys():
            places = dict(zip(fell, range(many), strict=True))
            for one in unknown:
                self._decide(one, part.of(places[one]))
        return fell

    def _decide(self, one: tuple[int, ...], answers: Mapping[str, Value]) -> None:
        was = self.old.decide_one(0, answers).verdict if self.old else None
        now = self.new.decide_one(0, answers).verdict
        self.seen[one] = was, now
        if (was is Verdict.YES) != (now is Verdict.YES):
            self.moving.add(one)


class _Regions(dict[Value | None, int]):
    """Answer → a number for the regions it falls into on both sides, looked up once; 0 for none."""

    def __init__(self, readers: Sequence[Reader]) -> None:
        super().__init__({None: 0})
        self.readers = readers
        self.numbers: dict[tuple[int, ...], int] = {}

    def __missing__(self, value: Value) -> int:
        regions = tuple(reader.of(value).regions for reader in self.readers)
        found = self[value] = self.numbers.setdefault(regions, len(self.numbers) + 1)
        return found


def _together(before: Book | None, after: Book) -> Book:
    """The facts of both: what only the old one asks (a confirmation) is read as well."""
    descriptions = (*(before.descriptions if before else ()), *after.descriptions)
    return Book(after.day, after.vocabulary, descriptions, after.sizes)
