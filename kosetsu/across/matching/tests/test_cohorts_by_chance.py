"""Compositions of made-up intakes against every composition there is.

KOSETSU_MATCHING_CASES says how many intakes; KOSETSU_MATCHING_SEED where they begin.
"""

import os
import random
from collections.abc import Iterator

import pytest

from bench.matching.cohorts_checked import points, value, wrongs
from kosetsu.across.matching.rules.clashing import Clash, Relaxation
from kosetsu.across.matching.rules.cohorts.composing import Composition, compose
from kosetsu.across.matching.rules.cohorts.given import Intake
from kosetsu.across.matching.rules.cohorts.limits import Kind, Limit, relaxed
from kosetsu.across.matching.rules.cohorts.room import Room
from kosetsu.across.matching.tests.intakes import best, random_intake, where

CASES = int(os.environ.get("KOSETSU_MATCHING_CASES", "40"))
SEED = int(os.environ.get("KOSETSU_MATCHING_SEED", "0"))


@pytest.fixture(scope="module")
def intakes() -> list[tuple[Intake, Composition | Clash[Limit]]]:
    given = [random_intake(random.Random(seed)) for seed in range(SEED, SEED + CASES)]
    return [(one, compose(one)) for one in given]


def test_every_composition_is_valid_and_the_best_of_all_and_none_is_missed(intakes):
    def said(given: Intake, one: Composition) -> tuple[list[str], tuple[int, int], bool]:
        places = where(one)
        same = (one.points, one.value, one.bound) == (points(given, places), value(given, places), one.value)
        return wrongs(given, places), (len(places), one.value), same

    found = [said(given, one) if isinstance(one, Composition) else None for given, one in intakes]
    assert found == [None if (most := best(given)) is None else ([], most, True) for given, _one in intakes]


def test_nothing_is_worth_more_than_the_ceiling(intakes):
    assert [
        one for one in intakes if isinstance(one[1], Composition) and one[1].value > Room(one[0], "ab").ceiling
    ] == []


def test_what_clashes_still_clashes_alone_and_not_without_any_part_of_it(intakes):
    bad = []
    for given, found in intakes:
        if isinstance(found, Clash):
            alone = relaxed(given, (Relaxation(one, 3) for one in _limits(given) if one not in found.core))
            eased = [relaxed(alone, [Relaxation(one, 3)]) for one in found.core]
            if best(alone) is not None or None in map(best, eased) or not found.minimal:
                bad.append((given, found))
    assert bad == []
    assert sum(isinstance(found, Clash) for _given, found in intakes) > CASES / 8


def test_every_way_out_leads_to_a_composition(intakes):
    found = [(given, one) for given, one in intakes if isinstance(one, Clash)]
    assert [one for given, one in found for way in one.ways_out if best(relaxed(given, way)) is None] == []
    assert [one for _given, one in found if not one.ways_out] == []


def _limits(given: Intake) -> Iterator[Limit]:
    yield from (Limit(Kind.DAYS, (one.key,)) for one in given.applicants)
    yield from (Limit(Kind.RIVALS, (min(two), max(two))) for two in sorted(given.rivals))
    yield from (Limit(Kind.LOCK, (key,)) for key in sorted(given.locks))
    yield Limit(Kind.LEAST)
