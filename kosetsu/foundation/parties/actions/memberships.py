"""People begin and cease to act for an organisation; colleagues are invited by mail; posts of the institute."""

import datetime as dt
import hashlib
import secrets
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties import documents
from kosetsu.foundation.parties.models import Branch, Group, Invitation, Membership, Organisation, StaffPost, Workplace
from kosetsu.foundation.parties.permissions import (
    can_end_membership,
    can_end_post,
    can_keep_organisation,
    can_keep_posts,
    can_withdraw_invitation,
)
from kosetsu.foundation.parties.standing import forget
from kosetsu.foundation.parties.states import MembershipRole, StaffRole

INVITATION_DAYS = 14
POSTS_LOCK = "parties:posts"
"""Two administrators must not end each other's post at once and leave the institute without one."""


@transaction.atomic
def add_membership(
    *,
    by: Person,
    at: dt.datetime,
    person: Person,
    organisation: Organisation,
    role: MembershipRole,
    workplace: Workplace | None = None,
) -> Membership:
    """``person`` acts for the organisation (or one workplace of it) from today; already doing so is refused."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(can_keep_organisation(by, locked))
    return _join(by, at, person, locked, role, workplace)


@transaction.atomic
def end_membership(*, by: Person, at: dt.datetime, membership: Membership) -> Membership:
    """Today is the last day; what the person did stays with the organisation."""
    locked: Membership = Membership.objects.select_for_update().get(pk=membership.pk)
    require(no(_("すでに終了しています。")) if locked.until else YES)
    require(can_end_membership(by, locked))
    locked.until = day_of(at) - dt.timedelta(days=1)
    locked.save(update_fields=["until"])
    forget(locked.person)
    audit.record(by=by, at=at, verb="end_membership", thing=locked, after={"until": locked.until.isoformat()})
    return locked


@transaction.atomic
def invite(
    *,
    by: Person,
    at: dt.datetime,
    organisation: Organisation,
    email: str,
    role: MembershipRole,
    workplace: Workplace | None = None,
) -> Invitation:
    """Ask a colleague by mail to act for the organisation; the link works once, for two weeks."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(can_keep_organisation(by, locked))
    require(_belongs(workplace, locked))
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=locked,
        workplace=workplace,
        email=email.lower(),
        role=role,
        token_digest=_digest(token),
        invited_by=by,
        invited_at=at,
        expires_at=at + dt.timedelta(days=INVITATION_DAYS),
    )
    audit.record(by=by, at=at, verb="invite", thing=invitation, after={"role": role, "organisation": locked.pk})
    transaction.on_commit(partial(documents.send_invitation, invitation, token), robust=True)
    return invitation


@transaction.atomic
def withdraw_invitation(*, by: Person, at: dt.datetime, invitation: Invitation) -> Invitation:
    """The link in the mail opens nothing any more; who has accepted already is not put out by this."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    require(can_withdraw_invitation(by, locked))
    locked.withdrawn_at = at
    locked.save(update_fields=["withdrawn_at"])
    after = {"organisation": locked.organisation_id, "role": locked.role}
    audit.record(by=by, at=at, verb="withdraw_invitation", thing=locked, after=after)
    return locked


@transaction.atomic
def accept_invitation(*, by: Person, at: dt.datetime, token: str) -> Membership:
    """The invited person, signed in under the invited address, joins."""
    invitation = Invitation.objects.select_for_update().filter(token_digest=_digest(token)).first()
    require(_stands(invitation, by, at))
    assert invitation is not None
    invitation.accepted_at, invitation.accepted_by = at, by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    role = MembershipRole(invitation.role)
    return _join(by, at, by, invitation.organisation, role, invitation.workplace)


@transaction.atomic
def give_post(
    *,
    by: Person,
    at: dt.datetime,
    person: Person,
    role: StaffRole,
    branch: Branch | None,
    reason: str,
    group: Group | None = None,
) -> StaffPost:
    """``person`` holds a post of the institute from today."""
    require(can_keep_posts(by))
    require(_reasoned(reason))
    require(YES if group is None or group.branch == branch else no(_("このグループは、この拠点のものではありません。")))
    held = StaffPost.objects.filter(person=person, role=role, branch=branch, group=group, until=None)
    require(no(_("この職務はすでに登録されています。")) if held.exists() else YES)
    post = StaffPost.objects.create(person=person, role=role, branch=branch, group=group, since=day_of(at))
    forget(person)
    after = {"person": person.pk, "role": role, "branch": branch and branch.pk, "group": group and group.pk}
    audit.record(by=by, at=at, verb="give_post", thing=post, after=after, reason=reason)
    return post


@transaction.atomic
def end_post(*, by: Person, at: dt.datetime, post: StaffPost, reason: str) -> StaffPost:
    """From now on the post is no longer held."""
    lock_keys(POSTS_LOCK)
    locked: StaffPost = StaffPost.objects.select_for_update().get(pk=post.pk)
    require(can_end_post(by, locked))
    require(_reasoned(reason))
    locked.until = day_of(at) - dt.timedelta(days=1)
    locked.save(update_fields=["until"])
    forget(locked.person)
    forget(by)
    after = {"until": locked.until.isoformat()}
    audit.record(by=by, at=at, verb="end_post", thing=locked, after=after, reason=reason)
    return locked


def _join(
    by: Person,
    at: dt.datetime,
    person: Person,
    organisation: Organisation,
    role: MembershipRole,
    workplace: Workplace | None,
) -> Membership:
    require(_belongs(workplace, organisation))
    held = Membership.objects.filter(
        person=person, organisation=organisation, workplace=workplace, role=role, until=None
    )
    require(no(_("%(name)sさんは、すでにこの役割で登録されています。") % {"name": person}) if held.exists() else YES)
    membership = Membership.objects.create(
        person=person, organisation=organisation, workplace=workplace, role=role, since=day_of(at)
    )
    forget(person)
    audit.record(by=by, at=at, verb="add_membership", thing=membership, after={"person": person.pk, "role": role})
    return membership


def _reasoned(reason: str) -> Decision:
    return YES if reason.strip() else no(_("理由がありません。"), _("理由を書いてください。"))


def _belongs(workplace: Workplace | None, organisation: Organisation) -> Decision:
    if workplace is None or workplace.organisation_id == organisation.pk:
        return YES
    return no(_("この事業所は、この組織のものではありません。"))


def _stands(invitation: Invitation | None, by: Person, at: dt.datetime) -> Decision:
    """One answer for a wrong, a used, a withdrawn and a foreign link: nothing can be learnt from it."""
    fits = invitation and (by.email or "") == invitation.email and not invitation.withdrawn_at
    if not fits or invitation is None or invitation.accepted_at:
        return no(_("この招待は使えません。"), _("招待されたメールアドレスでログインしているかを確かめてください。"))
    if invitation.expires_at <= at:
        return no(_("招待の期限が過ぎています。"), _("会社の管理者に、もう一度招待を依頼してください。"))
    return YES


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
