"""Matters of programmes: is it you, and is it time?"""

from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.programmes import states
from kosetsu.services.programmes.models import Award, Dispatch, InnovationPlan, OutcomeReport

OFFICERS = (StaffRole.COUNTER, StaffRole.PLANNING, StaffRole.PARTNERSHIPS)
"""The posts that take on what companies ask for around programmes."""
OF_COMPANY = frozenset({"withdraw_dispatch", "send_innovation", "withdraw_innovation", "change_innovation"})


def can_work_matters(user: Any) -> Decision:
    """Dispatches, checks and awards are in the hands of these posts."""
    if standing(user).has(*OFFICERS):
        return YES
    return no(
        _("専門家派遣・経営革新計画・採択後の報告は、総合支援窓口・経営企画・連携推進の担当者が扱います。"),
        _("担当者へ依頼してください。"),
    )


def can_be_client(user: Any) -> Decision:
    """Whoever acts for a company."""
    if standing(user).organisations:
        return YES
    return no(_("会社の担当者として登録された方だけが使えます。"), _("マイページから会社を登録してください。"))


def can_open_matter(user: Any, workplace: Workplace) -> Decision:
    """The company's own people; the desk for a company that asks by telephone."""
    if standing(user).is_staff:
        return can_work_matters(user)
    return YES if Workplace.objects.acted_for_by(user).filter(pk=workplace.pk).exists() else HIDDEN


def can_move_dispatch(user: Any, dispatch: Dispatch, verb: str) -> Decision:
    """One verb of a dispatch, by its side, in its time."""
    return _may(user, dispatch, verb, states.DISPATCH.allows(verb, dispatch.case.state))


def can_move_innovation(user: Any, plan: InnovationPlan, verb: str) -> Decision:
    """One verb of a checked plan; its figures change while it lies with the company."""
    state = plan.case.state
    allows = state in states.INNOVATION_TYPED if verb == "change_innovation" else states.INNOVATION.allows(verb, state)
    return _may(user, plan, verb, allows)


def can_follow_award(user: Any, award: Award, verb: str) -> Decision:
    """Taking back an award that was recorded by mistake is the desk's."""
    return _may(user, award, verb, states.AWARD.allows(verb, award.case.state))


def can_submit_report(user: Any, report: OutcomeReport) -> Decision:
    """The company, or the desk for it; once."""
    award = report.award
    if not Award.objects.visible_to(user).filter(pk=award.pk).exists():
        return HIDDEN
    if standing(user).is_staff and not (decision := can_work_matters(user)):
        return decision
    if report.submitted_at:
        return no(_("この回の報告は、すでに提出されています。"), _("画面を開き直してください。"))
    if award.case.state != states.AwardState.FOLLOWED:
        return no(_("この採択の報告期間は終わっています。"), _("担当者へお問い合わせください。"))
    return YES


def _may(user: Any, matter: Any, verb: str, in_time: bool) -> Decision:
    """The side first: what is hidden from a person says nothing of its state."""
    if not type(matter).objects.visible_to(user).filter(pk=matter.pk).exists():
        return HIDDEN
    if standing(user).is_staff:
        if not (decision := can_work_matters(user)):
            return decision
    elif verb not in OF_COMPANY:
        return no(_("この操作は、職員が行います。"), _("担当者の連絡をお待ちください。"))
    if not in_time:
        return no(_("いまの状態では、この操作はできません。"), _("画面を開き直して、最新の状態を確かめてください。"))
    return YES
