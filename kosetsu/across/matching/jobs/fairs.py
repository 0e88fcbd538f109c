"""The search for a timetable, in the worker: it tells how far it is, and stops once it was called off."""

from dataclasses import asdict
from functools import partial

from django.db import transaction
from django_tasks import task

from kosetsu.across.matching.documents import fairs as given
from kosetsu.across.matching.rules.clashing import Clash
from kosetsu.across.matching.rules.misstated import Misstated
from kosetsu.across.matching.rules.timetables.arranging import Timetable, arrange, rearrange
from kosetsu.across.matching.rules.timetables.dropping import dropped
from kosetsu.across.matching.rules.timetables.limits import Limit
from kosetsu.across.matching.rules.watching import AskedSeldom, Progress, Unfinished, Watch, told_seldom
from kosetsu.common.clock import now
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Proposal

SECONDS, ON_THE_DAY = 60, 10
"""How long a search goes on; on the day people wait for it."""
EVERY = 0.5
"""Seconds between two questions whether it was called off, and two notes of how far it is."""


def search_for(proposal: Proposal) -> None:
    """Queue the search once the proposal is written down."""
    transaction.on_commit(partial(find_timetable.enqueue, proposal.pk))


@task()
def find_timetable(number: int) -> None:
    """One search; what comes of it is kept in the proposal, whatever it is."""
    asked = Proposal.objects.select_related("fair__exhibition").get(pk=number)
    proposal = actions.move_proposal(at=now(), proposal=asked, verb="begin_proposal")
    if proposal is None:
        return
    try:
        found = _found(proposal)
    except (Unfinished, Misstated) as wrong:
        said = {"problem": type(wrong).__name__}
        actions.move_proposal(at=now(), proposal=proposal, verb="fail_proposal", found=said)
        return
    if isinstance(found, Clash):
        said_limits = {"core": [asdict(limit) for limit in found.core]}
        actions.move_proposal(at=now(), proposal=proposal, verb="clash_proposal", found=said_limits)
    else:
        kept = given.told(found)
        actions.move_proposal(at=now(), proposal=proposal, verb="finish_proposal", found=kept, total=found.total)


def _found(proposal: Proposal) -> Timetable | Clash[Limit]:
    """The whole question, or the one of the day: near to what is settled, without those who dropped out."""
    question = given.question(proposal.fair)

    def tell(progress: Progress) -> None:
        actions.tell_progress(proposal=proposal, stage=progress.stage, total=progress.total)

    called_off = AskedSeldom(partial(actions.is_called_off, proposal), EVERY)
    watch = Watch(ON_THE_DAY if proposal.again else SECONDS, told_seldom(tell, EVERY), called_off)
    if not proposal.again:
        return arrange(question, watch)
    before = [given.held(one) for one in given.settled(proposal.fair)]
    return rearrange(dropped(question, before, proposal.gone, proposal.from_slot), before, watch)
