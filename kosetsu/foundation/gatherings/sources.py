"""What of the gatherings can be found: the public ones; and the kinds of them that the services declare."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse

from kosetsu.common.manifests import collect
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.search.sources import PUBLIC, Document, SearchSource


def _documents(keys: Collection[str] | None) -> Iterator[Document]:
    rows = Gathering.objects.shown()
    for row in rows if keys is None else rows.filter(public_id__in=keys):
        yield Document(
            kind="gathering", key=str(row.public_id), title=row.title, keywords=(row.place,), body=row.summary
        )


def _find(keys: Collection[str], user: Any) -> Mapping[str, Any]:
    return {str(row.public_id): row for row in Gathering.objects.shown().filter(public_id__in=keys)}


def _address(row: Gathering) -> str:
    return reverse("gatherings:gathering", args=[row.public_id])


SEARCH_SOURCES = [SearchSource("gatherings", PUBLIC, ("gathering",), _documents, _find, _address)]


@dataclass(frozen=True, slots=True)
class GatheringKind:
    """One kind: which service holds it, and the entries that a day of it becomes.

    ``together`` is the kind of one more entry, a count of the gathering itself, where another body holds it too.
    """

    key: str
    title: Any
    service: str
    entry_kind: str
    together: str = ""
    satisfaction: str = ""
    """The kind of the entry that each answer to its survey becomes: 100 for satisfied, 0 for not."""
    parts: Callable[[Gathering], Iterable[dict[str, Any]]] | None = None
    """What else of it is an entry of its own at its end, e.g. the talks that were given."""


@cache
def kinds() -> dict[str, GatheringKind]:
    """All kinds of all services, by "service.key"."""
    return {f"{one.service}.{one.key}": one for one in collect("gathering_kinds")}


def kind_of(gathering: Gathering) -> GatheringKind | None:
    """What a gathering is; None where no service declares it: it becomes no entries here."""
    return kinds().get(gathering.kind_key)


def chosen(key: str) -> GatheringKind:
    """One kind by "service.key"; KeyError where no service declares it."""
    return kinds()[key]
