"""The search for cohorts, as a job carries it out."""

import time
from collections.abc import Callable
from typing import Any

from kosetsu.across.matching.documents.cohorts import asked, clash_kept
from kosetsu.across.matching.models import CohortProposal, Stage
from kosetsu.across.matching.rules.clashing import Clash
from kosetsu.across.matching.rules.cohorts.composing import Composition, compose
from kosetsu.across.matching.rules.cohorts.limits import Limit
from kosetsu.across.matching.rules.misstated import Misstated
from kosetsu.across.matching.rules.watching import AskedSeldom, Progress, Unfinished, Watch, told_seldom
from kosetsu.common.clock import now

LOOK_AGAIN = 1.0
"""Seconds between two looks whether somebody called the search off, and two notes of how far it is."""


def search(proposal: CohortProposal, tick: Callable[[], float] = time.monotonic) -> CohortProposal:
    """The job's work: outside of any transaction, so that everybody sees how far it is and can call it off."""
    mine = CohortProposal.objects.filter(pk=proposal.pk)
    if not mine.filter(stage=Stage.WAITING).update(stage=Stage.SEARCHING, began_at=now()):
        return mine.get()
    called_off = AskedSeldom(lambda: mine.filter(cancelled=True).exists(), LOOK_AGAIN, tick)

    def tell(progress: Progress) -> None:
        mine.update(total=progress.total)

    watch = Watch(proposal.seconds, told_seldom(tell, LOOK_AGAIN, tick), called_off)
    end: dict[str, Any] = {"stage": Stage.FAILED}
    try:
        found = compose(asked(proposal, proposal.locks), watch)
        end = _answer(found)
    except (Unfinished, Misstated):
        pass
    if called_off.yes:
        end = {"stage": Stage.CANCELLED}
    mine.filter(stage=Stage.SEARCHING).update(**end, ended_at=now())
    return mine.get()


def _answer(found: Composition | Clash[Limit]) -> dict[str, Any]:
    if isinstance(found, Clash):
        return {"stage": Stage.CLASH, "clash": clash_kept(found)}
    members = [[int(key) for key in keys] for keys in found.members]
    return {
        "stage": Stage.FOUND, "days": list(found.days), "members": members, "total": found.value, "bound": found.bound
    }  # fmt: skip
