"""Stays of trainees: who enters and decides them, and the few who may know the names."""

from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.training.models import TraineeStay
from kosetsu.services.training.permissions.dispatches import can_decide_for, can_enter, is_head_of
from kosetsu.services.training.states import TRAINEES, TRAINEES_NAMED, TraineeState

DECIDING = frozenset({"accept_trainees", "refuse_trainees"})


def can_move_trainees(user: Any, stay: TraineeStay, verb: str) -> Decision:
    """Whether this person may use ``verb`` on the stay in its state."""
    may = can_decide_for(user, stay.group, stay.entered_by_id) if verb in DECIDING else can_enter(user)
    if not may or TRAINEES.allows(verb, stay.state):
        return may
    return no(
        _("「%(state)s」の受入れでは、この操作はできません。") % {"state": stay.get_state_display()},
        _("画面を開き直して、最新の状態を確かめてください。"),
    )


def can_read_names(user: Any, stay: TraineeStay) -> Decision:
    """Only the group that has them, its heads, and who looks after training."""
    place = standing(user)
    if stay.group_id in place.groups or is_head_of(user, stay.group) or place.has(StaffRole.TRAINING):
        return YES
    if not place.is_staff:
        return HIDDEN
    return no(_("研修学生の氏名は、担当グループと人材育成の担当者だけが見られます。"))


def can_name_trainees(user: Any, stay: TraineeStay) -> Decision:
    """Write the names down: who may read them, while they are needed."""
    if not (reads := can_read_names(user, stay)):
        return reads
    if TraineeState(stay.state) in TRAINEES_NAMED:
        return YES
    return no(_("氏名は、受入れの決定から終了までの間だけ登録できます。"))
