"""What an edit would change before it is published: every company on record under the description as it is and as
it is to be.

Companies that fall into the same regions of every fact the two rest on have the same two verdicts, so that each
combination is decided once, however many companies share it.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from kosetsu.services.programmes.context import everyone
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.deciding import Decider, Verdict

CHUNK = 5000
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
    sides = [_Side(one) if one else None for one in (before, after)]
    book = _together(before, after)
    keys = sorted({key for side in sides if side for key in side.decider.readers})
    found = Preview(after.day)
    for part in everyone(book, keys, CHUNK):
        for pk, answers in part:
            old, new = (side.verdict(answers) if side else None for side in sides)
            assert new is not None
            found.counts[old, new] += 1
            if (old is Verdict.YES) != (new is Verdict.YES):
                (found.newly if new is Verdict.YES else found.no_longer).append(pk)
    return found


class _Side:
    """One of the two descriptions, with the combinations it was asked about."""

    def __init__(self, book: Book) -> None:
        self.decider = Decider(book)
        self.readers = list(self.decider.readers.items())
        self.seen: dict[tuple[Any, ...], Verdict] = {}

    def verdict(self, answers: dict[str, Any]) -> Verdict:
        key = tuple([reader.of(answers[fact]).regions if fact in answers else 0 for fact, reader in self.readers])
        found = self.seen.get(key)
        if found is None:
            found = self.seen[key] = self.decider.decide_one(0, answers).verdict
        return found


def _together(before: Book | None, after: Book) -> Book:
    """The facts of both: what only the old one asks (a confirmation) is read as well."""
    descriptions = (*(before.descriptions if before else ()), *after.descriptions)
    return Book(after.day, after.vocabulary, descriptions, after.sizes)
