"""Who may read reports, freeze a year, correct it, and bring evidence."""

from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole

PLANNERS = (StaffRole.PLANNING, StaffRole.ADMINISTRATOR)


def can_read_reports(user: Any) -> Decision:
    """Every staff member: a number's origin is no secret inside the institute."""
    if standing(user).is_staff:
        return YES
    return no(_("報告は職員だけが開けます。"), _("公開している数字は「数字で見る」をご覧ください。"))


def can_freeze(user: Any) -> Decision:
    """The planning office freezes a year and issues its editions."""
    if standing(user).has(*PLANNERS):
        return YES
    return no(_("年度の確定と版の発行は、経営企画の担当者が行います。"), _("経営企画へ依頼してください。"))


def can_correct(user: Any) -> Decision:
    """The planning office takes entries back from the report, with a reason."""
    if standing(user).has(*PLANNERS):
        return YES
    return no(_("実績の訂正は、経営企画の担当者が行います。"), _("経営企画へ、理由を添えて依頼してください。"))


def can_bring_evidence(user: Any) -> Decision:
    """The planning office loads sheets of evidence."""
    if standing(user).has(*PLANNERS):
        return YES
    return no(_("根拠データの取り込みは、経営企画の担当者が行います。"), _("経営企画へ依頼してください。"))
