"""The search for who reviews what, as a job carries it out."""

import time
from collections.abc import Callable
from typing import Any

from kosetsu.across.matching.actions.searching import carry_out
from kosetsu.across.matching.documents.panel_answers import clash_kept, kept, marks
from kosetsu.across.matching.documents.panel_solving import solved
from kosetsu.across.matching.documents.panels import question_of
from kosetsu.across.matching.models import PanelProposal, Stage
from kosetsu.across.matching.rules.clashing import Clash
from kosetsu.across.matching.rules.watching import Watch
from kosetsu.common.clock import now


def search(proposal: PanelProposal, tick: Callable[[], float] = time.monotonic) -> PanelProposal:
    """Find who reviews what."""
    return carry_out(proposal, _answer, tick)


def _answer(proposal: PanelProposal, watch: Watch) -> dict[str, Any]:
    question = question_of(proposal, now())
    found = solved(proposal, question, watch)
    if isinstance(found, Clash):
        return {"stage": Stage.CLASH, "clash": clash_kept(found), "total": None}
    return {"stage": Stage.FOUND, "marks": marks(question.frame), **kept(question, found)}
