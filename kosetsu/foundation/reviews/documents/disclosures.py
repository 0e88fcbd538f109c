"""Conflicts of interest that reviewers declared once the results stood, until the office has entered them."""

from collections.abc import Iterator
from typing import Any

from kosetsu.foundation.reviews.models import DISCLOSE, Conflict, Item, Panel, Step


def disclosed(panel: Panel, items: Any) -> Iterator[tuple[Item, Step]]:
    """Of these items, the oldest first."""
    steps = list(panel.steps.filter(verb=DISCLOSE).select_related("by"))
    told = {str(one.public_id): one for one in items.filter(public_id__in={step.data["item"] for step in steps})}
    rows = Conflict.objects.in_force().filter(item__in=told.values())
    entered = set(rows.values_list("item", "person"))
    for step in steps:
        item = told.get(step.data["item"])
        if item and (item.pk, step.by_id) not in entered:
            yield item, step
