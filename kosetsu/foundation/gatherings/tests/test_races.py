"""Real processes: two hundred sign-ups for thirty places, devices with the same arrivals, reports read in at once."""

import pytest

from kosetsu.foundation.bookings.tests.racer_process import spawned
from kosetsu.foundation.gatherings.tests import arrival_process, racer_process
from kosetsu.foundation.gatherings.tests.arrival_process import OTHERS
from kosetsu.foundation.gatherings.tests.arrival_process import PEOPLE as COME
from kosetsu.foundation.gatherings.tests.racer_process import PLACES

PEOPLE, EACH = 20, 10
ALL = PEOPLE * EACH


@pytest.fixture(scope="module")
def ends(fresh_database):
    return spawned(racer_process.hold, fresh_database(), ["whole", "constraint", "none"], PEOPLE, EACH)


def test_of_two_hundred_thirty_are_seated_and_the_rest_stand_in_one_line(ends):
    seats, turns, told = ends["whole"]
    assert (seats, turns) == ([*range(1, PLACES + 1)], [*range(1, ALL - PLACES + 1)])
    assert told == {"confirmed": PLACES, "waiting": ALL - PLACES}


def test_without_lock_and_look_the_database_alone_gives_a_seat_once(ends):
    seats, _turns, told = ends["constraint"]
    assert (seats, told) == ([1], {"confirmed": 1, "IntegrityError": ALL - 1})


def test_without_the_guard_seats_are_sold_twice(ends):
    """Negative control: the race above is real."""
    seats, _turns, _told = ends["none"]
    assert seats == [1] * ALL


DEVICES = 6


@pytest.fixture(scope="module")
def arrived(fresh_database):
    return spawned(arrival_process.hold, fresh_database(), ["whole", "constraint", "none"], DEVICES)


def test_devices_that_send_the_same_arrivals_at_once_count_everybody_once(arrived):
    assert arrived["whole", "reception"] == (COME, COME, {"done": DEVICES})


def test_without_lock_and_look_the_database_alone_counts_an_arrival_once(arrived):
    assert arrived["constraint", "reception"] == (COME, COME, {"done": 1, "IntegrityError": DEVICES - 1})


def test_without_the_guard_each_device_counts_everybody_again(arrived):
    """Negative control: the race above is real."""
    assert arrived["none", "reception"] == (COME * DEVICES, COME * DEVICES, {"done": DEVICES})


def test_report_read_in_at_once_is_one_report(arrived):
    assert arrived["whole", "report"] == (COME, COME + OTHERS, {"done": DEVICES})


def test_without_lock_and_look_the_database_alone_keeps_one_report(arrived):
    assert arrived["constraint", "report"] == (COME, COME + OTHERS, {"done": 1, "IntegrityError": DEVICES - 1})


def test_without_the_guard_each_reading_counts_again(arrived):
    """Negative control."""
    assert arrived["none", "report"] == (COME * DEVICES, (COME + OTHERS) * DEVICES, {"done": DEVICES})
