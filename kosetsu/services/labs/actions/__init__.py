"""The verbs of the labs in the order of a tenancy's life. Every one: lock · allow · change · record · announce."""

from kosetsu.services.labs.actions.asking import (
    ask_extension,
    ask_relief,
    grant,
    refuse,
    withdraw,
)
from kosetsu.services.labs.actions.inside import (
    end_pass,
    follow_visit,
    give_pass,
    name_pass,
    next_check,
    record_check,
    record_visit,
    show_name,
)
from kosetsu.services.labs.actions.leaving import (
    Finding,
    check_leaving,
    end_terms,
    give_notice,
    leave,
    owed_by,
    settle_deposit,
    take_back_notice,
)
from kosetsu.services.labs.actions.letting import (
    ask_deposit,
    call_off,
    contract,
    decline_room,
    drop_offer,
    move_in,
    offer_room,
)
from kosetsu.services.labs.actions.nightly import purge_names
from kosetsu.services.labs.actions.rent import charge_rent, rent_of
from kosetsu.services.labs.actions.sharing import log_missed, log_room_use

__all__ = [
    "Finding", "ask_deposit", "ask_extension", "ask_relief", "call_off", "charge_rent", "check_leaving", "contract",
    "decline_room", "drop_offer", "end_pass", "end_terms", "follow_visit", "give_notice", "give_pass", "grant",
    "leave", "log_missed", "log_room_use", "move_in", "name_pass", "next_check", "offer_room",
    "owed_by", "purge_names", "record_check", "record_visit", "refuse", "rent_of",
    "settle_deposit", "show_name", "take_back_notice", "withdraw",
]  # fmt: skip
