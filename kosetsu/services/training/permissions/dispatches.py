"""Dispatches of staff: who enters them, who decides, who says what was done."""

from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.parties.models import Group
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.training.models import StaffDispatch
from kosetsu.services.training.states import STAFF_DISPATCH

ENTERERS = (
    StaffRole.COUNTER, StaffRole.RESEARCHER, StaffRole.GROUP_HEAD, StaffRole.BRANCH_HEAD, StaffRole.TRAINING,
    StaffRole.PLANNING, StaffRole.PARTNERSHIPS,
)  # fmt: skip
"""The posts that enter what other bodies ask of the institute."""
DECIDING = frozenset({"approve_staff_dispatch", "refuse_staff_dispatch"})


def can_enter(user: Any) -> Decision:
    """Enter what came on paper, and say what was done."""
    if standing(user).has(*ENTERERS):
        return YES
    if not standing(user).is_staff:
        return HIDDEN
    return no(_("この記録は、研究部門・窓口・企画の担当者が扱います。"), _("担当者へ依頼してください。"))


def is_head_of(user: Any, group: Group) -> bool:
    """Whether the person heads the group, or its branch."""
    place = standing(user)
    heads = place.has(StaffRole.GROUP_HEAD) and group.pk in place.groups
    return heads or (place.has(StaffRole.BRANCH_HEAD) and group.branch_id in place.branches)


def can_decide_for(user: Any, group: Group, entered_by: int) -> Decision:
    """The head of the group or of its branch, and another one than who entered it."""
    if not standing(user).is_staff:
        return HIDDEN
    if not is_head_of(user, group):
        return no(_("担当グループのグループ長または支所長が決めます。"), _("グループ長へ依頼してください。"))
    if user.pk == entered_by:
        return no(_("自分が登録したものは承認できません。"), _("支所長など、ほかの承認者へ依頼してください。"))
    return YES


def can_move_staff_dispatch(user: Any, dispatch: StaffDispatch, verb: str) -> Decision:
    """Whether this person may use ``verb`` on the dispatch in its state; nobody decides about their own journey."""
    if not (may := _may(user, dispatch, verb)):
        return may
    if not STAFF_DISPATCH.allows(verb, dispatch.state):
        return no(
            _("「%(state)s」の派遣では、この操作はできません。") % {"state": dispatch.get_state_display()},
            _("画面を開き直して、最新の状態を確かめてください。"),
        )
    return YES


def _may(user: Any, dispatch: StaffDispatch, verb: str) -> Decision:
    if verb not in DECIDING:
        return can_enter(user)
    if not (decides := can_decide_for(user, dispatch.group, dispatch.entered_by_id)):
        return decides
    own = dispatch.staff.filter(pk=user.pk).exists()
    return no(_("自分の派遣は承認できません。"), _("ほかの承認者へ依頼してください。")) if own else YES
