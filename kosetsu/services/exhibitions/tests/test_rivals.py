"""A card, a timetable, a table and a page by many processes at once: each is settled once; the guard does it."""

import pytest

from kosetsu.foundation.bookings.tests.racer_process import spawned
from kosetsu.services.exhibitions.tests import rival_process
from kosetsu.services.exhibitions.tests.rival_process import VERBS

PEOPLE = 6


@pytest.fixture(scope="module")
def ends(fresh_database):
    return spawned(rival_process.hold, fresh_database(), ["whole", "none"], PEOPLE)


@pytest.mark.parametrize("verb", VERBS)
def test_many_at_once_settle_it_once_and_the_others_are_told(ends, verb):
    told, _editions, _meetings = ends["whole"]
    assert told[verb] == {"done": 1, "Refused": PEOPLE - 1}


def test_one_more_edition_and_one_meeting_stand(ends):
    _told, editions, meetings = ends["whole"]
    assert (editions, meetings) == (2, 1)


@pytest.mark.parametrize("verb", VERBS)
def test_without_the_guard_it_is_settled_many_times(ends, verb):
    """Negative control: the races above are real."""
    told, editions, meetings = ends["none"]
    assert told[verb] == {"done": PEOPLE}
    assert (editions, meetings) == (1 + PEOPLE, PEOPLE)
