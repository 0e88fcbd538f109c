"""Who of the institute may: the posts, and what a refusal says."""

from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole

LABORATORY = (StaffRole.RESEARCHER, StaffRole.GROUP_HEAD, StaffRole.BRANCH_HEAD, StaffRole.ADMINISTRATOR)
"""The posts that accept, measure and verify."""
WORKERS = (StaffRole.COUNTER, *LABORATORY)
"""The posts that take orders and samples; every other post of the institute reads."""
HEADS = (StaffRole.GROUP_HEAD, StaffRole.BRANCH_HEAD, StaffRole.ADMINISTRATOR)
"""The posts that withdraw a report and lend the institute's name."""


def has_post(user: Any, posts: tuple[StaffRole, ...]) -> Decision:
    """Whether the person holds one of these posts."""
    place = standing(user)
    if place.has(*posts):
        return YES
    if not place.is_staff:
        return HIDDEN
    if posts is LABORATORY:
        return no(_("この操作は、研究部門の担当者が行います。"), _("担当グループへ依頼してください。"))
    return no(_("依頼試験は、窓口と研究部門の担当者が受け付けます。"), _("総合支援窓口へ連絡してください。"))


def can_lend_name(user: Any) -> Decision:
    """Withdraw reports, lend the institute's name and take it back: the heads."""
    place = standing(user)
    if place.has(*HEADS):
        return YES
    if not place.is_staff:
        return HIDDEN
    return no(_("この操作は、グループ長・支所長が行います。"), _("承認者へ依頼してください。"))


def not_now(state: str) -> Decision:
    """Refused in this state."""
    return no(
        _("「%(state)s」では、この操作はできません。") % {"state": state},
        _("画面を開き直して、最新の状態を確かめてください。"),
    )
