"""What of the partners can be found: the public directory, by any name a body bore and what was done with it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.urls import reverse

from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.search.sources import PUBLIC, Document, SearchSource


def _partners() -> Any:
    return Organisation.objects.filter(listed=True).prefetch_related("names", "activities", "networks")


def _documents(keys: Collection[str] | None) -> Iterator[Document]:
    rows = _partners() if keys is None else _partners().filter(public_id__in=keys)
    for row in rows.iterator(chunk_size=500):
        yield Document(
            kind="partner",
            key=str(row.public_id),
            title=row.name,
            keywords=tuple(name.name for name in row.names.all()),
            body="\n".join([str(row.get_kind_display()), *(one.description for one in row.activities.all())]),
        )


def _find(keys: Collection[str], user: Any) -> Mapping[str, Any]:
    rows = Organisation.objects.visible_to(user).filter(listed=True, public_id__in=keys)
    return {str(row.public_id): row for row in rows}


def _address(row: Organisation) -> str:
    """The page for everyone; the organisation's own address is the desk's."""
    return reverse("alliances:partner", args=[row.public_id])


SEARCH_SOURCES = [SearchSource("partners", PUBLIC, ("partner",), _documents, _find, _address)]
