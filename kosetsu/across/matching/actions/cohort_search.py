"""The search for cohorts, as a job carries it out."""

import time
from collections.abc import Callable
from typing import Any

from kosetsu.across.matching.actions.searching import carry_out
from kosetsu.across.matching.documents.cohorts import asked, clash_kept
from kosetsu.across.matching.models import CohortProposal, Stage
from kosetsu.across.matching.rules.clashing import Clash
from kosetsu.across.matching.rules.cohorts.composing import compose
from kosetsu.across.matching.rules.watching import Watch


def search(proposal: CohortProposal, tick: Callable[[], float] = time.monotonic) -> CohortProposal:
    """Find the best composition around what is locked."""
    return carry_out(proposal, _answer, tick)


def _answer(proposal: CohortProposal, watch: Watch) -> dict[str, Any]:
    found = compose(asked(proposal, proposal.locks), watch)
    if isinstance(found, Clash):
        return {"stage": Stage.CLASH, "clash": clash_kept(found)}
    members = [[int(key) for key in keys] for keys in found.members]
    return {
        "stage": Stage.FOUND, "days": list(found.days), "members": members, "total": found.value, "bound": found.bound
    }  # fmt: skip
