"""A conflict that is entered while somebody assigns: never both, whoever was first."""

import pytest

from kosetsu.foundation.bookings.tests.racer_process import spawned
from kosetsu.foundation.reviews.tests import racer_process
from kosetsu.foundation.reviews.tests.racer_process import PAIRS

PROCESSES = 8


@pytest.fixture(scope="module")
def ends(fresh_database):
    return spawned(racer_process.hold, fresh_database(), ["whole", "constraint", "none"], PROCESSES)


def test_conflict_stands_and_no_review_beside_it_though_both_come_at_once(ends):
    stands, told = ends["whole"]
    assert stands == [(False, True)] * PAIRS
    assert set(told) <= {"done", "Refused"}


def test_database_alone_takes_one_of_the_two_and_never_both(ends):
    stands, _told = ends["constraint"]
    assert {review != conflict for review, conflict in stands} == {True}


def test_without_the_guards_both_stand(ends):
    """Negative control: the race above is real."""
    stands, _told = ends["none"]
    assert stands == [(True, True)] * PAIRS
