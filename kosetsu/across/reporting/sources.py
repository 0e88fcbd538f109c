"""What of the figures can be found: the open ones of the institute that is loaded, by name and definition."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from kosetsu.across.reporting.rules.measures import Measure
from kosetsu.across.reporting.tables.book import book
from kosetsu.across.reporting.tables.problems import BrokenReporting
from kosetsu.foundation.parties.models import Institute
from kosetsu.foundation.search.sources import FIGURES, Document, SearchSource


@dataclass(frozen=True, slots=True)
class OpenFigure:
    """A found figure, named in the reader's language."""

    measure: Measure

    def __str__(self) -> str:
        return self.measure.named(get_language() or "ja")

    def get_absolute_url(self) -> str:
        return reverse("reporting:figure", args=[self.measure.key])


def _open_measures() -> Mapping[str, Measure]:
    """None where another institute is loaded than the folder's, or the folder is broken: the search goes on."""
    institute = Institute.current()
    if institute is None or institute.key != settings.KOSETSU_INSTITUTE_DIR.name:
        return {}
    try:
        return {key: measure for key, measure in book().measures.items() if measure.public}
    except BrokenReporting:
        return {}


def _documents(keys: Collection[str] | None) -> Iterator[Document]:
    for key, measure in _open_measures().items():
        if keys is None or key in keys:
            names = [name for language, name in measure.name.items() if language != "ja"]
            body = "\n".join([*measure.definition.values(), measure.unit])
            yield Document(kind="figure", key=key, title=measure.named("ja"), keywords=tuple(names), body=body)


def _find(keys: Collection[str], user: Any) -> Mapping[str, OpenFigure]:
    return {key: OpenFigure(measure) for key, measure in _open_measures().items() if key in keys}


SEARCH_SOURCES = [SearchSource("figures", FIGURES, ("figure",), _documents, _find)]
