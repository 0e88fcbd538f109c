"""What of the exhibitions can be found, and which gatherings are theirs: open days and research presentations."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.clock import now
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.gatherings.sources import GatheringKind
from kosetsu.foundation.search.sources import PUBLIC, Document, SearchSource
from kosetsu.services.exhibitions.actions.talks import entries_of
from kosetsu.services.exhibitions.models import Edition, Talk
from kosetsu.services.exhibitions.permissions import PRESENTATION


def _pages(keys: Collection[str] | None) -> Any:
    """Never the page that is being written; before the opening moment none at all."""
    pages = Edition.objects.found(now()).select_related("booth__exhibition")
    return pages if keys is None else pages.filter(booth__public_id__in=keys)


def _documents(keys: Collection[str] | None) -> Iterator[Document]:
    for page in _pages(keys).iterator(chunk_size=500):
        names = (one["name"] for one in page.translations.values())
        yield Document(
            kind="booth", key=str(page.booth.public_id), title=page.name, keywords=(page.topic, *page.tags, *names),
            body="\n".join([page.lead, *_texts(page)]),
        )  # fmt: skip


def _texts(page: Edition) -> Iterator[str]:
    yield from (one["lead"] for one in page.translations.values())
    for panel in page.panels:
        for one in (panel, *panel.get("translations", {}).values()):
            yield from filter(None, (one["title"], one["text"]))


def _find(keys: Collection[str], user: Any) -> Mapping[str, Any]:
    return {str(page.booth.public_id): page for page in _pages(keys)}


def _address(page: Edition) -> str:
    return reverse("exhibitions:booth", args=[page.booth.public_id])


def _talks(keys: Collection[str] | None) -> Any:
    talks = Talk.objects.shown().given().select_related("gathering")
    return talks if keys is None else talks.filter(public_id__in=keys)


def _talk_documents(keys: Collection[str] | None) -> Iterator[Document]:
    for talk in _talks(keys).iterator(chunk_size=500):
        names = (talk.speaker, talk.affiliation, talk.gathering.title)
        yield Document(kind="talk", key=str(talk.public_id), title=talk.title, keywords=names, body=talk.abstract)


def _find_talks(keys: Collection[str], user: Any) -> Mapping[str, Any]:
    return {str(talk.public_id): talk for talk in _talks(keys)}


def _programme(talk: Talk) -> str:
    """The talks of a presentation stand together on one page."""
    return f"{reverse('exhibitions:programme', args=[talk.gathering.public_id])}#talk-{talk.public_id}"


SEARCH_SOURCES = [
    SearchSource("booths", PUBLIC, ("booth",), _documents, _find, _address),
    SearchSource("talks", PUBLIC, ("talk",), _talk_documents, _find_talks, _programme),
]
GATHERING_KINDS = [
    GatheringKind("open_day", _("施設公開"), "exhibitions", "open_day"),
    GatheringKind("research_presentation", _("研究発表会"), "exhibitions", "research_presentation", parts=entries_of),
]


def programme_link(gathering: Gathering) -> Iterator[tuple[Any, str]]:
    """From a public research presentation to its talks."""
    if gathering.talks.exists():
        yield _("発表のプログラムと要旨"), reverse("exhibitions:programme", args=[gathering.public_id])


def talks_link(user: Any, gathering: Gathering) -> Iterator[tuple[Any, str]]:
    """From a research presentation at the desk to the making of its programme."""
    if gathering.kind_key == PRESENTATION:
        yield _("発表のプログラム"), reverse("exhibitions-desk:talks", args=[gathering.public_id])


EVENT_LINKS = [programme_link]
GATHERING_LINKS = [talks_link]
