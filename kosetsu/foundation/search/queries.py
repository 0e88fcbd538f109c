"""Ask the index. The answer holds keys; ``sources.resolve`` looks records up and leaves out what may not be seen."""

import threading
from collections.abc import Collection, Iterable
from typing import Any

from kosetsu.foundation.search import follower, vocabulary
from kosetsu.foundation.search.engine.concepts import ConceptTable
from kosetsu.foundation.search.engine.documents import Found, Hit, NothingFits
from kosetsu.foundation.search.engine.index import open_index
from kosetsu.foundation.search.engine.judge import Judge
from kosetsu.foundation.search.engine.questions import read
from kosetsu.foundation.search.engine.reading import Reading
from kosetsu.foundation.search.engine.signs import Signs
from kosetsu.foundation.search.engine.text import tokens
from kosetsu.foundation.search.folders import Folder

__all__ = ["Found", "Hit", "NothingFits", "examine", "find", "newest", "preview", "search", "words"]

LONGEST_QUESTION = 2_000
"""Characters that are searched for; the whole question stays in the answer."""

_JUDGED = 10
_TRIES = 3
_open: dict[Any, tuple[int, Reading]] = {}
_opening = threading.Lock()


def search(text: str, *, scope: str, kinds: Collection[str] | None = None, limit: int = 50) -> Found | NothingFits:
    """What fits a question, best first, or that nothing does."""
    answer = Judge.fitted().decide(text, *examine(text, scope=scope, kinds=kinds, limit=max(limit, _JUDGED)))
    return Found(text, answer.hits[:limit], answer.confidence) if isinstance(answer, Found) else answer


def examine(
    text: str,
    *,
    scope: str,
    kinds: Collection[str] | None = None,
    limit: int = _JUDGED,
    table: ConceptTable | None = None,
) -> tuple[list[Hit], Signs]:
    """What the judge looks at: the hits, and what the words of the question tell."""
    reading = _reading(scope)
    question = read(text[:LONGEST_QUESTION], table or vocabulary.table())
    return reading.search(question, kinds, limit), reading.signs(question)


def find(text: str, *, scope: str, kinds: Collection[str] | None = None, limit: int = 50) -> list[Hit]:
    """Every document with something of the text, best first, without judging whether it fits: for filtered lists."""
    return examine(text, scope=scope, kinds=kinds, limit=limit)[0]


def newest(text: str, *, scope: str, kind: str, limit: int, among: Iterable[int] | None = None) -> list[int]:
    """The newest records, by row number, that hold every word of the text: for lists with an order of their own.

    ``among`` asks only these records. The answer has been through no ``visible_to``: the list's own query filters it.
    """
    return _reading(scope).newest(read(text[:LONGEST_QUESTION], vocabulary.table()), kind, limit, among)


def preview(text: str, *, scope: str, name: str, terms: Collection[str], limit: int = _JUDGED) -> list[Hit]:
    """What :func:`find` would answer if the concept ``name`` had these terms (none: if there were no such concept)."""
    return examine(text, scope=scope, limit=limit, table=vocabulary.table_with(name, terms))[0]


def words(text: str) -> list[str]:
    """The words that the search sees in a text, as they stand in it."""
    return [token.surface for token in tokens(text)]


def _reading(scope: str) -> Reading:
    """The newest state of the index of ``scope``, opened once per process and state."""
    for _ in range(_TRIES):
        follower.catch_up(scope)
        folder = Folder(scope)
        try:
            return _opened(folder)
        except (OSError, ValueError):  # replaced or damaged between two steps
            follower.rebuild(scope)
    return _opened(Folder(scope))


def _opened(folder: Folder) -> Reading:
    stamp = folder.stamp()
    with _opening:
        known = _open.get(folder.path)
        if known and known[0] == stamp:
            return known[1]
        state = folder.state()
        if state is None:
            raise FileNotFoundError(folder.path)
        reading = Reading(open_index(folder.generation(state.generation)))
        _open[folder.path] = (stamp, reading)
        return reading
