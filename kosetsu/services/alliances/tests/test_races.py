"""Several who match the same pairing, or make the same company a candidate: one of them does, and it counts once."""

import pytest

from kosetsu.foundation.bookings.tests.racer_process import spawned
from kosetsu.services.alliances.tests import racer_process

PROCESSES = 6


@pytest.fixture(scope="module")
def ends(fresh_database):
    return spawned(racer_process.hold, fresh_database(), PROCESSES)


def test_same_pairing_is_matched_and_counted_once(ends):
    told, (matched, _pairings) = ends
    assert (told["match"], matched) == ({"done": 1, "Refused": PROCESSES - 1}, 1)


def test_same_company_is_made_a_candidate_once(ends):
    told, (_matched, pairings) = ends
    assert (told["add"], pairings) == ({"done": 1, "Refused": PROCESSES - 1}, 1)
