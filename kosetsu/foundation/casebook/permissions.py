"""Who may see a case, and when an entry may still be written."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.casebook.models import Case, ClosedYear
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole


def can_see_case(user: Any, case: Case) -> Decision:
    """Staff, and the people of the workplace the case belongs to; for anyone else the case does not exist."""
    return YES if Case.objects.visible_to(user).filter(pk=case.pk).exists() else HIDDEN


def can_record_on(day: dt.date) -> Decision:
    """Whether an entry may carry ``day``: its fiscal year must not be frozen."""
    year = fiscal.fiscal_year(day)
    if not ClosedYear.objects.filter(fiscal_year=year).exists():
        return YES
    return no(
        _("%(year)sの実績は確定済みのため、%(day)sの日付では登録できません。")
        % {"year": fiscal.label(year), "day": day.isoformat()},
        _("経営企画に、理由を添えて追加・訂正を依頼してください。"),
    )


def can_close_year(user: Any) -> Decision:
    """The planning office freezes a fiscal year and decides late corrections."""
    if standing(user).has(StaffRole.PLANNING, StaffRole.ADMINISTRATOR):
        return YES
    return no(_("年度の確定は経営企画の担当者が行います。"), _("経営企画へ依頼してください。"))
