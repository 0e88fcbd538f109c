"""What stands in docs/generated/ is what the code says, and the state tables it draws are whole."""

from importlib import import_module

import pytest

from kosetsu.common.drawing import DRAWINGS, drawn
from kosetsu.common.drawing.states import starts, states_of, tables
from tests.architecture.house import ROOT

TABLES = [pytest.param(*row, id=f"{row[0].rpartition('.')[2]}.{row[1]}") for row in tables()]
LATER_STARTS: dict[str, set[str]] = {}
"""Table → states besides the first in which a record can begin and that no verb reaches."""
OTHER_NAMES = {
    # One decision about all who applied; who is next comes up when somebody declines; an end lets go of the rest.
    ("kosetsu.foundation.calls", "decide_call"): "decide_round",
    ("kosetsu.foundation.calls", "accept"): "decide_round",
    ("kosetsu.foundation.calls", "put_on_reserve"): "decide_round",
    ("kosetsu.foundation.calls", "refuse"): "decide_round",
    ("kosetsu.foundation.calls", "call_up"): "decline",
    ("kosetsu.foundation.calls", "release"): "finish_call",
    ("kosetsu.foundation.calls", "uphold"): "uphold_appeal",
    ("kosetsu.foundation.calls", "hear"): "begin_round",
    ("kosetsu.foundation.calls", "supplement"): "submit",
    ("kosetsu.foundation.calls", "lapse_application"): "lapse_applications",
    # Pages are frozen by the end of their exhibition; a search goes on by whatever comes of it.
    ("kosetsu.services.exhibitions", "freeze_booth"): "close_exhibition",
    ("kosetsu.services.exhibitions", "begin_proposal"): "move_proposal",
    ("kosetsu.services.exhibitions", "finish_proposal"): "move_proposal",
    ("kosetsu.services.exhibitions", "clash_proposal"): "move_proposal",
    ("kosetsu.services.exhibitions", "fail_proposal"): "move_proposal",
    # An award is completed by its last report.
    ("kosetsu.services.programmes", "complete_award"): "submit_report",
    # The pages of the catalogue say what is proposed; the bare words would read as if a price were withdrawn.
    ("kosetsu.foundation.catalogue", "propose"): "propose_offering",
    ("kosetsu.foundation.catalogue", "withdraw"): "withdraw_offering",
    ("kosetsu.foundation.catalogue", "revive"): "revive_offering",
    # Whoever applies to a call is chosen or refused by the one decision about all.
    ("kosetsu.services.circles", "choose"): "form_circles",
    ("kosetsu.services.circles", "refuse"): "form_circles",
    # A change of a booking may ask for a new approval; what expires is found by the clock, many at once.
    ("kosetsu.foundation.bookings", "ask_again"): "move",
    ("kosetsu.foundation.bookings", "expire"): "expire_holds",
    # The states are an order's, but a report, a record, a sample live beside it: the action says of what it speaks.
    ("kosetsu.services.testing", "quote"): "quote_order",
    ("kosetsu.services.testing", "accept"): "accept_order",
    ("kosetsu.services.testing", "refuse"): "refuse_order",
    ("kosetsu.services.testing", "cancel"): "cancel_order",
    ("kosetsu.services.testing", "complete"): "complete_order",
    ("kosetsu.services.testing", "report"): "issue_report",
    ("kosetsu.services.testing", "deliver"): "deliver_part",
    # What follows from another verb: the first record begins the work, the last verification ends it.
    ("kosetsu.services.testing", "begin"): "open_record",
    ("kosetsu.services.testing", "finish_testing"): "verify",
    ("kosetsu.services.testing", "supersede"): "retest",
}
"""(app, verb) → the action, where its name is not the verb itself."""


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_committed_drawing_is_what_the_code_draws(name):
    """``make map`` draws anew."""
    assert (ROOT / "docs" / "generated" / name).read_text(encoding="utf-8") == drawn(name)


def test_a_drawing_is_the_same_twice():
    assert [drawn(name) for name in DRAWINGS] == [drawn(name) for name in DRAWINGS]


@pytest.mark.parametrize(("app", "name", "moves"), TABLES)
def test_every_state_is_reached_or_a_start(app, name, moves):
    every = list(states_of(moves))
    assert set(starts(moves)) - {every[0]} == LATER_STARTS.get(f"{app}.{name}", set())
    reached = {every[0], *LATER_STARTS.get(f"{app}.{name}", set())}
    while new := {target for sources, target in moves.moves.values() if sources & reached} - reached:
        reached |= new
    assert reached == set(every)


@pytest.mark.parametrize(("app", "name", "moves"), TABLES)
def test_every_verb_is_an_action_of_its_app(app, name, moves):
    actions = import_module(f"{app}.actions")
    named = {verb: OTHER_NAMES.get((app, verb), verb) for verb in moves.moves}
    assert {verb for verb, name in named.items() if not callable(getattr(actions, name, None))} == set()


def test_every_exception_is_still_needed():
    known = {(app, verb) for app, _name, moves in tables() for verb in moves.moves}
    assert set(OTHER_NAMES) - known == set()
