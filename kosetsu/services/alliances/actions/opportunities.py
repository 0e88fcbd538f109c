"""A need or a seed from its finding to its end: found, said otherwise, taken up, shelved, done."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, need_reason, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import move_case, open_case
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.alliances.actions import beats
from kosetsu.services.alliances.models import Liaison, Opportunity
from kosetsu.services.alliances.permissions import can_begin, can_change, can_move_opportunity
from kosetsu.services.alliances.states import OPPORTUNITY, OPPORTUNITY_ENDS, OpportunityState, Side

KIND, PREFIX = "opportunity", "連"


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What a source needs or offers."""

    side: str
    source: Organisation
    title: str
    summary: str
    detail: str = ""
    names_source: bool = False
    wish_on: dt.date | None = None


@transaction.atomic
def add_opportunity(*, by: Person, at: dt.datetime, liaison: Liaison, described: Described) -> Opportunity:
    """Found by a coordinator. Its case, which every colleague sees, says the programme and the side alone."""
    require(can_begin(by, liaison, day_of(at)))
    given = _given(described)
    case = open_case(
        by=by, at=at, service=beats.SERVICE, kind=KIND, prefix=PREFIX, title=_neutral(liaison, given["side"]),
        state=OpportunityState.FOUND, branch=liaison.branch, assignee=by,
    )  # fmt: skip
    made = Opportunity.objects.create(case=case, liaison=liaison, found_by=by, **given)
    audit.record(by=by, at=at, verb="add_opportunity", thing=made, after=_logged(given))
    return made


@transaction.atomic
def change_opportunity(
    *, by: Person, at: dt.datetime, opportunity: Opportunity, described: Described
) -> Opportunity:  # fmt: skip
    """Said otherwise; whoever was told goes on reading what was said then."""
    opportunity = beats.locked(opportunity)
    require(can_change(by, opportunity))
    given = _given(described)
    for name, value in given.items():
        setattr(opportunity, name, value)
    opportunity.save(update_fields=list(given))
    opportunity.case.title = _neutral(opportunity.liaison, given["side"])
    opportunity.case.save(update_fields=["title"])
    audit.record(by=by, at=at, verb="change_opportunity", thing=opportunity, after=_logged(given))
    return opportunity


@transaction.atomic
def take_up(*, by: Person, at: dt.datetime, opportunity: Opportunity) -> Opportunity:
    """It is brought to companies: for the first time, or again after it was shelved."""
    return move(opportunity, "take_up", by=by, at=at)


@transaction.atomic
def shelve(*, by: Person, at: dt.datetime, opportunity: Opportunity, reason: str) -> Opportunity:
    """Not pursued for now; refused while a company waits for what becomes of it."""
    return move(opportunity, "shelve", by=by, at=at, reason=need_reason(reason)[:300])


@transaction.atomic
def finish_opportunity(*, by: Person, at: dt.datetime, opportunity: Opportunity, reason: str) -> Opportunity:
    """Nothing more to do: what came of it is written down."""
    return move(opportunity, "finish_opportunity", by=by, at=at, reason=need_reason(reason)[:300])


def move(opportunity: Opportunity, verb: str, *, by: Person, at: dt.datetime, reason: str = "") -> Opportunity:
    """Lock it, ask, and move it; ``reason`` is kept as why it is where it is."""
    opportunity = beats.locked(opportunity)
    require(can_move_opportunity(by, opportunity, verb))
    move_case(opportunity, OPPORTUNITY, verb, by=by, at=at, ends=OPPORTUNITY_ENDS, because=reason, reason=reason)
    return opportunity


def _given(described: Described) -> dict[str, Any]:
    """The columns, tidied; refused where something is missing."""
    title, summary = tidy_line(described.title)[:120], tidy(described.summary)
    require(
        YES
        if title and summary
        else no(_("題名と概要を入れてください。"), _("概要は、企業に見せてよいことだけを書きます。"))
    )
    return {
        "side": Side(described.side), "source": described.source, "title": title, "summary": summary,
        "detail": tidy(described.detail), "names_source": described.names_source, "wish_on": described.wish_on,
    }  # fmt: skip


def _logged(given: dict[str, Any]) -> dict[str, Any]:
    """What the audit log says: which side, and digests of what is secret."""
    secret = {name: audit.sealed(given[name]) for name in ("title", "summary", "detail")}
    return {"side": given["side"], "names_source": given["names_source"], **secret}


def _neutral(liaison: Liaison, side: str) -> str:
    with translation.override("ja"):
        return f"{liaison.name_ja} {Side(side).label}"[:200]
