"""One quota, one card and one viewing by many real processes at once: each is had once, and only the guard does it."""

import pytest

from kosetsu.foundation.bookings.tests.racer_process import spawned
from kosetsu.services.exhibitions.tests import racer_process
from kosetsu.services.exhibitions.tests.racer_process import PLACES

PEOPLE, EACH = 8, 3
ALL = PEOPLE * EACH


@pytest.fixture(scope="module")
def ends(fresh_database):
    return spawned(racer_process.hold, fresh_database(), ["whole", "constraint", "none"], PEOPLE, EACH)


def test_quota_is_used_up_once_and_a_card_and_a_viewing_stand_once(ends):
    places, cards, viewings, told = ends["whole"]
    assert (places, cards, viewings) == ([*range(1, PLACES + 1)], 1, 1)
    assert told == {"recommended": PLACES, "refused": ALL - PLACES}


def test_without_lock_and_look_the_database_alone_gives_each_once(ends):
    places, cards, viewings, told = ends["constraint"]
    assert (places, cards, viewings, told) == ([1], 1, 1, {"recommended": 1, "IntegrityError": ALL - 1})


def test_without_the_guard_each_is_had_many_times(ends):
    """Negative control: the race above is real."""
    places, cards, _viewings, told = ends["none"]
    assert (places, cards, told) == ([1] * ALL, ALL, {"recommended": ALL})
