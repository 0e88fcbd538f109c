"""Verbs of instruments: licences, bench, faults, renewal plan. Each one: lock · allow · change · record · announce."""

from kosetsu.services.instruments.actions.faults import decide_step, mend, report_fault
from kosetsu.services.instruments.actions.licences import (
    attend_course,
    fail_course,
    issue_card,
    pass_course,
    renew,
    resume,
    suspend,
)
from kosetsu.services.instruments.actions.metering import charge_cancellation, open_use, settle, settle_missed
from kosetsu.services.instruments.actions.papers import add_paper, keep_papers, remove_paper
from kosetsu.services.instruments.actions.renewals import (
    approve_renewal,
    cancel_renewal,
    change_renewal,
    complete_renewal,
    plan_renewal,
)
from kosetsu.services.instruments.actions.uses import (
    log_consumable,
    log_guidance,
    name_companion,
    start_use,
    stop_use,
)

__all__ = [
    "add_paper", "approve_renewal", "attend_course", "cancel_renewal", "change_renewal", "charge_cancellation",
    "complete_renewal", "decide_step", "fail_course", "issue_card", "keep_papers", "log_consumable", "log_guidance",
    "mend", "name_companion", "open_use", "pass_course", "plan_renewal", "remove_paper", "renew", "report_fault",
    "resume", "settle", "settle_missed", "start_use", "stop_use", "suspend",
]  # fmt: skip
