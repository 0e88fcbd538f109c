"""The verbs of a booking in the order of its life. Every one: lock · allow · change · record · announce."""

from kosetsu.foundation.bookings.actions.book import Wish, approve, confirm_hold, hold, refuse, request
from kosetsu.foundation.bookings.actions.change import extend, hand_over, move, shorten
from kosetsu.foundation.bookings.actions.close import close_resource
from kosetsu.foundation.bookings.actions.feeds import open_feed, revoke_feed
from kosetsu.foundation.bookings.actions.finish import (
    call_off,
    cancel,
    expire_holds,
    mark_no_show,
    mark_no_shows,
    start,
    stop,
)
from kosetsu.foundation.bookings.actions.importing import Sheet, import_bookings, look_at_bookings
from kosetsu.foundation.bookings.actions.mail import remind
from kosetsu.foundation.bookings.actions.outage import give_way, move_on, tell_of_outage
from kosetsu.foundation.bookings.actions.wait import accept_offer, join_waiting_list, offer_freed

__all__ = [
    "Sheet", "Wish", "accept_offer", "approve", "call_off", "cancel", "close_resource", "confirm_hold",
    "expire_holds", "extend", "give_way", "hand_over", "hold", "import_bookings", "join_waiting_list",
    "look_at_bookings", "mark_no_show", "mark_no_shows", "move", "move_on", "offer_freed", "open_feed", "refuse",
    "remind", "request", "revoke_feed", "shorten", "start", "stop", "tell_of_outage",
]  # fmt: skip
