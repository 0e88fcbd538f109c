"""A source whose records are plain documents in memory."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

import pytest

from kosetsu.foundation.search import sources
from kosetsu.foundation.search.sources import PUBLIC, STAFF, Document, SearchSource

AT = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)


class Shelf:
    """Documents by scope, kind and key, as an app's tables would hold them."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Document]] = {PUBLIC: {}, STAFF: {}}
        self.invisible: set[str] = set()
        self.reads: list[Collection[str] | None] = []

    def put(
        self, key: str, title: str, *keywords: str, body: str = "", kind: str = "leaf", scope: str = PUBLIC
    ) -> None:
        self.rows[scope][key] = Document(kind, key, title, keywords, body)

    def sources(self) -> list[SearchSource]:
        return [
            SearchSource("leaves", PUBLIC, ("leaf", "twig"), self._reader(PUBLIC), self._resolve),
            SearchSource("roots", STAFF, ("root",), self._reader(STAFF), self._resolve, dated=False),
        ]

    def _reader(self, scope: str) -> Any:
        def documents(keys: Collection[str] | None) -> Iterator[Document]:
            self.reads.append(keys)
            yield from (row for key, row in self.rows[scope].items() if keys is None or key in keys)

        return documents

    def _resolve(self, keys: Collection[str], user: Any) -> dict[str, Document]:
        every = self.rows[PUBLIC] | self.rows[STAFF]
        return {key: every[key] for key in keys if key in every and key not in self.invisible}


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    shelf = Shelf()
    monkeypatch.setattr(sources, "collect", lambda what: shelf.sources())
    return shelf
