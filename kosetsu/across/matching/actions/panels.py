"""Who reviews what: asked for, called off, locked by hand, settled; the search between is ``panel_search``."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kosetsu.across.matching.actions.searching import call_off
from kosetsu.across.matching.documents.deeds import weights_on
from kosetsu.across.matching.documents.panel_answers import changed_since
from kosetsu.across.matching.documents.panels import frame_of
from kosetsu.across.matching.jobs import panels as jobs
from kosetsu.across.matching.models import Best, PanelProposal, Stage, Way
from kosetsu.across.matching.permissions.panels import can_adjust, can_ask, can_cancel, can_see, can_settle
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import HIDDEN, YES, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.actions.beats import locked
from kosetsu.foundation.reviews.models import Item, Panel, Review, Reviewer


@dataclass(frozen=True, slots=True)
class Terms:
    """What a person asks for."""

    best: Best = Best.WORST
    floor: int = 0
    """With ``BLEND``: how many times the worst item counts besides the total."""
    juniors: int = 0
    """How many of an item's reviewers at least are no seniors."""
    way: Way = Way.ANEW
    seconds: int = 60
    batch: int | None = None
    forecast: Panel | None = None


@transaction.atomic
def ask_for_reviewers(
    *, by: Person, at: dt.datetime, panel: Panel, terms: Terms, keeping: PanelProposal | None = None
) -> PanelProposal:
    """Ask who is to review what of all that the asker may see; what ``keeping`` has locked stays. A job answers.

    The records are asked for conflicts first.
    """
    panel = locked(panel)
    require(can_ask(by, panel, at))
    if terms.forecast:
        require(YES if terms.batch is not None else no(_("前年の審査会は、回を選んだときにだけ使います。")))
        require(YES if Panel.objects.run_by(by).filter(pk=terms.forecast.pk).exists() else HIDDEN)
    reviews.find_conflicts(by=by, at=at, panel=panel)
    items = Item.objects.visible_to(by).filter(panel=panel).waiting()
    if terms.batch is not None:
        items = items.filter(batch=terms.batch)
    require(YES if items.exists() else no(_("この回には、審査対象がありません。")))
    asked = {one.name: getattr(terms, one.name) for one in fields(terms)}
    proposal = PanelProposal.objects.create(
        panel=panel, asked_by=by, asked_at=at, weights=weights_on(day_of(at)), locks=keeping.locks if keeping else [],
        **asked,
    )  # fmt: skip
    proposal.items.set(items)
    after = {**asked, "forecast": str(terms.forecast.public_id) if terms.forecast else None}
    audit.record(by=by, at=at, verb="ask_for_reviewers", thing=proposal, after=after)
    transaction.on_commit(partial(jobs.assign_reviewers.enqueue, proposal.pk))
    return proposal


@transaction.atomic
def cancel_assigning(*, by: Person, at: dt.datetime, proposal: PanelProposal) -> PanelProposal:
    """Call the search off."""
    proposal = _locked(proposal)
    require(can_cancel(by, proposal))
    call_off(proposal, at)
    audit.record(by=by, at=at, verb="cancel_assigning", thing=proposal)
    return proposal


@transaction.atomic
def lock_pair(
    *, by: Person, at: dt.datetime, proposal: PanelProposal, item: Item, reviewer: Reviewer, fixed: bool
) -> PanelProposal:
    """Settle a pair, whether the proposal has it or not, or leave it open again: for the next search, and, where the
    proposal has it, for the assignment that comes of it.
    """
    proposal = _locked(proposal)
    require(can_adjust(by, proposal))
    require(YES if proposal.items.filter(pk=item.pk).exists() else HIDDEN)
    require(YES if reviewer.panel_id == proposal.panel_id and reviewer.left_at is None else HIDDEN)
    if fixed and item.conflicts.in_force().filter(person=reviewer.person_id).exists():
        known = {"name": reviewer, "item": item.number}
        require(no(_("%(name)sさんは「%(item)s」と利益相反があるため、割り当てられません。") % known))
    pair = [item.pk, reviewer.pk]
    proposal.locks = [one for one in proposal.locks if one != pair] + ([pair] if fixed else [])
    proposal.save(update_fields=["locks"])
    after = {"item": str(item.public_id), "reviewer": str(reviewer.public_id), "fixed": fixed}
    audit.record(by=by, at=at, verb="lock_pair", thing=proposal, after=after)
    return proposal


@transaction.atomic
def settle_assignment(*, by: Person, at: dt.datetime, proposal: PanelProposal) -> PanelProposal:
    """Assign as the proposal has it, all of it at once. Where the panel has changed since the search, nothing is
    assigned and the proposal is stale: what the records found out meanwhile stays written down.
    """
    proposal = _locked(proposal)
    require(can_settle(by, proposal))
    upon = proposal.panel.steps.aggregate(last=Max("position"))["last"] or 0
    reviews.find_conflicts(by=by, at=at, panel=proposal.panel)
    if changed := _changed(proposal, by, at):
        proposal.stage, proposal.stale_by = Stage.STALE, changed
        proposal.save(update_fields=["stage", "stale_by"])
        audit.record(by=by, at=at, verb="outdate_assignment", thing=proposal, after={"changed": changed})
        return proposal
    proposal.settled_after = upon
    proposal.takes_away = _take_away(proposal, by, at)
    made = _assign(proposal, by, at)
    proposal.stage = Stage.DECIDED
    proposal.save(update_fields=["stage", "takes_away", "settled_after"])
    after = {"assigned": made, "taken_away": len(proposal.takes_away)}
    audit.record(by=by, at=at, verb="settle_assignment", thing=proposal, after=after)
    return proposal


def _changed(proposal: PanelProposal, by: Person, at: dt.datetime) -> list[str]:
    """What is no longer as the search found it; a conflict of the very person who settles is a change as well."""
    return changed_since(proposal, frame_of(proposal, at)) if can_see(by, proposal) else ["conflicts"]


def _take_away(proposal: PanelProposal, by: Person, at: dt.datetime) -> list[int]:
    """What stands and is no more."""
    kept = {(one["item"], one["reviewer"]) for one in proposal.pairs}
    rows = Review.objects.open().filter(item__proposals=proposal).select_related("item__panel").order_by("pk")
    gone = [one for one in rows if (one.item_id, one.reviewer_id) not in kept]
    for one in gone:
        reviews.take_away(by=by, at=at, review=one, reason=_("割り当て案による組み替え"))
    return [one.pk for one in gone]


def _assign(proposal: PanelProposal, by: Person, at: dt.datetime) -> int:
    """What is new, each with its reason; what a person locked stays locked."""
    new = [one for one in proposal.pairs if not one["stands"]]
    items = Item.objects.in_bulk({one["item"] for one in new})
    readers = Reviewer.objects.in_bulk({one["reviewer"] for one in new})
    locks = {(item, reviewer) for item, reviewer in proposal.locks}
    for fixed in (True, False):
        some = [one for one in new if ((one["item"], one["reviewer"]) in locks) is fixed]
        if some:
            pairs = [reviews.Pair(items[one["item"]], readers[one["reviewer"]], _why(one, proposal)) for one in some]
            reviews.assign(by=by, at=at, panel=proposal.panel, pairs=pairs, fixed=fixed)
    return len(new)


def _why(pair: Mapping[str, Any], proposal: PanelProposal) -> dict[str, Any]:
    """Why this reviewer: what the review keeps."""
    terms = dict.fromkeys(term for part in pair["parts"] for term in part["terms"] if part["source"] != "bid")
    told = {name: pair[name] for name in ("points", "rank", "eligible", "parts")}
    return {"by": "proposal", "proposal": str(proposal.public_id), "terms": list(terms), **told}


def _locked(proposal: PanelProposal) -> PanelProposal:
    """The proposal as it is now, with its panel locked."""
    panel = locked(proposal.panel)
    found = PanelProposal.objects.select_related("forecast", "asked_by").get(pk=proposal.pk)
    found.panel = panel
    return found
