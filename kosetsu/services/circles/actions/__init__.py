"""The verbs of circles, in the order of a circle's life."""

from kosetsu.services.circles.actions.calls import Call, Wish, apply, change_intake, plan_intake, withdraw_application
from kosetsu.services.circles.actions.councils import call_council, call_off_council, hold_council, record_council
from kosetsu.services.circles.actions.developments import begin_development, end_development
from kosetsu.services.circles.actions.founding import form_circles, found_circle
from kosetsu.services.circles.actions.life import (
    appoint,
    assign_colleague,
    close_circle,
    commission,
    commission_again,
    describe_circle,
    hand_over,
    join,
    launch,
    leave,
    list_member,
    relieve_colleague,
)
from kosetsu.services.circles.actions.meetings import (
    Appointment,
    Held,
    ToDo,
    call_off_meeting,
    finish_task,
    hold_meeting,
    plan_meeting,
)
from kosetsu.services.circles.actions.sharing import pledge, publish_note, withdraw_note, write_note
from kosetsu.services.circles.actions.videos import add_video, close_videos, look, plan_videos, show_videos
from kosetsu.services.circles.actions.years import answer_outcome, ask_outcomes, report_year

__all__ = [
    "Appointment",
    "Call",
    "Held",
    "ToDo",
    "Wish",
    "add_video",
    "answer_outcome",
    "apply",
    "appoint",
    "ask_outcomes",
    "assign_colleague",
    "begin_development",
    "call_council",
    "call_off_council",
    "call_off_meeting",
    "change_intake",
    "close_circle",
    "close_videos",
    "commission",
    "commission_again",
    "describe_circle",
    "end_development",
    "finish_task",
    "form_circles",
    "found_circle",
    "hand_over",
    "hold_council",
    "hold_meeting",
    "join",
    "launch",
    "leave",
    "list_member",
    "look",
    "plan_intake",
    "plan_meeting",
    "plan_videos",
    "pledge",
    "publish_note",
    "record_council",
    "relieve_colleague",
    "report_year",
    "show_videos",
    "withdraw_application",
    "withdraw_note",
    "write_note",
]
