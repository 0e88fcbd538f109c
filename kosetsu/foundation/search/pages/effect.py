"""What a sentence finds with the words as they are, and with a concept as it stands in the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kosetsu.foundation.search import queries, sources
from kosetsu.foundation.search.engine.documents import Hit

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One found record, and whether only this side finds it."""

    title: str
    words: Sequence[str]
    only_here: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """The first records of both answers."""

    before: Sequence[Line]
    after: Sequence[Line]

    @classmethod
    def of(cls, given: Mapping[str, Any], user: Any) -> "Effect":
        """Two searches of one sentence; nothing is saved."""
        sentence, name, terms = given["sentence"], given["name"], given["terms"]
        before = queries.find(sentence, scope=sources.PUBLIC, limit=SHOWN)
        after = queries.preview(sentence, scope=sources.PUBLIC, name=name, terms=terms, limit=SHOWN)
        return cls(_lines(before, after, user), _lines(after, before, user))

    @property
    def changes(self) -> bool:
        return any(line.only_here for line in (*self.before, *self.after))


def _lines(hits: Sequence[Hit], others: Sequence[Hit], user: Any) -> list[Line]:
    known = {(hit.kind, hit.key) for hit in others}
    return [
        Line(str(record), (*hit.matched, *hit.found_as), (hit.kind, hit.key) not in known)
        for hit, record in sources.resolve(hits, user)
    ]
