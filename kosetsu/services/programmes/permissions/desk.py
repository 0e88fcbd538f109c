"""The desk: everybody of the institute reads descriptions, the planning office writes them and writes to companies."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no
from kosetsu.foundation.governance.models import Consent
from kosetsu.foundation.parties.models import Membership
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import MembershipRole, StaffRole

NEWS = "programme-news"
"""The consent to be told of programmes (施策のお知らせ)."""
EDITORS = (StaffRole.PLANNING, StaffRole.ADMINISTRATOR)


def can_read_descriptions(user: Any) -> Decision:
    """The institute's people."""
    if standing(user).is_staff:
        return YES
    return no(_("施策の記述は、職員だけが開けます。"), _("施策は「補助金・施策」から探せます。"))


def can_edit_descriptions(user: Any) -> Decision:
    """The planning office."""
    if standing(user).has(*EDITORS):
        return YES
    return no(_("施策の記述は、経営企画の担当者が改めます。"), _("経営企画へ依頼してください。"))


def can_contact(user: Any) -> Decision:
    """The planning office: who consented, and nobody else, by name."""
    if standing(user).has(*EDITORS):
        return YES
    return no(_("連絡先の一覧は、経営企画の担当者だけが開けます。"), _("経営企画へ依頼してください。"))


def reachable(day: dt.date) -> QuerySet[Membership]:
    """The people of companies who agreed to be told of programmes, while they agree and act for the company."""
    agreed = Consent.objects.in_force().filter(purpose=NEWS, subject="").values("person")
    current = Membership.objects.on(day).filter(person__in=agreed, person__is_active=True)
    return current.exclude(role=MembershipRole.OFFICER)
