"""Who may ask for cohorts, change a proposal, and decide."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.across.matching.models import CohortPoints, CohortProposal, Stage
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, no
from kosetsu.services.circles.models import Intake
from kosetsu.services.circles.permissions import can_decide_intake, can_run


def can_compose(user: Any, intake: Intake, at: dt.datetime) -> Decision:
    """Whoever runs circles, once the call is closed, one search at a time."""
    if not (may := can_run(user)):
        return may
    if at < intake.closes_at:
        return no(_("募集の締切のあとに、案を作れます。"))
    if intake.decided_at:
        return no(_("参加企業は、すでに決まっています。"))
    if any(one.working for one in intake.proposals.all()):
        return no(_("いま案を作っています。"), _("終わるのを待つか、中止してください。"))
    if not CohortPoints.objects.on(day_of(at)).exists():
        return no(
            _("グループ編成の点数表がありません。"), _("機関のデータ matching/cohort_points.csv に登録してください。")
        )
    return YES


def can_cancel(user: Any, proposal: CohortProposal) -> Decision:
    """While it is at it."""
    may = can_run(user)
    return (YES if proposal.working else no(_("計算は終わっています。"))) if may else may


def can_adjust(user: Any, proposal: CohortProposal) -> Decision:
    """Move and lock members, while nothing is decided."""
    if not (may := can_run(user)):
        return may
    open_ = proposal.stage == Stage.FOUND and proposal.intake.decided_at is None
    return YES if open_ else no(_("この案は変えられません。"), _("新しい案を作ってください。"))


def can_settle(user: Any, proposal: CohortProposal, at: dt.datetime) -> Decision:
    """Decide the cohorts as the proposal has them now."""
    if not (may := can_decide_intake(user, proposal.intake, at)):
        return may
    return YES if proposal.stage == Stage.FOUND else no(_("決められる案がありません。"))
