"""Plans: whoever acts for a company makes them, whoever speaks for it shows them, whom it shows them to reads them."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no
from kosetsu.foundation.parties.models import Membership, Organisation
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import MembershipRole
from kosetsu.services.programmes.models import Plan
from kosetsu.services.programmes.permissions.use import MAY_CONSENT


def can_plan(user: Any) -> Decision:
    """Whoever acts for a company."""
    if standing(user).organisations:
        return YES
    return no(
        _("計画を保存できるのは、会社の担当者だけです。"),
        _("保存せずに計画を見るときは「計画をためす」をお使いください。"),
    )


def can_share(user: Any, plan: Plan) -> Decision:
    """Whoever speaks for the company about money."""
    speaking = Membership.objects.filter(person=user, organisation=plan.project.organisation_id, role__in=MAY_CONSENT)
    if plan.project.organisation_id in standing(user).organisations and speaking.exists():
        return YES
    return no(
        _("計画を見せることに同意できるのは、代表・管理者か経理担当だけです。"),
        _("社内の代表・管理者に依頼してください。"),
    )


def can_read_shared(user: Any) -> Decision:
    """The officers of partner bodies."""
    if standing(user).partner_organisations:
        return YES
    return no(
        _("共有された計画は、連携機関の担当者だけが開けます。"),
        _("担当者の登録は、連携推進の窓口へ依頼してください。"),
    )


def partners_to_share_with() -> QuerySet[Organisation]:
    """Partner bodies with somebody who would read it."""
    officers = Membership.objects.filter(role=MembershipRole.OFFICER, person__is_active=True)
    return Organisation.objects.partners().filter(pk__in=officers.values("organisation")).order_by("name_kana", "name")
