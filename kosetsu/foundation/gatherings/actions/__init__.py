"""The verbs of gatherings, in the order of their lives."""

from kosetsu.foundation.gatherings.actions.ask import answer_survey
from kosetsu.foundation.gatherings.actions.attend import Arrival, close_gathering, count_heads, receive
from kosetsu.foundation.gatherings.actions.fees import firm_places, owe_place, pay_place
from kosetsu.foundation.gatherings.actions.mail import remind, tell_again
from kosetsu.foundation.gatherings.actions.materials import add_material, withdraw_material
from kosetsu.foundation.gatherings.actions.online import Seen, arrive_online, complete, look_at_report, receive_report
from kosetsu.foundation.gatherings.actions.places import (
    accept_place,
    cancel_registration,
    draw,
    lapse,
    lapse_offers,
    lose,
    offer_place,
    pass_on,
    win,
)
from kosetsu.foundation.gatherings.actions.plan import (
    Part,
    Plan,
    Pool,
    approve_gathering,
    call_off,
    change_gathering,
    plan_gathering,
    publish,
    send_back,
)
from kosetsu.foundation.gatherings.actions.registering import AlreadyRegistered, Guest, register

__all__ = [
    "AlreadyRegistered",
    "Arrival",
    "Guest",
    "Part",
    "Plan",
    "Pool",
    "Seen",
    "accept_place",
    "add_material",
    "answer_survey",
    "approve_gathering",
    "arrive_online",
    "call_off",
    "cancel_registration",
    "change_gathering",
    "close_gathering",
    "complete",
    "count_heads",
    "draw",
    "firm_places",
    "lapse",
    "lapse_offers",
    "look_at_report",
    "lose",
    "offer_place",
    "owe_place",
    "pass_on",
    "pay_place",
    "plan_gathering",
    "publish",
    "receive",
    "receive_report",
    "register",
    "remind",
    "send_back",
    "tell_again",
    "win",
    "withdraw_material",
]
