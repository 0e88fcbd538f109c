"""Twenty real processes want the same time, again and again: exactly one gets it (exactly k of k places), the rest hear
what else is free. On a SQLite file and on PostgreSQL; for booking, moving, extending, and by a sheet; and without the
guard it fails.
"""

import os
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from kosetsu.foundation.bookings.tests import racer_process
from kosetsu.foundation.bookings.tests.racer_process import Race

PROCESSES, TRIALS = 20, int(os.environ.get("KOSETSU_RACE_TRIALS", "5"))
FEW = 5
WHOLE = [Race("book", TRIALS), Race("book", TRIALS, capacity=3), Race("move", TRIALS), Race("extend", TRIALS),
         Race("import", TRIALS)]  # fmt: skip
ALONE = [Race(verb, FEW, guard="constraint") for verb in ("book", "move", "extend", "import")]
WITHOUT = [Race(verb, FEW, guard="none") for verb in ("book", "move", "extend", "import")]

Ends = dict[str, list[Counter[str]]]
Told = tuple[Ends, Counter[str], Counter[str]]
"""What each trial of each race ended with, counted; how many cells stand twice; how many bookings there are."""


def _race(url: str, races: Sequence[Race]) -> Told:
    told: Told = racer_process.spawned(racer_process.hold, url, races, PROCESSES)
    return told


@pytest.fixture(scope="module")
def guarded(fresh_database: Any) -> Told:
    return _race(fresh_database(), [*WHOLE, *ALONE])


@pytest.mark.parametrize("race", WHOLE, ids=lambda race: race.code)
def test_of_twenty_exactly_as_many_win_as_there_are_places(guarded: Told, race: Race) -> None:
    expected = Counter({"ok": race.capacity, "refused": PROCESSES - race.capacity})
    assert guarded[0][race.code] == [expected] * race.trials
    assert guarded[1][race.code] == 0


@pytest.mark.parametrize("race", ALONE, ids=lambda race: race.code)
def test_without_lock_and_look_the_database_alone_lets_one_through(guarded: Told, race: Race) -> None:
    expected = Counter({"ok": 1, "refused": PROCESSES - 1})
    assert guarded[0][race.code] == [expected] * race.trials
    assert guarded[1][race.code] == 0


@pytest.mark.parametrize("race", [one for one in (*WHOLE, *ALONE) if one.verb == "import"], ids=lambda race: race.code)
def test_of_a_sheet_that_lost_no_row_was_booked(guarded: Told, race: Race) -> None:
    """Its second row could have been booked by everybody."""
    assert (guarded[2][race.code], guarded[2][race.side]) == (race.trials, race.trials)


def test_without_the_guard_there_are_double_bookings(fresh_database: Any) -> None:
    """Negative control: the races above are real, for every verb."""
    ends, doubles, _held = _race(fresh_database(), WITHOUT)
    for race in WITHOUT:
        assert max(trial["ok"] for trial in ends[race.code]) > 1, race
        assert doubles[race.code] > 0, race
