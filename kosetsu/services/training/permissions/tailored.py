"""Tailored courses: is it you, and is it time?"""

from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.gatherings.states import GatheringState
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.training.models import TailoredCourse
from kosetsu.services.training.states import NAMING, TAILORED, TailoredState

TEACHERS = (
    StaffRole.TRAINING, StaffRole.RESEARCHER, StaffRole.GROUP_HEAD, StaffRole.BRANCH_HEAD, StaffRole.COUNTER,
    StaffRole.PLANNING,
)  # fmt: skip
"""The posts that take on what companies ask to be taught."""
OF_COMPANY = frozenset({"accept_tailored", "decline_tailored", "call_off_tailored"})
"""What a company's person may do; the desk does the same for a company that telephones."""
NOT_OURS = frozenset({"decline_tailored"})
"""What only the company itself may do."""


def can_read_training(user: Any) -> Decision:
    """Everyone with a post of the institute."""
    return YES if standing(user).is_staff else HIDDEN


def can_work_tailored(user: Any) -> Decision:
    """Design, quote, plan and hold tailored courses."""
    if standing(user).has(*TEACHERS):
        return YES
    if not standing(user).is_staff:
        return HIDDEN
    return no(
        _("オーダーメードセミナーは、研究部門・人材育成・窓口の担当者が扱います。"), _("担当者へ依頼してください。")
    )


def can_be_client(user: Any) -> Decision:
    """Whoever acts for a company."""
    if standing(user).organisations:
        return YES
    return no(_("会社の担当者として登録された方だけが使えます。"), _("マイページから会社を登録してください。"))


def can_ask_tailored(user: Any, workplace: Workplace) -> Decision:
    """The company's own people; the desk for a company that asks by telephone."""
    if standing(user).is_staff:
        return can_work_tailored(user)
    return YES if Workplace.objects.acted_for_by(user).filter(pk=workplace.pk).exists() else HIDDEN


def can_move_tailored(user: Any, course: TailoredCourse, verb: str) -> Decision:
    """Whether this person may use ``verb`` on the course in its state."""
    if not (side := _side(user, course, verb)):
        return side
    if not TAILORED.allows(verb, course.case.state):
        return no(
            _("「%(state)s」のときは、この操作はできません。") % {"state": course.state.label},
            _("画面を開き直して、最新の状態を確かめてください。"),
        )
    if verb == "plan_tailored" and course.gathering and course.gathering.state != GatheringState.CANCELLED:
        return no(_("日程は、すでに計画されています。"), _("変えるときは、催しの計画を変えるか、催しを中止します。"))
    return YES


def can_name_participants(user: Any, course: TailoredCourse) -> Decision:
    """Say who takes the course: either side, from its acceptance until they are registered."""
    if not (side := _side(user, course, "accept_tailored")):
        return side
    if course.state in NAMING:
        return YES
    return no(
        _("「%(state)s」のときは、受講者を変えられません。") % {"state": course.state.label},
        _("担当者へご連絡ください。"),
    )


def can_read_syllabus(user: Any, course: TailoredCourse) -> Decision:
    """Either side, once it was quoted; the desk as soon as it is written."""
    if not (seen := _seen(user, course)):
        return seen
    if not course.parts.exists() or (not standing(user).is_staff and course.quote_id is None):
        return no(_("教程は、まだできていません。"), _("見積りといっしょにお届けします。"))
    return YES


def _side(user: Any, course: TailoredCourse, verb: str) -> Decision:
    """The side first: what is hidden from a person says nothing of its state."""
    if not (seen := _seen(user, course)):
        return seen
    if standing(user).is_staff:
        return HIDDEN if verb in NOT_OURS else can_work_tailored(user)
    if verb == "call_off_tailored" and course.state != TailoredState.ACCEPTED:
        return no(_("日程が決まったあとの中止は、担当者が行います。"), _("担当者へご連絡ください。"))
    return YES if verb in OF_COMPANY else no(_("この操作は、職員が行います。"), _("担当者の連絡をお待ちください。"))


def _seen(user: Any, course: TailoredCourse) -> Decision:
    return YES if TailoredCourse.objects.visible_to(user).filter(pk=course.pk).exists() else HIDDEN
