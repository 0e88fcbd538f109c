"""The measures of a whole year's statistics: what every chapter of an annual report counts, branch by branch."""

from collections.abc import Iterator

from kosetsu.across.reporting.rules.measures import Aggregate, Condition, Every, Measure
from kosetsu.foundation.parties.models import Branch

COUNTED = (
    ("consultations", "consultation", Aggregate("count")),
    ("consultations", "consultation", Aggregate("distinct", "workplace_id")),
    ("testing", "completed", Aggregate("count")),
    ("testing", "completed", Aggregate("sum", "quantity")),
    ("testing", "completed", Aggregate("sum", "amount_yen")),
    ("testing", "completed", Aggregate("distinct", "organisation_id")),
    ("instruments", "use", Aggregate("count")),
    ("instruments", "use", Aggregate("sum", "quantity")),
    ("instruments", "use", Aggregate("distinct", "workplace_id")),
    ("training", "satisfaction", Aggregate("mean", "quantity")),
)
CHANNELS = ("visit", "online", "telephone", "mail", "onsite")


def measures() -> list[Measure]:
    """Ten numbers for the whole institute and for each branch, and the consultations by channel."""
    branches = ["", *Branch.objects.order_by("code").values_list("code", flat=True)[:6]]
    counted = [
        _measure(*one, Condition("branch", "is", code) if code else None) for code in branches for one in COUNTED
    ]
    return [*counted, *_by_channel()]


def _by_channel() -> Iterator[Measure]:
    for channel in CHANNELS:
        yield _measure(*COUNTED[0], Condition("channel", "is", channel))


def _measure(service: str, kind: str, aggregate: Aggregate, also: Condition | None) -> Measure:
    parts = (Condition("service", "is", service), Condition("kind", "is", kind), *([also] if also else []))
    key = ".".join([service, kind, aggregate.kind, aggregate.column, str(also.value) if also else "all"])
    return Measure(key, {"ja": key}, {"ja": key}, "", "entries", Every(parts), aggregate, "bench")
