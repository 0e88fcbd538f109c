"""Who may see and change organisations, workplaces and the people who act for them."""

from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.parties.models import Invitation, Membership, Organisation, StaffPost, Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import MembershipRole, OrganisationKind, StaffRole

KEEPERS = (
    StaffRole.COUNTER,
    StaffRole.RESEARCHER,
    StaffRole.GROUP_HEAD,
    StaffRole.BRANCH_HEAD,
    StaffRole.PLANNING,
    StaffRole.PARTNERSHIPS,
    StaffRole.ADMINISTRATOR,
)
"""The posts that keep the register of clients and partners."""

CLASS_DECIDERS = (StaffRole.COUNTER, StaffRole.ACCOUNTS, StaffRole.ADMINISTRATOR)


def can_read_register(user: Any) -> Decision:
    """The register of clients is for staff; for anyone else there is none."""
    return YES if standing(user).is_staff else HIDDEN


def can_keep_register(user: Any) -> Decision:
    """Whether this person of the institute may register and correct organisations."""
    if standing(user).has(*KEEPERS):
        return YES
    return no(_("組織の登録と訂正は、窓口・研究員・企画の担当者が行います。"), _("総合支援窓口へ依頼してください。"))


def can_verify_by_evidence(user: Any, organisation: Organisation) -> Decision:
    """Keepers, where there is no number to look up and nobody has looked yet."""
    allowed = can_keep_register(user)
    if not allowed:
        return allowed
    if organisation.corporate_number or organisation.claimed_number:
        return no(_("法人番号がある組織は、書類ではなく法人番号で確かめます。"))
    return no(_("この組織は、すでに確認済みです。")) if organisation.verified_at else YES


def can_incorporate(user: Any, organisation: Organisation) -> Decision:
    """Keepers, for a sole trader that has no number."""
    allowed = can_keep_register(user)
    if not allowed:
        return allowed
    if organisation.kind != OrganisationKind.SOLE_TRADER:
        return no(_("法人への変更は、個人事業主だけが対象です。"), _("会社の番号は「法人番号の確認」で登録します。"))
    return no(_("すでに法人番号があります。")) if organisation.corporate_number else YES


def can_register_own(user: Any) -> Decision:
    """A signed-in person who acts for nobody yet registers the own company."""
    if not getattr(user, "is_authenticated", False):
        return no(_("会社の登録にはログインが必要です。"), _("ログインするか、利用者登録をしてください。"))
    place = standing(user)
    if place.is_staff:
        return no(_("職員は、職員用の画面から登録します。"))
    if place.organisations:
        return no(_("会社はすでに登録されています。"), _("「会社の情報」で内容を確かめてください。"))
    return YES


def can_see_organisation(user: Any, organisation: Organisation) -> Decision:
    return YES if Organisation.objects.visible_to(user).filter(pk=organisation.pk).exists() else HIDDEN


def can_see_workplace(user: Any, workplace: Workplace) -> Decision:
    return YES if Workplace.objects.visible_to(user).filter(pk=workplace.pk).exists() else HIDDEN


def can_keep_organisation(user: Any, organisation: Organisation) -> Decision:
    """Keepers, and the company's own managers: profile, workplaces, colleagues."""
    place = standing(user)
    if place.has(*KEEPERS):
        return YES
    if organisation.pk not in place.organisations:
        return can_keep_register(user) if place.is_staff else HIDDEN
    if _manages(user, organisation):
        return YES
    return no(_("会社の情報の変更は、会社の代表・管理者が行います。"), _("社内の管理者へ依頼してください。"))


def can_decide_class(user: Any) -> Decision:
    """Whether this person may set the class of price by hand, with a reason."""
    if standing(user).has(*CLASS_DECIDERS):
        return YES
    return no(_("料金区分の決定は、窓口または経理の担当者が行います。"), _("総合支援窓口へ依頼してください。"))


def can_end_membership(user: Any, membership: Membership) -> Decision:
    """The person oneself, the company's managers, keepers; the last manager stays."""
    allowed = YES if membership.person_id == user.pk else can_keep_organisation(user, membership.organisation)
    if not allowed or membership.role != MembershipRole.OWNER:
        return allowed
    others = membership.organisation.memberships.filter(role=MembershipRole.OWNER, until=None).exclude(pk=membership.pk)
    if others.exists() or standing(user).is_staff:
        return YES
    return no(_("最後の代表・管理者は外せません。"), _("先に別の人を代表・管理者にしてください。"))


def can_withdraw_invitation(user: Any, invitation: Invitation) -> Decision:
    """Whoever may invite for the body takes an invitation back while nobody has accepted it."""
    allowed = can_keep_organisation(user, invitation.organisation)
    if not allowed:
        return allowed
    if invitation.accepted_at:
        return no(_("この招待は、すでに承諾されています。"), _("その人の登録を終えてください。"))
    return no(_("この招待は、すでに取り消されています。")) if invitation.withdrawn_at else YES


def can_keep_posts(user: Any) -> Decision:
    """Posts of the institute are given by the administrators."""
    if standing(user).has(StaffRole.ADMINISTRATOR):
        return YES
    return no(_("職務の登録は、システム管理の担当者が行います。"), _("システム管理の担当者へ依頼してください。"))


def can_end_post(user: Any, post: StaffPost) -> Decision:
    """Administrators end a post that is held; the last administrator's stays."""
    allowed = can_keep_posts(user)
    if not allowed:
        return allowed
    if post.until:
        return no(_("すでに終了しています。"))
    others = StaffPost.objects.filter(role=StaffRole.ADMINISTRATOR, until=None, person__is_active=True)
    if post.role != StaffRole.ADMINISTRATOR or others.exclude(pk=post.pk).exists():
        return YES
    return no(_("最後のシステム管理の担当者は外せません。"), _("先に別の人をシステム管理の担当者にしてください。"))


def _manages(user: Any, organisation: Organisation) -> bool:
    own = user.memberships.filter(organisation=organisation, role=MembershipRole.OWNER, workplace=None)
    return bool(own.filter(until=None).exists())
