"""How a job carries a search out, and how a person calls one off."""

import datetime as dt
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from kosetsu.across.matching.models.searches import Search, Stage
from kosetsu.across.matching.rules.misstated import Misstated
from kosetsu.across.matching.rules.watching import AskedSeldom, Progress, Unfinished, Watch, told_seldom
from kosetsu.common.clock import now

LOOK_AGAIN = 1.0
"""Seconds between two looks whether somebody called the search off, and two notes of how far it is."""
Asked = TypeVar("Asked", bound=Search)


def carry_out(
    proposal: Asked, answer: Callable[[Asked, Watch], dict[str, Any]], tick: Callable[[], float] = time.monotonic
) -> Asked:
    """The job's work: outside of any transaction, so that everybody sees how far it is and can call it off.

    ``answer`` says what is written down of what it found.
    """
    mine: Any = type(proposal)._default_manager.filter(pk=proposal.pk)
    if not mine.filter(stage=Stage.WAITING).update(stage=Stage.SEARCHING, began_at=now()):
        return mine.get()  # type: ignore[no-any-return]
    called_off = AskedSeldom(lambda: mine.filter(cancelled=True).exists(), LOOK_AGAIN, tick)

    def tell(progress: Progress) -> None:
        mine.update(total=progress.total)

    watch = Watch(proposal.seconds, told_seldom(tell, LOOK_AGAIN, tick), called_off)
    end: dict[str, Any] = {"stage": Stage.FAILED}
    with suppress(Unfinished, Misstated):
        end = answer(proposal, watch)
    if called_off.yes:
        end = {"stage": Stage.CANCELLED}
    mine.filter(stage=Stage.SEARCHING).update(**end, ended_at=now())
    return mine.get()  # type: ignore[no-any-return]


def call_off(proposal: Search, at: dt.datetime) -> None:
    """The job notices within a second; one that has not begun never begins, and one that has gone on for longer than it
    may was lost with its worker.
    """
    proposal.cancelled = True
    if proposal.stage == Stage.WAITING or proposal.lost_at(at):
        proposal.stage, proposal.ended_at = Stage.CANCELLED, at
    proposal.save(update_fields=["cancelled", "stage", "ended_at"])
