"""The verbs of the programmes: those of the matters; editions, drafts, answers and plans have rooms of their own."""

from kosetsu.services.programmes.actions.awards import cancel_award, record_award, submit_report
from kosetsu.services.programmes.actions.dispatches import (
    accept_dispatch,
    close_dispatch,
    record_visit,
    refuse_dispatch,
    report_dispatch,
    request_dispatch,
    withdraw_dispatch,
)
from kosetsu.services.programmes.actions.innovations import (
    advise_innovation,
    approve_innovation,
    change_innovation,
    disapprove_innovation,
    open_innovation,
    pass_on_innovation,
    send_innovation,
    withdraw_innovation,
)

__all__ = [
    "accept_dispatch", "advise_innovation", "approve_innovation", "cancel_award", "change_innovation",
    "close_dispatch", "disapprove_innovation", "open_innovation", "pass_on_innovation",
    "record_award", "record_visit", "refuse_dispatch", "report_dispatch", "request_dispatch", "send_innovation",
    "submit_report", "withdraw_dispatch", "withdraw_innovation",
]  # fmt: skip
