"""Real processes: the last place of a bundle's course, and a tailored course that many record as held at once."""

import pytest

from kosetsu.foundation.bookings.tests.racer_process import spawned
from kosetsu.services.training.tests import racer_process

PEOPLE = 6


@pytest.fixture(scope="module")
def ends(fresh_database):
    return spawned(racer_process.hold, fresh_database(), ["whole", "constraint", "none"], PEOPLE)


def test_last_place_of_a_bundle_goes_to_one_who_has_a_seat_in_every_course_and_nobody_else_in_any(ends):
    assert ends["bundle", "whole"] == (1, 1, {"done": 1, "Refused": PEOPLE - 1})


def test_without_lock_and_look_the_database_alone_gives_the_place_once_and_nothing_by_half(ends):
    assert ends["bundle", "constraint"] == (1, 1, {"done": 1, "IntegrityError": PEOPLE - 1})


def test_without_the_guard_the_last_place_is_sold_to_everybody(ends):
    """Negative control: the race above is real."""
    assert ends["bundle", "none"] == (PEOPLE, PEOPLE, {"done": PEOPLE})


def test_tailored_course_recorded_by_many_at_once_is_entered_and_charged_once(ends):
    assert ends["tailored", "whole"] == (1, 1, {"done": 1, "Refused": PEOPLE - 1})


def test_without_the_lock_each_of_them_enters_and_charges_it_again(ends):
    """Negative control: nothing but the lock on the case holds it."""
    assert ends["tailored", "none"] == (PEOPLE, PEOPLE, {"done": PEOPLE})
