"""What of the overseas help can be found: the texts on foreign rules."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.urls import reverse

from kosetsu.foundation.search.sources import PUBLIC, Document, SearchSource
from kosetsu.services.overseas.models import GuideText


def _documents(keys: Collection[str] | None) -> Iterator[Document]:
    rows = GuideText.objects.all()
    for row in rows if keys is None else rows.filter(code__in=keys):
        yield Document(kind="guide_text", key=row.code, title=row.title, keywords=("解説テキスト",), body=row.note)


def _find(keys: Collection[str], user: Any) -> Mapping[str, Any]:
    return {row.code: row for row in GuideText.objects.filter(code__in=keys)}


def _address(row: GuideText) -> str:
    """The texts stand together on one page."""
    return reverse("overseas:overview")


SEARCH_SOURCES = [SearchSource("guide_texts", PUBLIC, ("guide_text",), _documents, _find, _address)]
