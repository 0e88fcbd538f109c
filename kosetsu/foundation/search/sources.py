"""What can be found: apps name their sources in their manifests; indexes read them, results are looked up in them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import methodcaller
from typing import Any

from kosetsu.common.manifests import collect
from kosetsu.foundation.search.engine.documents import Document, Hit

PUBLIC = "public"
STAFF = "staff"
FIGURES = "figures"
"""Published figures: for everyone as well, but with frequencies of their own, so that they change no plan."""
SCOPES = (PUBLIC, STAFF, FIGURES)

__all__ = [
    "FIGURES", "PUBLIC", "SCOPES", "STAFF", "Document", "SearchSource",
    "address_of", "kinds_of", "resolve", "scopes_of", "sources",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class SearchSource:
    """One row per stream of findable documents. Keys are unique within a source.

    ``documents(keys)`` yields the documents of those keys that everyone of the scope may see (all of them for None);
    ``resolve(keys, user)`` looks records up through ``visible_to(user)``: nothing is shown that it leaves out.
    """

    name: str
    scope: str
    kinds: tuple[str, ...]
    documents: Callable[[Collection[str] | None], Iterable[Document]]
    resolve: Callable[[Collection[str], Any], Mapping[str, Any]] | None = None
    address: Callable[[Any], str] = methodcaller("get_absolute_url")
    """The page of a resolved record, for whoever may read the scope."""
    dated: bool = True
    """Whether records begin or end with a day, without a change: then all of them are read again once a day."""


def sources(scope: str) -> list[SearchSource]:
    """The sources of one index, in the order of the floors."""
    return [source for source in collect("search_sources") if source.scope == scope]


def scopes_of(kind: str) -> list[str]:
    return sorted({source.scope for source in collect("search_sources") if kind in source.kinds})


def kinds_of(scope: str) -> list[str]:
    return sorted({kind for source in sources(scope) for kind in source.kinds})


def resolve(hits: Sequence[Hit], user: Any) -> list[tuple[Hit, Any]]:
    """Hits with their records, in their order, without those that ``user`` may not see or that are gone."""
    wanted: dict[Callable[..., Mapping[str, Any]], list[Hit]] = {}
    for hit in hits:
        wanted.setdefault(_resolver(hit.kind), []).append(hit)
    found: dict[tuple[str, str], Any] = {}
    for resolver, its in wanted.items():  # one look-up for all kinds of a source
        records = resolver([hit.key for hit in its], user)
        found |= {(hit.kind, hit.key): records[hit.key] for hit in its if hit.key in records}
    return [(hit, found[hit.kind, hit.key]) for hit in hits if (hit.kind, hit.key) in found]


def address_of(hit: Hit, record: Any) -> str:
    """Where a found record is read."""
    source = next(source for source in collect("search_sources") if hit.kind in source.kinds)
    address: str = source.address(record)
    return address


def _resolver(kind: str) -> Callable[[Collection[str], Any], Mapping[str, Any]]:
    for source in collect("search_sources"):
        if kind in source.kinds and source.resolve:
            resolver: Callable[[Collection[str], Any], Mapping[str, Any]] = source.resolve
            return resolver
    raise LookupError(f"no search source can look up {kind!r}")
