"""The verbs of the coordinators' programmes in the order of an opportunity's life: lock · allow · change · record ·
announce."""

from kosetsu.services.alliances.actions.coordinators import appoint_coordinator, end_coordinator
from kosetsu.services.alliances.actions.deeds import (
    Support,
    Talk,
    record_contact,
    record_support,
    take_back_contact,
    take_back_support,
)
from kosetsu.services.alliances.actions.meetings import Invitation, call_meeting, call_off_meeting, hold_meeting
from kosetsu.services.alliances.actions.opportunities import (
    Described,
    add_opportunity,
    change_opportunity,
    finish_opportunity,
    shelve,
    take_up,
)
from kosetsu.services.alliances.actions.pairings import (
    add_candidate,
    agree_secrecy,
    decline,
    drop_pairing,
    end_pairing,
    match,
    say_interested,
    take_back_match,
    tell_company,
)
from kosetsu.services.alliances.actions.sharing import revoke_sharing, share_opportunity

__all__ = [
    "Described", "Invitation", "Support", "Talk", "add_candidate", "add_opportunity", "agree_secrecy",
    "appoint_coordinator", "call_meeting", "call_off_meeting", "change_opportunity", "decline", "drop_pairing",
    "end_coordinator", "end_pairing", "finish_opportunity", "hold_meeting", "match", "record_contact",
    "record_support", "revoke_sharing", "say_interested", "share_opportunity", "shelve", "take_back_contact",
    "take_back_match", "take_back_support", "take_up", "tell_company",
]  # fmt: skip
