"""Size classes, rivals by name, the kind of entry a meeting becomes, terms: pure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from kosetsu.common.calendars import last_day
from kosetsu.common.text import fold_company
from kosetsu.services.circles.states import FOUNDED, CircleState

UNKNOWN = "unknown"


def size_class(employees: int | None, steps: Sequence[int]) -> str:
    """The size class by the most employees of each class: "-5", "-20", "21-"; unknown without a number.

    >>> size_class(18, [5, 20])
    '-20'
    >>> size_class(21, [5, 20])
    '21-'
    """
    if employees is None or not steps:
        return UNKNOWN
    fitting = next((step for step in steps if employees <= step), None)
    return f"{steps[-1] + 1}-" if fitting is None else f"-{fitting}"


def rival_pairs(named: Mapping[int, tuple[str, Iterable[str]]]) -> frozenset[tuple[int, int]]:
    """Pairs of which one named the other: by key, the company's own name and the names it wrote down.

    >>> rival_pairs({1: ("株式会社甲", ["乙"]), 2: ("乙(株)", [])})
    frozenset({(1, 2)})
    """
    known = {fold_company(name): key for key, (name, _others) in named.items()}
    pairs = (
        (key, known.get(fold_company(other)))
        for key, (_name, others) in named.items()
        for other in others
        if other.strip()
    )
    return frozenset((min(one, two), max(one, two)) for one, two in pairs if two is not None and one != two)


def entry_kind(kind: str, state: str) -> str:
    """What a meeting of such a circle counts as."""
    if kind in FOUNDED:
        return f"{kind}_meeting"
    return "forming_meeting" if state == CircleState.RUNNING else "meeting"


def self_running_from(launched_on: dt.date) -> dt.date:
    """A cohort runs itself from the April after its launch."""
    return dt.date(launched_on.year + (launched_on.month > 3), 4, 1)


def once_more(until: dt.date) -> tuple[dt.date, dt.date]:
    """The adviser's second term: one year from the day after the first."""
    since = until + dt.timedelta(days=1)
    return since, last_day(since, 12)
