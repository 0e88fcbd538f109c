"""Who may do what in a coordinators' programme, now: who coordinates in it or manages it; a company with what it was
told; an officer with what was shared. For everyone else there is nothing."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.alliances.models import (
    MANAGERS,
    Liaison,
    LiaisonContact,
    LiaisonMeeting,
    Opportunity,
    OpportunitySharing,
    Pairing,
    ProductSupport,
)
from kosetsu.services.alliances.states import (
    MEETING,
    OPPORTUNITY,
    OPPORTUNITY_ENDS,
    PAIRING,
    PAIRING_OPEN,
    PAIRING_UNDER_WAY,
    OpportunityState,
    PairingState,
)

OF_COMPANY = frozenset({"say_interested", "decline"})
"""Verbs of a company; a coordinator may write down what a company without a login said."""


def can_see_liaisons(user: Any) -> Decision:
    """Every colleague may know which programmes there are and whom to tell of a lead."""
    return YES if standing(user).is_staff else HIDDEN


def can_work(user: Any) -> Decision:
    """Coordinates in a programme, or manages them all."""
    return YES if Liaison.objects.worked_on_by(user).exists() else HIDDEN


def can_manage(user: Any) -> Decision:
    """Appoint coordinators: the posts that manage the programmes."""
    if standing(user).has(*MANAGERS):
        return YES
    return no(_("コーディネーターは、連携推進・経営企画の担当者が決めます。")) if can_see_liaisons(user) else HIDDEN


def can_work_on(user: Any, liaison: Liaison) -> Decision:
    """Coordinates in this programme, or manages it."""
    return YES if Liaison.objects.worked_on_by(user).filter(pk=liaison.pk).exists() else HIDDEN


def can_begin(user: Any, liaison: Liaison, day: dt.date) -> Decision:
    """Something new of a programme: while it runs."""
    if not (may := can_work_on(user, liaison)):
        return may
    return (
        YES
        if liaison.holds_on(day)
        else no(_("「%(liaison)s」は、この日に実施されていません。") % {"liaison": liaison})
    )


def can_change(user: Any, opportunity: Opportunity) -> Decision:
    """Say it otherwise, until it ended; who was told goes on reading what was said then."""
    if not (may := can_work_on(user, opportunity.liaison)):
        return may
    return _not_now(opportunity) if opportunity.state in OPPORTUNITY_ENDS else YES


def can_move_opportunity(user: Any, opportunity: Opportunity, verb: str) -> Decision:
    """Whether this person may use ``verb`` in the opportunity's state."""
    if not (may := can_work_on(user, opportunity.liaison)):
        return may
    if not OPPORTUNITY.allows(verb, opportunity.case.state):
        return _not_now(opportunity)
    waiting = PAIRING_UNDER_WAY if verb == "shelve" else {*PAIRING_UNDER_WAY, PairingState.CANDIDATE}
    if verb != "take_up" and opportunity.pairings.filter(state__in=waiting).exists():
        return no(
            _("返事や面談を待っている企業、または候補の企業があります。"),
            _("先に、それぞれの企業について「取り下げる」か結果を記録してください。"),
        )
    return YES


def can_add_company(user: Any, opportunity: Opportunity) -> Decision:
    """Make a company a candidate, until the opportunity ended."""
    return can_change(user, opportunity)


def can_share(user: Any, opportunity: Opportunity) -> Decision:
    """Let a partner body read some of it."""
    return can_change(user, opportunity)


def can_revoke(user: Any, sharing: OpportunitySharing) -> Decision:
    if not (may := can_work_on(user, sharing.opportunity.liaison)):
        return may
    return no(_("この共有は、すでに取り消されています。")) if sharing.revoked_at else YES


def can_move_pairing(user: Any, pairing: Pairing, verb: str) -> Decision:
    """Whether this person may use ``verb`` in the pairing's state, at the desk or for the company."""
    if not (may := _is_party(user, pairing, verb)):
        return may
    if not PAIRING.allows(verb, pairing.state):
        return no(_("このマッチングは「%(state)s」です。") % {"state": pairing.get_state_display()})
    if verb == "tell_company" and pairing.opportunity.state != OpportunityState.OPEN:
        return no(_("展開中のニーズ・シーズだけを、企業に紹介できます。"), _("先に「展開する」としてください。"))
    if verb == "say_interested" and pairing.interested_at:
        return no(_("関心ありの返事は、すでに届いています。"))
    return YES


def can_agree_secrecy(user: Any, pairing: Pairing) -> Decision:
    """Note that the company keeps the secret: from then on it reads the detail."""
    if not (may := can_work_on(user, pairing.opportunity.liaison)):
        return may
    if pairing.secrecy_on:
        return no(_("秘密保持の合意は、すでに記録されています。"))
    if pairing.state == PairingState.CANDIDATE or pairing.state not in PAIRING_OPEN:
        return no(_("このマッチングは「%(state)s」です。") % {"state": pairing.get_state_display()})
    return YES


def can_take_back(user: Any, deed: LiaisonContact | ProductSupport) -> Decision:
    """A talk or a support that was recorded by mistake."""
    if not (may := can_work_on(user, deed.liaison)):
        return may
    if deed.taken_back_at:
        return no(_("この記録は、すでに取り消されています。"))
    pairing = deed.pairing
    bound = isinstance(deed, LiaisonContact) and pairing and pairing.match_entry_id and deed.kind == "interview"
    if bound and pairing and pairing.contacts.standing().filter(kind="interview").count() == 1:
        return no(_("成立したマッチングの、ただ一つの面談です。"), _("先に、マッチングの成立を取り消してください。"))
    return YES


def can_move_meeting(user: Any, meeting: LiaisonMeeting, verb: str, at: dt.datetime) -> Decision:
    """Whether this person may use ``verb`` in the meeting's state; none is held before it begins."""
    if not (may := can_work_on(user, meeting.liaison)):
        return may
    if not MEETING.allows(verb, meeting.state):
        return no(_("この会議は「%(state)s」です。") % {"state": meeting.get_state_display()})
    if verb == "hold_meeting" and at < meeting.starts_at:
        return no(_("会議が始まる前に、開催は記録できません。"))
    return YES


def can_use_company_side(user: Any) -> Decision:
    """Whoever acts for a company; each sees what was brought to it."""
    return YES if standing(user).organisations else HIDDEN


def can_use_partner_side(user: Any) -> Decision:
    """Officers of partner bodies; each sees what is shared with the own body."""
    return YES if standing(user).partner_organisations else HIDDEN


def _is_party(user: Any, pairing: Pairing, verb: str) -> Decision:
    if verb in OF_COMPANY and Pairing.objects.brought_to(user).filter(pk=pairing.pk).exists():
        return YES
    return can_work_on(user, pairing.opportunity.liaison)


def _not_now(opportunity: Opportunity) -> Decision:
    return no(_("このニーズ・シーズは「%(state)s」です。") % {"state": opportunity.state.label})
