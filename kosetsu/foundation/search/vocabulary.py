"""The concept table as the questions use it: the rows of the database and the words that say nothing."""

from pathlib import Path

from kosetsu.foundation.search.engine.concepts import NOISE, ConceptTable, ConceptWords
from kosetsu.foundation.search.models import Concept

_NOISE_FILE = Path(__file__).parent / "engine" / "noise.txt"

_Rows = tuple[tuple[str, tuple[str, ...]], ...]
_known: list[tuple[_Rows, ConceptTable]] = []


def table() -> ConceptTable:
    """The table of this moment: read each time, taken apart only when a row differs, so that an edit works at once."""
    stored = Concept.objects.order_by("pk").values_list("name", "terms")
    rows: _Rows = tuple((name, tuple(terms)) for name, terms in stored)
    if not _known or _known[0][0] != rows:
        _known[:] = [(rows, _table(rows))]
    return _known[0][1]


def _table(rows: _Rows) -> ConceptTable:
    concepts = [ConceptWords(name, tuple(dict.fromkeys((name, *terms)))) for name, terms in rows]
    noise = ConceptWords("", tuple(_NOISE_FILE.read_text().split()), NOISE)
    return ConceptTable.of([*concepts, noise])
