"""Real processes: one application for a workplace in the deadline's second, one seat for whoever is heard for it."""

import pytest

from kosetsu.foundation.bookings.tests.racer_process import spawned
from kosetsu.foundation.calls.tests import racer_process

PEOPLE = 8


@pytest.fixture(scope="module")
def applied(fresh_database):
    return spawned(racer_process.apply, fresh_database(), ["whole", "late", "constraint"], PEOPLE)


@pytest.fixture(scope="module")
def heard(fresh_database):
    return spawned(racer_process.hear, fresh_database(), ["whole", "constraint"], PEOPLE)


def test_of_eight_in_the_second_of_the_deadline_one_is_handed_in_and_seven_are_refused(applied):
    (states, _seats), told = applied["whole"]
    assert (states, told) == (["submitted"], {"submitted": 1, "refused": PEOPLE - 1})


def test_a_second_later_nobody_is_in_time(applied):
    assert applied["late"] == (([], []), {"refused": PEOPLE})


def test_without_lock_and_look_the_database_alone_takes_one_application(applied):
    (states, _seats), told = applied["constraint"]
    assert (states, told) == (["submitted"], {"submitted": 1, "IntegrityError": PEOPLE - 1})


def test_without_the_guards_a_workplace_applies_many_times(fresh_database):
    """Negative control: the race above is real."""
    told = spawned(racer_process.apply, fresh_database(), ["none"], PEOPLE)
    (states, _seats), _ends = told["none"]
    assert len(states) > 1


def test_last_seat_goes_to_one_and_the_others_stand_in_line(heard):
    (states, seats), told = heard["whole"]
    assert (states, seats, told) == (["accepted"] + ["reserve"] * (PEOPLE - 1), [1], {"upheld": PEOPLE})


def test_without_lock_and_look_the_database_alone_gives_the_seat_once(heard):
    (_states, seats), told = heard["constraint"]
    assert (seats, told["upheld"]) == ([1], 1)


def test_without_the_guards_the_last_seat_is_given_twice(fresh_database):
    """Negative control: the race above is real."""
    told = spawned(racer_process.hear, fresh_database(), ["none"], PEOPLE)
    (_states, seats), _ends = told["none"]
    assert len(seats) > 1
