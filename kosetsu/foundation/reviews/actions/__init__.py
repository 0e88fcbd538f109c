"""The verbs of reviews, in the order of a panel's life."""

from kosetsu.foundation.reviews.actions.assigning import Pair, assign, fix_pair, take_away
from kosetsu.foundation.reviews.actions.calibrating import Agreed, hold_calibration
from kosetsu.foundation.reviews.actions.conflicts import (
    declare_conflict,
    declare_unassigned,
    enter_conflict,
    find_conflicts,
    lift_conflict,
    pairs_in_conflict,
)
from kosetsu.foundation.reviews.actions.items import Given, add_item, add_items, take_out_item, withdraw_item
from kosetsu.foundation.reviews.actions.panels import (
    Asked,
    add_reviewer,
    begin_calibration,
    close_panel,
    grant_leave,
    make_panel,
    open_scoring,
    remove_reviewer,
    reopen_panel,
    resume_scoring,
    set_times,
)
from kosetsu.foundation.reviews.actions.reminding import tell_reviewers
from kosetsu.foundation.reviews.actions.scoring import Mark, hand_in, open_review, promise, return_review, save_scores
from kosetsu.foundation.reviews.actions.sheets import Line, Looked, look_at_sheet, make_sheet, take_sheet
from kosetsu.foundation.reviews.actions.voiding import void_review

__all__ = [
    "Agreed",
    "Asked",
    "Given",
    "Line",
    "Looked",
    "Mark",
    "Pair",
    "add_item",
    "add_items",
    "add_reviewer",
    "assign",
    "begin_calibration",
    "close_panel",
    "declare_conflict",
    "declare_unassigned",
    "enter_conflict",
    "find_conflicts",
    "fix_pair",
    "grant_leave",
    "hand_in",
    "hold_calibration",
    "lift_conflict",
    "look_at_sheet",
    "make_panel",
    "make_sheet",
    "open_review",
    "open_scoring",
    "pairs_in_conflict",
    "promise",
    "remove_reviewer",
    "reopen_panel",
    "resume_scoring",
    "return_review",
    "save_scores",
    "set_times",
    "take_away",
    "take_out_item",
    "take_sheet",
    "tell_reviewers",
    "void_review",
    "withdraw_item",
]
