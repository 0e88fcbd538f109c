"""What of the catalogue can be found: the offerings anyone can ask for today, one search kind per offering kind."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from kosetsu.common.clock import day_of, now
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.states import OfferingKind
from kosetsu.foundation.search.sources import PUBLIC, Document, SearchSource


def document(offering: Offering) -> Document:
    """One offering as the text that answers a company's question; its key is its public id."""
    return Document(
        kind=offering.kind,
        key=str(offering.public_id),
        title=offering.name_ja,
        keywords=(*offering.standards, *offering.keywords, offering.field.name_ja),
        body=f"{offering.summary}\n{offering.detail}",
    )


def _offered() -> Any:
    return Offering.objects.offered(day_of(now())).select_related("branch", "group", "field")


def _documents(keys: Collection[str] | None) -> Iterator[Document]:
    rows = _offered() if keys is None else _offered().filter(public_id__in=keys)
    return (document(offering) for offering in rows.iterator(chunk_size=500))


def _find(keys: Collection[str], user: Any) -> Mapping[str, Any]:
    rows = _offered().filter(public_id__in=keys).prefetch_related("tariff", "adviser_hours")
    return {str(offering.public_id): offering for offering in rows}


SEARCH_SOURCES = [SearchSource("offerings", PUBLIC, tuple(OfferingKind.values), _documents, _find)]
