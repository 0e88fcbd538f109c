"""The search for a timetable as this room keeps it: asked for, begun, found, settled. The answer comes from above."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Refused, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.services.exhibitions.actions.beats import lock, mailbox, tell
from kosetsu.services.exhibitions.documents import whole
from kosetsu.services.exhibitions.models import Booth, Fair, Meeting, Proposal, Visitor
from kosetsu.services.exhibitions.permissions import can_run
from kosetsu.services.exhibitions.states import PROPOSAL, LetterKind, MeetingState, ProposalState

Held = tuple[int, int, int, int]
"""A meeting of a proposal: slot, table, and the row numbers of booth and visitor."""


@transaction.atomic
def ask_proposal(
    *, by: Person, at: dt.datetime, fair: Fair, again: bool = False, gone: Collection[str] = (), from_slot: int = 0
) -> Proposal:
    """Begin a search, one at a time for a fair; ``again`` keeps near to what is settled, without those ``gone``."""
    lock(fair.exhibition)
    require(can_run(by))
    try:
        with transaction.atomic():
            made = Proposal.objects.create(
                fair=fair, asked_by=by, asked_at=at, again=again, gone=sorted(gone), from_slot=from_slot
            )
    except IntegrityError as clash:
        raise Refused(
            no(_("この商談会の計算は、いま行っています。"), _("終わるのを待つか、中止してください。"))
        ) from clash
    audit.record(by=by, at=at, verb="ask_proposal", thing=made, after={"fair": fair.pk, "again": again})
    return made


@transaction.atomic
def move_proposal(
    *, at: dt.datetime, proposal: Proposal, verb: str, by: Person | None = None, found: Any = None, total: int = 0
) -> Proposal | None:
    """The search goes on by ``verb``; None where it was called off meanwhile."""
    now = _locked_proposal(proposal)
    if not PROPOSAL.allows(verb, now.state):
        return None
    return audit.move_record(now, PROPOSAL, verb, by=by, at=at, found=found or {}, total=total)


def _locked_proposal(proposal: Proposal) -> Proposal:
    """The proposal as it is now."""
    lock(proposal.fair.exhibition)
    return Proposal.objects.select_related("fair__exhibition").get(pk=proposal.pk)


def tell_progress(*, proposal: Proposal, stage: str, total: int) -> None:
    """How far it is; no record of it is kept."""
    Proposal.objects.filter(pk=proposal.pk, state=ProposalState.RUNNING).update(stage=stage[:30], total=max(total, 0))


def is_called_off(proposal: Proposal) -> bool:
    return not Proposal.objects.filter(pk=proposal.pk, state=ProposalState.RUNNING).exists()


@transaction.atomic
def cancel_proposal(*, by: Person, at: dt.datetime, proposal: Proposal) -> Proposal:
    """Call the search off."""
    require(can_run(by))
    moved = move_proposal(by=by, at=at, proposal=proposal, verb="cancel_proposal")
    if moved is None:
        raise Refused(no(_("この計算は、すでに終わっています。"), _("画面を開き直してください。")))
    return moved


@transaction.atomic
def settle_proposal(*, by: Person, at: dt.datetime, proposal: Proposal) -> Fair:
    """The proposal becomes the timetable: what it does not hold is called off, and whoever's day changed hears of it.

    Refused where a slot was closed, or tables taken away, after the search.
    """
    proposal = _locked_proposal(proposal)
    require(can_run(by))
    twice = no(
        _("この案は「%(state)s」です。") % {"state": proposal.get_state_display()}, _("画面を開き直してください。")
    )
    require(YES if PROPOSAL.allows("settle_proposal", proposal.state) else twice)
    fair, held = proposal.fair, [tuple(one) for one in proposal.found.get("meetings", [])]
    slots = {slot.number: slot for slot in fair.slots.all()}
    stale = any(table >= slots[slot].open_tables for slot, table, _booth, _visitor in held)
    again = no(_("計算のあとで、枠か卓が減りました。"), _("もう一度計算してください。"))
    require(again if stale else YES)
    moved = audit.move_record(proposal, PROPOSAL, "settle_proposal", by=by, at=at)
    _tell(fair, _replace(fair, held, slots), at)
    return moved.fair


def _replace(fair: Fair, held: Sequence[Any], slots: dict[int, Any]) -> list[Meeting]:
    """Old meetings that are not held go before new ones come, so that no place is taken twice; answers all changed."""
    old = fair.meetings.filter(state=MeetingState.SETTLED).select_related("slot")
    standing = {(one.slot.number, one.table, one.booth_id, one.visitor_id): one for one in old}
    off = [one for key, one in standing.items() if key not in held]
    locked = {(one.booth_id, one.visitor_id) for one in off if one.locked}
    Meeting.objects.filter(pk__in=[one.pk for one in off]).update(state=MeetingState.CALLED_OFF)
    new = [
        Meeting(fair=fair, slot=slots[slot], table=table, booth_id=booth, visitor_id=visitor,
                locked=(booth, visitor) in locked)
        for slot, table, booth, visitor in held if (slot, table, booth, visitor) not in standing
    ]  # fmt: skip
    return off + Meeting.objects.bulk_create(new)


def _tell(fair: Fair, changed: Sequence[Meeting], at: dt.datetime) -> None:
    """One mail to everyone whose day is another one now."""
    booths = Booth.objects.filter(pk__in={one.booth_id for one in changed}).select_related("contact")
    visitors = Visitor.objects.filter(pk__in={one.visitor_id for one in changed}).select_related("person")
    for booth in booths.order_by("pk"):
        url = whole("exhibitions:exchange", booth.public_id)
        tell(fair.exhibition, LetterKind.MEETINGS, mailbox(booth.contact), at=at, fair=fair, url=url)
    for visitor in visitors.order_by("pk"):
        url = whole("exhibitions:visit", fair.exhibition.public_id)
        tell(fair.exhibition, LetterKind.MEETINGS, mailbox(visitor.person), at=at, fair=fair, url=url)
