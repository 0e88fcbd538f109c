"""Assignments of made-up panels against every assignment there is.

KOSETSU_MATCHING_CASES says how many panels; KOSETSU_MATCHING_SEED where they begin.
"""

import os
import random
from dataclasses import replace

import pytest

from bench.matching.assignments_checked import worth, wrongs
from kosetsu.across.matching.rules.assignments.assigning import Assignment, assign
from kosetsu.across.matching.rules.assignments.columns import Columns
from kosetsu.across.matching.rules.assignments.given import Panel
from kosetsu.across.matching.rules.assignments.limits import Limit, relaxed
from kosetsu.across.matching.rules.clashing import Clash
from kosetsu.across.matching.tests.panels import best, holds, limits, random_panel

CASES = int(os.environ.get("KOSETSU_MATCHING_CASES", "60"))
SEED = int(os.environ.get("KOSETSU_MATCHING_SEED", "0"))


@pytest.fixture(scope="module")
def panels() -> list[tuple[Panel, Assignment | Clash[Limit]]]:
    given = [random_panel(random.Random(seed)) for seed in range(SEED, SEED + CASES)]
    return [(one, assign(one)) for one in given]


def test_every_assignment_is_valid_and_proven_the_best_and_none_is_missed(panels):
    found = [_said(given, one) for given, one in panels]
    assert found == [None if (most := best(given)) is None else ([], most, True) for given, _one in panels]


def test_few_pairs_at_first_lead_to_the_same_assignments(panels, monkeypatch):
    monkeypatch.setattr("kosetsu.across.matching.rules.assignments.columns.SMALL", 0)
    monkeypatch.setattr(Columns, "_at_first", lambda columns: columns.board.open & False)
    again = [(given, assign(given)) for given, _one in panels[: CASES // 2]]
    assert [_said(given, one) for given, one in again] == [_said(given, one) for given, one in panels[: CASES // 2]]


def _said(given: Panel, one: Assignment | Clash[Limit]) -> tuple[list[str], tuple[int, int], bool] | None:
    if isinstance(one, Clash):
        return None
    worst, total = worth(given, one.pairs)
    times = given.aim.floor
    same = (worst, total) == (one.worst, one.total)
    return wrongs(given, one.pairs), (worst, total) if times is None else (total + times * worst, 0), same & one.proven


def test_what_clashes_still_clashes_alone_and_not_without_any_part_of_it(panels):
    bad = []
    for given, found in panels:
        if isinstance(found, Clash):
            parts = [[other for other in found.core if other != one] for one in found.core]
            named = set(found.core) <= set(limits(given))
            if not named or holds(given, found.core) or not all(holds(given, part) for part in parts):
                bad.append((given, found))
    assert bad == []
    assert [found for _given, found in panels if isinstance(found, Clash) and not found.minimal] == []
    assert sum(isinstance(found, Clash) for _given, found in panels) > CASES / 8


def test_every_way_out_leads_to_an_assignment_and_a_smaller_one_does_not(panels):
    ways = [(given, way) for given, one in panels if isinstance(one, Clash) for way in one.ways_out]
    assert [(given, way) for given, way in ways if best(relaxed(given, way)) is None] == []
    less = [(given, [replace(one, by=one.by - 1)]) for given, way in ways if len(way) == 1 for one in way if one.by > 1]
    assert [(given, way) for given, way in less if best(relaxed(given, way)) is not None] == []
    assert [one for _given, one in panels if isinstance(one, Clash) and one.core and not one.ways_out] == []
