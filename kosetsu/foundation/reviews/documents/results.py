"""What a panel's reviews came to: from the records, and once more from its log."""

import datetime as dt
from collections import defaultdict
from fractions import Fraction
from typing import Any

from kosetsu.foundation.reviews.models import Agreement, Criterion, Item, Panel, Score
from kosetsu.foundation.reviews.rules.points import Result, Scale, Scores, result_of
from kosetsu.foundation.reviews.rules.replay import Logged, replay
from kosetsu.foundation.reviews.states import ReviewState


def scale_of(criterion: Criterion) -> Scale:
    return Scale(criterion.code, criterion.weight, criterion.lowest, criterion.highest, criterion.veto_below)


def results(panel: Panel, items: Any = None) -> list[Result]:
    """Of every item that was not withdrawn (or of these), from the records; four queries."""
    shown = (panel.items.all() if items is None else items).waiting().order_by("public_id")
    scales = [scale_of(one) for one in panel.criteria.all()]
    scored = _scores(panel)
    agreed = {
        one.item_id: Fraction(one.numerator, one.denominator)
        for one in Agreement.objects.filter(calibration__panel=panel).order_by("calibration", "pk")
    }
    return [
        result_of(
            str(item.public_id), list(scored[item.pk].values()), scales, quorum=panel.quorum,
            received=received(item), agreed=agreed.get(item.pk),
        )
        for item in shown
    ]  # fmt: skip


def _scores(panel: Panel) -> dict[int, dict[int, Scores]]:
    """Item → review → its scores, of what is handed in; a review without scores counts as handed in, too."""
    by_item: dict[int, dict[int, dict[str, int | None]]] = defaultdict(dict)
    rows = Score.objects.filter(review__item__panel=panel, review__state=ReviewState.HANDED_IN)
    for item, review, code, value in rows.values_list("review__item", "review", "criterion__code", "value"):
        by_item[item].setdefault(review, {})[code] = value
    return by_item  # type: ignore[return-value]


def received(item: Item) -> str:
    """The moment as text that sorts."""
    return item.received_at.astimezone(dt.UTC).isoformat()


def replayed(panel: Panel) -> list[Result]:
    """The same from the log alone."""
    return replay(Logged(verb, data) for verb, data in panel.steps.values_list("verb", "data"))
