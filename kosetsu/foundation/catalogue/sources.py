"""What the search finds of the catalogue: the offerings everyone may ask for, each under its own kind."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from kosetsu.common.clock import day_of, now
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.states import OfferingKind
from kosetsu.foundation.search.sources import PUBLIC, Document, SearchSource


def _documents(keys: Collection[str] | None) -> Iterator[Document]:
    offerings = Offering.objects.offered(day_of(now())).select_related("field")
    if keys is not None:
        offerings = offerings.filter(pk__in=keys)
    for offering in offerings.iterator(chunk_size=500):
        yield Document(
            kind=offering.kind,
            key=str(offering.pk),
            title=offering.name_ja,
            keywords=(*offering.standards, *offering.keywords, offering.field.name_ja),
            body="\n".join((offering.summary, offering.detail, offering.name_en, offering.name_th)),
        )


def _resolve(keys: Collection[str], user: Any) -> Mapping[str, Any]:
    offerings = Offering.objects.visible_to(user).filter(pk__in=keys)
    found = offerings.select_related("branch", "group", "field").prefetch_related("tariff", "branch__statuses")
    return {str(offering.pk): offering for offering in found}


SEARCH_SOURCES = [
    SearchSource(
        name="offerings",
        scope=PUBLIC,
        kinds=tuple(OfferingKind.values),
        documents=_documents,
        resolve=_resolve,
    )
]
