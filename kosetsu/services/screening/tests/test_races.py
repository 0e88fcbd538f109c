"""Two who take the same list in, two lists that share a number, two who return the same results: one of them does."""

import pytest

from kosetsu.foundation.bookings.tests.racer_process import spawned
from kosetsu.services.screening.tests import racer_process
from kosetsu.services.screening.tests.racer_process import ROWS

PROCESSES = 6


@pytest.fixture(scope="module")
def ends(fresh_database):
    return spawned(racer_process.hold, fresh_database(), PROCESSES)


def test_same_list_is_taken_in_once_whole(ends):
    told, there, _counted = ends
    assert told["same"] == {"done": 1, "Refused": PROCESSES - 1}
    assert there == (ROWS + ROWS + 1, 2)


def test_of_lists_that_share_numbers_one_is_taken_in_and_nothing_of_the_others(ends):
    told, _there, _counted = ends
    assert told["own"] == {"done": 1, "problems": PROCESSES - 1}


def test_results_are_returned_and_counted_once(ends):
    told, _there, counted = ends
    assert told["return"] == {"done": 1, "Refused": PROCESSES - 1}
    assert counted == (1, 2)
