"""Texts as words, each read once by a process for as long as the concepts stay the same."""

from collections import Counter
from collections.abc import Iterable

from kosetsu.across.matching.rules.affinity import Words
from kosetsu.across.matching.rules.wording import worded
from kosetsu.foundation.search.engine.concepts import ConceptTable

MOST = 50_000
"""So many texts are remembered; then it begins anew."""
_read: list[tuple[ConceptTable, dict[str, Words]]] = []


def words_of(texts: Iterable[str], table: ConceptTable) -> Words:
    """The words of some texts together."""
    known = _known(table)
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for text in texts:
        if text not in known:
            known[text] = worded([text], table)
        counts.update(known[text].counts)
        for word, as_written in known[text].written.items():
            written.setdefault(word, as_written)
    return Words(counts, written)


def _known(table: ConceptTable) -> dict[str, Words]:
    if not _read or _read[0][0] is not table or len(_read[0][1]) > MOST:
        _read[:] = [(table, {})]
    return _read[0][1]
