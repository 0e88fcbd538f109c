"""Rooms offered by real processes at the same moment: each to one; and the rent's job, run everywhere at once."""

import pytest

from kosetsu.foundation.bookings.tests.racer_process import spawned
from kosetsu.services.labs.tests import racer_process
from kosetsu.services.labs.tests.racer_process import MONTHS

PEOPLE, ROOMS = 8, 5


@pytest.fixture(scope="module")
def ends(fresh_database):
    return spawned(racer_process.hold, fresh_database(), ["whole", "constraint", "none"], PEOPLE, ROOMS)


def test_each_room_goes_to_one_and_the_others_are_told(ends):
    holders, told = ends["whole"]
    assert (holders, told) == ([1] * ROOMS, {"ok": ROOMS, "refused": ROOMS * (PEOPLE - 1)})


def test_without_lock_and_look_the_database_alone_gives_a_room_once(ends):
    holders, told = ends["constraint"]
    assert (holders, told) == ([1] * ROOMS, {"ok": ROOMS, "refused": ROOMS * (PEOPLE - 1)})


def test_without_the_guard_rooms_are_given_twice(ends):
    """Negative control: the race above is real."""
    holders, told = ends["none"]
    assert (holders, told) == ([PEOPLE] * ROOMS, {"ok": ROOMS * PEOPLE})


def test_the_job_run_everywhere_at_once_charges_each_month_once(ends):
    assert ends["rent"] == {MONTHS: ROOMS}
