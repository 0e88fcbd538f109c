"""The verbs of calls, in the order of their lives."""

from kosetsu.foundation.calls.actions.after import (
    appeal,
    conclude,
    decline,
    dismiss_appeal,
    finish_call,
    uphold_appeal,
)
from kosetsu.foundation.calls.actions.applying import (
    Incomplete,
    begin_application,
    enter_application,
    save_draft,
    submit,
    withdraw_application,
)
from kosetsu.foundation.calls.actions.checking import ask_back, find_complete, lapse_applications
from kosetsu.foundation.calls.actions.deciding import Word, decide_round
from kosetsu.foundation.calls.actions.kinds import learn_kind
from kosetsu.foundation.calls.actions.plan import (
    Plan,
    approve_call,
    call_off_call,
    change_call,
    plan_call,
    publish_call,
    record_counselling,
    send_back_call,
)
from kosetsu.foundation.calls.actions.reviewing import begin_round

__all__ = [
    "Incomplete",
    "Plan",
    "Word",
    "appeal",
    "approve_call",
    "ask_back",
    "begin_application",
    "begin_round",
    "call_off_call",
    "change_call",
    "conclude",
    "decide_round",
    "decline",
    "dismiss_appeal",
    "enter_application",
    "find_complete",
    "finish_call",
    "lapse_applications",
    "learn_kind",
    "plan_call",
    "publish_call",
    "record_counselling",
    "save_draft",
    "send_back_call",
    "submit",
    "uphold_appeal",
    "withdraw_application",
]
