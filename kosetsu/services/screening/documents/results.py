"""What the reviews of a programme came to, row by row as a paper prints them; and the digest that holds them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from kosetsu.common.text import canonical_json
from kosetsu.foundation.reviews.documents.results import results
from kosetsu.foundation.reviews.models import Item, Panel, Review
from kosetsu.foundation.reviews.rules.points import Result
from kosetsu.foundation.reviews.rules.ranking import ranked


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One application that was not withdrawn, with what it came to."""

    item: Item
    result: Result
    rank: int | None
    comments: Sequence[str]

    @property
    def points(self) -> Fraction | None:
        return self.result.points

    @property
    def means(self) -> Mapping[str, Fraction | None]:
        return self.result.means


def rows_of(panel: Panel, items: Any = None) -> list[ResultRow]:
    """Of all items, or of these, by their numbers."""
    shown = list((panel.items.all() if items is None else items).waiting().order_by("number", "pk"))
    found = {one.item: one for one in results(panel, Item.objects.filter(pk__in=[one.pk for one in shown]))}
    ranks = {one.result.item: one.rank for one in ranked(found.values())}
    comments = _comments(panel)
    return [
        ResultRow(item, found[str(item.public_id)], ranks.get(str(item.public_id)), comments[item.pk])
        for item in shown
        if str(item.public_id) in found
    ]


def _comments(panel: Panel) -> dict[int, list[str]]:
    said: dict[int, list[str]] = defaultdict(list)
    for item, comment in Review.objects.handed_in().filter(item__panel=panel).order_by("pk").values_list(
        "item", "comment"
    ):  # fmt: skip
        if comment:
            said[item].append(comment)
    return said


def digest_of(rows: Iterable[ResultRow]) -> str:
    """Equal as long as nothing that goes back has changed: items, reviews, points, comments."""
    said = [
        [str(row.item.public_id), str(row.points), row.result.handed_in, {k: str(v) for k, v in row.means.items()},
         list(row.comments)]
        for row in rows
    ]  # fmt: skip
    return sha256(canonical_json(said).encode()).hexdigest()
