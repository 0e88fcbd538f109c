"""Which papers somebody sees: what the kind grants to the part they have, from its state on; nothing else."""

from collections.abc import Iterable

from kosetsu.foundation.calls.rules.kinds import Sight
from kosetsu.foundation.calls.states import GRANTABLE, SHOWN, Paper, Viewer

ORDER = {state.value: place for place, state in enumerate(SHOWN)}


def seen(sights: Iterable[Sight], viewers: Iterable[Viewer], state: str) -> frozenset[Paper]:
    """What these parts see of a call in this state; a call that is called off shows what it had when published."""
    parts = set(viewers)
    if state not in ORDER:
        return frozenset()
    return frozenset(
        paper
        for one in sights
        if one.viewer in parts and one.since in ORDER and ORDER[one.since] <= ORDER[state]
        for paper in one.papers
        if paper in GRANTABLE[one.viewer]
    )  # fmt: skip
