"""The concept table as the questions use it: the rows of the database and the words that say nothing."""

from collections.abc import Collection

from django.conf import settings

from kosetsu.foundation.search.engine.concepts import ConceptTable, ConceptWords
from kosetsu.foundation.search.engine.delivered import delivered
from kosetsu.foundation.search.engine.tabling import made_apart
from kosetsu.foundation.search.models import Concept

_Rows = tuple[tuple[str, tuple[str, ...]], ...]
_known: list[tuple[_Rows, ConceptTable]] = []


def table() -> ConceptTable:
    """The table of this moment: read each time, taken apart only when a row differs, so that an edit works at once."""
    rows = _stored()
    if not _known or _known[0][0] != rows:
        _known[:] = [(rows, _table(rows))]
    return _known[0][1]


def table_with(name: str, terms: Collection[str]) -> ConceptTable:
    """The table as it would be if one concept had other terms; none at all: without it."""
    rows = {known: words for known, words in _stored() if known != name}
    return _table((*rows.items(), *([(name, tuple(terms))] if terms else [])))


def _stored() -> _Rows:
    stored = Concept.objects.order_by("pk").values_list("name", "terms")
    return tuple((name, tuple(terms)) for name, terms in stored)


def _table(rows: _Rows) -> ConceptTable:
    stored = [ConceptWords(name, tuple(dict.fromkeys((name, *terms)))) for name, terms in rows]
    concepts = [*stored, *delivered()]
    return made_apart(concepts) if settings.KOSETSU_ENGINE_APART else ConceptTable.of(concepts)
