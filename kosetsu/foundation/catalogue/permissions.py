"""Who may write, review and price what the institute offers."""

from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.states import OFFERING_MOVES
from kosetsu.foundation.parties.models import Branch, Group
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole

EVERYWHERE = (StaffRole.PLANNING, StaffRole.ADMINISTRATOR)
REVIEWERS = (StaffRole.GROUP_HEAD, StaffRole.BRANCH_HEAD)
PRICERS = (StaffRole.PLANNING, StaffRole.ACCOUNTS, StaffRole.ADMINISTRATOR)


def can_see_offering(user: Any, offering: Offering) -> Decision:
    """What is offered is public; drafts and what was withdrawn are for staff."""
    return YES if Offering.objects.visible_to(user).filter(pk=offering.pk).exists() else HIDDEN


def can_read_catalogue(user: Any) -> Decision:
    """The desk's catalogue, with drafts, is for staff."""
    return YES if standing(user).is_staff else HIDDEN


def can_write(user: Any, branch: Branch | None = None, group: Group | None = None) -> Decision:
    """The people of the group (or the head of the branch) write about their own offerings; planning about any."""
    place = standing(user)
    if not place.is_staff:
        return HIDDEN
    if place.has(*EVERYWHERE):
        return YES
    if place.has(StaffRole.BRANCH_HEAD) and (branch is None or branch.pk in place.branches):
        return YES
    if place.has(StaffRole.RESEARCHER, StaffRole.GROUP_HEAD) and (group is None or group.pk in place.groups):
        return YES
    return no(
        _("支援メニューの変更は、担当グループの職員と経営企画が行います。"), _("担当グループへ依頼してください。")
    )


def can_change_offering(user: Any, offering: Offering) -> Decision:
    return can_write(user, offering.branch, offering.group)


def can_propose(user: Any, offering: Offering) -> Decision:
    return can_change_offering(user, offering) and _open_to("propose", offering)


def can_revive(user: Any, offering: Offering) -> Decision:
    return can_change_offering(user, offering) and _open_to("revive", offering)


def can_review(user: Any, offering: Offering, verb: str = "offer") -> Decision:
    """A head of the group or branch, or planning; never the person who proposed it."""
    place = standing(user)
    own = offering.branch_id in place.branches or offering.group_id in place.groups
    if not (place.has(*EVERYWHERE) or (place.has(*REVIEWERS) and own)):
        return can_read_catalogue(user) and no(
            _("公開の確認は、グループ長・支所長または経営企画が行います。"), _("グループ長へ依頼してください。")
        )
    if offering.proposed_by_id == getattr(user, "pk", None):
        return no(_("提案した本人は確認できません。"), _("ほかの確認者へ依頼してください。"))
    return _open_to(verb, offering)


def can_withdraw(user: Any, offering: Offering) -> Decision:
    return can_change_offering(user, offering) and _open_to("withdraw", offering)


def can_price(user: Any) -> Decision:
    """Tariffs are revised by planning and accounts."""
    if standing(user).has(*PRICERS):
        return YES
    return can_read_catalogue(user) and no(
        _("料金の改定は、経営企画または経理の担当者が行います。"), _("経営企画へ依頼してください。")
    )


def _open_to(verb: str, offering: Offering) -> Decision:
    if OFFERING_MOVES.allows(verb, offering.state):
        return YES
    state = offering.get_state_display()
    return no(_("「%(state)s」の状態では、この操作はできません。") % {"state": state})
