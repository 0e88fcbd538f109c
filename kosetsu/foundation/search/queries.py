"""Ask the index. The answer holds keys; ``sources.resolve`` looks records up and leaves out what may not be seen."""

import logging
import threading
from collections.abc import Collection, Iterable
from typing import Any

from kosetsu.common.text import fold
from kosetsu.foundation.search import follower, vocabulary
from kosetsu.foundation.search.engine import meaning
from kosetsu.foundation.search.engine.concepts import ConceptTable
from kosetsu.foundation.search.engine.documents import Found, Hit, NothingFits
from kosetsu.foundation.search.engine.index import open_index
from kosetsu.foundation.search.engine.judge import Judge
from kosetsu.foundation.search.engine.meaning import Meaning
from kosetsu.foundation.search.engine.questions import Question, read
from kosetsu.foundation.search.engine.reading import Reading
from kosetsu.foundation.search.engine.text import tokens
from kosetsu.foundation.search.folders import Folder

__all__ = ["Found", "Hit", "NothingFits", "find", "names", "newest", "preview", "search", "words"]

logger = logging.getLogger(__name__)

LONGEST_QUESTION = 2_000
"""Characters that are searched for; the whole question stays in the answer."""

_JUDGED = 10
_TRIES = 3
_open: dict[Any, tuple[int, Reading]] = {}
_opening = threading.Lock()


def search(text: str, *, scope: str, kinds: Collection[str] | None = None, limit: int = 50) -> Found | NothingFits:
    """What fits a question by its words and its meaning, best first, or that nothing does."""
    asked = _meaning(text)
    reading, question = _reading(scope), _read(text)
    hits = reading.search(question, kinds, max(limit, _JUDGED), asked)
    answer = Judge.fitted().decide(text, hits, reading.named(question), asked)
    return Found(text, answer.hits[:limit], answer.confidence) if isinstance(answer, Found) else answer


def find(
    text: str,
    *,
    scope: str,
    kinds: Collection[str] | None = None,
    limit: int = 50,
    table: ConceptTable | None = None,
) -> list[Hit]:
    """Every document with something of the text, best first, without judging whether it fits: for filtered lists."""
    return _reading(scope).search(_read(text, table), kinds, limit)


def newest(text: str, *, scope: str, kind: str, limit: int, among: Iterable[int] | None = None) -> list[int]:
    """The newest records, by row number, that hold every word of the text: for lists with an order of their own.

    ``among`` asks only these records. The answer has been through no ``visible_to``: the list's own query filters it.
    """
    return _reading(scope).newest(_read(text), kind, limit, among)


def preview(text: str, *, scope: str, name: str, terms: Collection[str], limit: int = _JUDGED) -> list[Hit]:
    """What :func:`find` would answer if the concept ``name`` had these terms (none: if there were no such concept)."""
    return find(text, scope=scope, limit=limit, table=vocabulary.table_with(name, terms))


def names(text: str, *titles: str) -> bool:
    """Whether the text is one of the titles, in any writing; an empty one names nothing."""
    return bool(fold(text)) and fold(text) in map(fold, titles)


def words(text: str) -> list[str]:
    """The words that the search sees in a text, as they stand in it."""
    return [token.surface for token in tokens(text)]


def _read(text: str, table: ConceptTable | None = None) -> Question:
    return read(text[:LONGEST_QUESTION], table or vocabulary.table())


def _meaning(text: str) -> Meaning | None:
    """The meaning of a question; None where the encoder does not answer: words alone find much as well."""
    try:
        return meaning.of(text)
    except meaning.GONE:
        logger.exception("the encoder of meanings does not answer")
        return None


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
