"""The query of a list that is narrowed by words: a document must hold every one of them, in any of its spellings.

Ranking may be generous, a list may not: whoever adds a word expects fewer rows. A word also counts as held where its
characters stand (電子 in 電子顕微鏡, whatever the dictionary cuts), a code where one begins so (SUS30).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import tantivy

from kosetsu.foundation.search.engine.index import SCHEMA
from kosetsu.foundation.search.engine.questions import SYNONYM_WEIGHT, Clue, Question
from kosetsu.foundation.search.engine.text import bigram_runs, bigrams


def holding(question: Question) -> Any:
    """The query for every word of a text; nothing at all where it has none."""
    words = [_any(_ways(clue, question.clues)) for clue in question.clues if clue.is_word]
    return _all(words or _characters(question.text))


def _ways(word: Clue, clues: Iterable[Clue]) -> Iterator[Any]:
    """What answers one word: itself, what means the same as it or as a term it belongs to, its characters."""
    for clue in clues:
        if clue.start <= word.start < clue.end:
            meant = [phrase.words for phrase in clue.phrases if phrase.weight >= SYNONYM_WEIGHT]
            yield from (_all(_term("words", part) for part in words) for words in meant)
    if word.surface.isascii():
        yield tantivy.Query.regex_query(SCHEMA, "words", f"{re.escape(word.phrases[0].words[0])}.*")
    elif pairs := _characters(word.surface):
        yield _all(pairs)


def _characters(text: str) -> list[Any]:
    """Every pair of neighbours in a text; a character alone is looked for where any pair begins with it."""
    runs = bigram_runs(text)
    alone = [run for run in runs if len(run) == 1]
    starts = [tantivy.Query.regex_query(SCHEMA, "pairs", f"{re.escape(run)}.*") for run in alone]
    return [*starts, *(_term("pairs", pair) for pair in dict.fromkeys(bigrams(runs)))]


def _term(field: str, term: str) -> Any:
    return tantivy.Query.term_query(SCHEMA, field, term, "basic")


def _all(queries: Iterable[Any]) -> Any:
    return _joined(tantivy.Occur.Must, list(queries))


def _any(queries: Iterable[Any]) -> Any:
    return _joined(tantivy.Occur.Should, list(queries))


def _joined(occur: Any, queries: list[Any]) -> Any:
    if not queries:
        return tantivy.Query.empty_query()
    return queries[0] if len(queries) == 1 else tantivy.Query.boolean_query([(occur, one) for one in queries])
