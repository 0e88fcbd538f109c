"""Two people settle two proposals of one panel at the same moment: one is assigned, the other is stale."""

import pytest

from kosetsu.across.matching.tests import panel_racer_process
from kosetsu.foundation.bookings.tests.racer_process import spawned
from tests.requirements import UNDER_TEST

TWO_WRITE = UNDER_TEST == "postgres"
"""SQLite has one writer at a time, whatever is left out."""


@pytest.fixture(scope="module")
def ends(fresh_database):
    guards = ["whole", "constraint", *(["none"] if TWO_WRITE else [])]
    return spawned(panel_racer_process.hold, fresh_database(), guards)


def test_one_proposal_is_settled_and_the_other_is_stale(ends):
    held, told = ends["whole"]
    assert (held, dict(told)) == ([2] * 5, {"decided": 1, "stale": 1})


def test_database_alone_lets_one_of_the_two_be_settled(ends):
    held, told = ends["constraint"]
    assert (held, told["decided"]) == ([2] * 5, 1)


@pytest.mark.skipif(not TWO_WRITE, reason="one writer at a time: there is no race to lose")
def test_without_lock_and_constraints_both_are_settled(ends):
    """Negative control: the race above is real."""
    held, told = ends["none"]
    assert (held, dict(told)) == ([4] * 5, {"decided": 2})
