"""The spans in which a panel's items lie: the batch they came in, and the month in which its last item came."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Max

from kosetsu.across.matching.models.readers import ReaderLoad
from kosetsu.common.calendars import after_months
from kosetsu.common.clock import day_of
from kosetsu.foundation.reviews.models import Leave, Panel

BATCH, MONTH = "batch", "month"
A_YEAR = 12


def batch_span(batch: int) -> str:
    return f"{BATCH} {batch}"


def month_span(day: dt.date) -> str:
    return f"{MONTH} {day:%Y-%m}"


class Calendar:
    """When each batch of a panel came; a batch still to come, as an earlier year's panel had it, a year later."""

    def __init__(self, panel: Panel, forecast: Panel | None = None) -> None:
        before = {batch: after_months(day, A_YEAR) for batch, day in _months(forecast).items()} if forecast else {}
        self.months = {**before, **_months(panel)}

    def spans(self, batch: int) -> frozenset[str]:
        """Of an item that came in it."""
        month = {month_span(self.months[batch])} if batch in self.months else set()
        return frozenset({batch_span(batch), *month})

    def span_of(self, load: ReaderLoad) -> str:
        """Of which a reviewer has a load of their own."""
        return month_span(load.month) if load.month else batch_span(load.batch or 0)

    def months_within(self, leaves: Iterable[Leave]) -> set[str]:
        """Months of which somebody is away the whole."""
        rows = list(leaves)
        return {
            month_span(month) for month in self.months.values()
            if any(one.begins_on <= month and after_months(month, 1) <= one.ends_on + dt.timedelta(1) for one in rows)
        }  # fmt: skip


def _months(panel: Panel) -> dict[int, dt.date]:
    rows = panel.items.waiting().values_list("batch").annotate(last=Max("received_at"))
    return {batch: day_of(last).replace(day=1) for batch, last in rows}
