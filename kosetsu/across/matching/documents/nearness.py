"""How near the reviewers of a panel are to its items, and why: deeds and wishes as points."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kosetsu.across.matching.documents.deeds import doers, item_texts, weights
from kosetsu.across.matching.documents.reading import words_of
from kosetsu.across.matching.rules.affinity import Affinities, Asked, Part
from kosetsu.across.matching.rules.assignments.given import Pair
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.reviews.models import Item
from kosetsu.foundation.search import vocabulary
from kosetsu.foundation.search.engine.concepts import ConceptTable


@dataclass(frozen=True)
class Nearness:
    """``people`` by reviewer's key; ``bids`` what they say of an item; ``weights`` as the proposal keeps them."""

    people: Mapping[str, Person]
    items: Iterable[Item]
    bids: Mapping[Pair, str]
    weights: Mapping[str, Mapping[str, Any]]
    day: dt.date

    @cached_property
    def _table(self) -> ConceptTable:
        return vocabulary.table()

    @cached_property
    def _affinities(self) -> Affinities:
        return Affinities(doers(self.people, self.weights, self.day, self._table), weights(self.weights))

    @cached_property
    def _asked(self) -> dict[str, Asked]:
        return {one.key: one for one in map(self._words, self.items)}

    @cached_property
    def points(self) -> dict[Pair, int]:
        """Of every pair that is worth something."""
        return self._affinities.points(self._asked.values(), self.bids)

    def parts(self, item: str, reader: str) -> tuple[Part, ...]:
        """What the points of a pair are made of."""
        return self._affinities.between(self._asked[item], reader, self.bids.get((item, reader), "")).parts

    def points_of(self, others: Iterable[Item]) -> dict[str, Counter[str]]:
        """Of items that nobody is asked about, by item and reviewer."""
        found: dict[str, Counter[str]] = {}
        for (item, reader), points in self._affinities.points(map(self._words, others)).items():
            found.setdefault(item, Counter())[reader] = points
        return found

    def _words(self, item: Item) -> Asked:
        return Asked(str(item.pk), words_of(item_texts(item), self._table))
