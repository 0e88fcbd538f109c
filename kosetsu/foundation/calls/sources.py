"""What of the calls can be found: those that are published."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from kosetsu.foundation.calls.models import Call
from kosetsu.foundation.search.sources import PUBLIC, Document, SearchSource


def _documents(keys: Collection[str] | None) -> Iterator[Document]:
    rows = Call.objects.shown().select_related("edition")
    for row in rows if keys is None else rows.filter(public_id__in=keys):
        body = f"{row.text}\n{row.kind.summary}\n{row.kind.eligibility}"
        yield Document(kind="call", key=str(row.public_id), title=row.title, keywords=(row.edition.title,), body=body)


def _find(keys: Collection[str], user: Any) -> Mapping[str, Any]:
    return {str(row.public_id): row for row in Call.objects.shown().filter(public_id__in=keys)}


SEARCH_SOURCES = [SearchSource("calls", PUBLIC, ("call",), _documents, _find)]
