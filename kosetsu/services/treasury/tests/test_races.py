"""Six real processes want the same money at the same moment: never more than the limit, never more than is there.

On a SQLite file and on PostgreSQL. Without lock and look the database's own constraint keeps the sum right; without
that as well it is wrong.
"""

import os
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from kosetsu.foundation.bookings.tests.racer_process import spawned
from kosetsu.services.treasury.tests import racer_process
from kosetsu.services.treasury.tests.racer_process import SHARE_YEN, WHOLE_YEN, Race

PROCESSES, TRIALS = 6, int(os.environ.get("KOSETSU_RACE_TRIALS", "3"))
PLACES = {"borrow": WHOLE_YEN // SHARE_YEN, "use": WHOLE_YEN // SHARE_YEN, "roll_over": 1, "execute": 1}
"""Verb → how many of them there is room for."""
HELD = {"borrow": 3 * SHARE_YEN, "use": 3 * SHARE_YEN, "roll_over": 1, "execute": 1}
"""Verb → what then stands there."""
WHOLE, ALONE, WITHOUT = ([Race(verb, guard) for verb in PLACES] for guard in ("whole", "constraint", "none"))

Told = tuple[dict[Race, list[Counter[str]]], dict[Race, list[int]]]


def _race(url: str, races: Sequence[Race]) -> Told:
    """How every trial of every race ended, and what then stands in the database."""
    told: Told = spawned(racer_process.hold, url, races, TRIALS, PROCESSES)
    return told


@pytest.fixture(scope="module")
def guarded(fresh_database: Any) -> Told:
    return _race(fresh_database(), [*WHOLE, *ALONE])


@pytest.fixture(scope="module")
def unguarded(fresh_database: Any) -> Told:
    return _race(fresh_database(), WITHOUT)


@pytest.mark.parametrize("race", WHOLE, ids=lambda race: race.verb)
def test_as_many_win_as_there_is_room_for_and_the_rest_is_refused(guarded: Told, race: Race) -> None:
    room = PLACES[race.verb]
    assert guarded[0][race] == [Counter({"ok": room, "Refused": PROCESSES - room})] * TRIALS
    assert guarded[1][race] == [HELD[race.verb]] * TRIALS


@pytest.mark.parametrize("race", ALONE, ids=lambda race: race.verb)
def test_without_lock_and_look_the_database_alone_lets_no_more_through(guarded: Told, race: Race) -> None:
    room = PLACES[race.verb]
    assert guarded[0][race] == [Counter({"ok": room, "IntegrityError": PROCESSES - room})] * TRIALS
    assert guarded[1][race] == [HELD[race.verb]] * TRIALS


@pytest.mark.parametrize("race", WITHOUT, ids=lambda race: race.verb)
def test_without_the_guard_there_is_too_much(unguarded: Told, race: Race) -> None:
    """Negative control: the races above are real."""
    assert max(unguarded[1][race]) > HELD[race.verb]
