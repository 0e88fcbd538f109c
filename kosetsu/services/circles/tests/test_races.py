"""The same thing by many real processes at once: one application, one decision, one membership, one chair, one view."""

import pytest

from kosetsu.foundation.bookings.tests.racer_process import spawned
from kosetsu.services.circles.tests import racer_process

PEOPLE = 8
REST = PEOPLE - 1


@pytest.fixture(scope="module")
def ends(fresh_database):
    return spawned(racer_process.hold, fresh_database(), ["whole", "constraint", "none"], PEOPLE)


@pytest.mark.parametrize("verb", ["apply", "form", "join"])
def test_one_succeeds_and_the_others_are_told_why_not(ends, verb):
    assert ends["whole"][verb] == (1, {"done": 1, "Refused": REST})


def test_every_appointment_counts_and_the_last_one_is_chair(ends):
    assert ends["whole"]["appoint"] == (1, {"done": PEOPLE})


def test_visitor_counts_once_however_often_the_video_is_opened_at_once(ends):
    assert ends["whole"]["look"] == (1, {"done": 1, "known": REST})


@pytest.mark.parametrize("verb", racer_process.VERBS)
def test_without_lock_and_look_the_database_alone_lets_one_through(ends, verb):
    assert ends["constraint"][verb] == (1, {"done": 1, "IntegrityError": REST})


@pytest.mark.parametrize("verb", racer_process.VERBS)
def test_without_any_guard_all_of_them_stand(ends, verb):
    """Negative control: the race above is real."""
    assert ends["none"][verb] == (PEOPLE, {"done": PEOPLE})
