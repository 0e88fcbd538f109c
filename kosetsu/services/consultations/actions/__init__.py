"""The verbs of a consultation in the order of its life. Every one: lock · allow · change · record · announce."""

from kosetsu.services.consultations.actions.canned import add_canned, change_canned, restore_canned, withdraw_canned
from kosetsu.services.consultations.actions.deliver import answer, ask_back, visit
from kosetsu.services.consultations.actions.finish import answer_survey, close, reopen
from kosetsu.services.consultations.actions.propose import propose
from kosetsu.services.consultations.actions.receive import ask, enter
from kosetsu.services.consultations.actions.regroup import join, pass_on, split
from kosetsu.services.consultations.actions.thread import note, reply
from kosetsu.services.consultations.actions.triage import assign, take, triage

__all__ = [
    "add_canned", "answer", "answer_survey", "ask", "ask_back", "assign", "change_canned", "close", "enter", "join",
    "note", "pass_on", "propose", "reopen", "reply", "restore_canned", "split", "take", "triage", "visit",
     "withdraw_canned",
]  # fmt: skip
