"""Who may do what in training."""

from kosetsu.services.training.permissions.bundles import (
    can_cancel_place,
    can_move_bundle,
    can_pay_for,
    can_plan_bundles,
    can_take_bundle,
)
from kosetsu.services.training.permissions.dispatches import can_decide_for, can_enter, can_move_staff_dispatch
from kosetsu.services.training.permissions.learning import (
    can_learn,
    can_read_company_transcript,
    can_set_up,
    can_sit_test,
    saw_all,
)
from kosetsu.services.training.permissions.tailored import (
    can_ask_tailored,
    can_be_client,
    can_move_tailored,
    can_name_participants,
    can_read_syllabus,
    can_read_training,
    can_work_tailored,
)
from kosetsu.services.training.permissions.trainees import can_move_trainees, can_name_trainees, can_read_names

__all__ = [
    "can_ask_tailored",
    "can_be_client",
    "can_cancel_place",
    "can_decide_for",
    "can_enter",
    "can_learn",
    "can_move_bundle",
    "can_move_staff_dispatch",
    "can_move_tailored",
    "can_move_trainees",
    "can_name_participants",
    "can_name_trainees",
    "can_pay_for",
    "can_plan_bundles",
    "can_read_company_transcript",
    "can_read_names",
    "can_read_syllabus",
    "can_read_training",
    "can_set_up",
    "can_sit_test",
    "can_take_bundle",
    "can_work_tailored",
    "saw_all",
]
