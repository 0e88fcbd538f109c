"""What of the gatherings can be found: the public ones."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.urls import reverse

from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.search.sources import PUBLIC, Document, SearchSource


def _documents(keys: Collection[str] | None) -> Iterator[Document]:
    rows = Gathering.objects.filter(public=True)
    for row in rows if keys is None else rows.filter(public_id__in=keys):
        yield Document(
            kind="gathering", key=str(row.public_id), title=row.title, keywords=(row.place,), body=row.summary
        )


def _find(keys: Collection[str], user: Any) -> Mapping[str, Any]:
    return {str(row.public_id): row for row in Gathering.objects.filter(public=True, public_id__in=keys)}


def _address(row: Gathering) -> str:
    return reverse("gatherings:gathering", args=[row.public_id])


SEARCH_SOURCES = [SearchSource("gatherings", PUBLIC, ("gathering",), _documents, _find, _address)]
