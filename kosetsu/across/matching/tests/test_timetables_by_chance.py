"""Timetables of made-up days against every timetable there is.

KOSETSU_MATCHING_CASES says how many days; KOSETSU_MATCHING_SEED where they begin.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bench.matching.meetings_checked import points, wrongs
from kosetsu.across.matching.rules.clashing import Clash, Relaxation
from kosetsu.across.matching.rules.timetables.arranging import Timetable, arrange, rearrange
from kosetsu.across.matching.rules.timetables.dropping import dropped
from kosetsu.across.matching.rules.timetables.given import Fair
from kosetsu.across.matching.rules.timetables.limits import Kind, Limit, relaxed
from kosetsu.across.matching.tests.fairs import best, random_fair

CASES = int(os.environ.get("KOSETSU_MATCHING_CASES", "40"))
SEED = int(os.environ.get("KOSETSU_MATCHING_SEED", "0"))
WHOLE = 9
"""More than any number a limit of these days gives way by."""


@pytest.fixture(scope="module")
def days() -> list[tuple[Fair, Timetable | Clash[Limit]]]:
    fairs = [random_fair(random.Random(seed)) for seed in range(SEED, SEED + CASES)]
    return [(given, arrange(given, enough=0)) for given in fairs]


def test_every_timetable_is_valid_and_the_best_of_all_and_none_is_missed(days):
    found = [
        ([], points(given, one.meetings), one.total, one.bound, wrongs(given, one.meetings))
        if isinstance(one, Timetable) else None for given, one in days
    ]  # fmt: skip
    assert found == [None if (most := best(given)) is None else ([], most, most, most, []) for given, _one in days]


def test_what_the_search_found_does_not_mislead_the_solver():
    """HiGHS 1.16, begun with what the search had found, took 11 points for the best of this day."""
    given = random_fair(random.Random(108))
    assert (arrange(given, enough=0).total, best(given)) == (12, 12)


def test_what_clashes_still_clashes_alone_and_not_without_any_part_of_it(days):
    bad = []
    for given, found in days:
        if isinstance(found, Clash):
            alone = relaxed(given, (Relaxation(one, WHOLE) for one in _limits(given) if one not in found.core))
            eased = [relaxed(alone, [Relaxation(one, WHOLE)]) for one in found.core]
            if best(alone) is not None or None in map(best, eased) or not found.minimal:
                bad.append((given, found))
    assert bad == []
    assert sum(isinstance(found, Clash) for _given, found in days) > CASES / 4


def test_every_way_out_leads_to_a_timetable_and_less_of_it_does_not(days):
    bad = []
    for given, found in days:
        if isinstance(found, Clash):
            dead = [way for way in found.ways_out if best(relaxed(given, way)) is None]
            less = [way for each in found.ways_out for way in _less(each) if best(relaxed(given, way)) is not None]
            if dead or less or not found.ways_out:
                bad.append((given, found))
    assert bad == []


def _less(way: tuple[Relaxation[Limit], ...]) -> Iterator[tuple[Relaxation[Limit], ...]]:
    for n, one in enumerate(way):
        by_one_less = [Relaxation(one.limit, one.by - 1)] if one.by > 1 else []
        yield (*way[:n], *by_one_less, *way[n + 1 :])


def _limits(given: Fair) -> Iterator[Limit]:
    for party in given.parties:
        yield from (Limit(Kind.AWAY, (party.key,), slot) for slot in sorted(party.away))
        yield from (Limit(kind, (party.key,)) for kind in (Kind.LEAST, Kind.LUNCH, Kind.RUN))
    yield from (Limit(Kind.MUST, pair) for pair in sorted(given.musts))
    yield from (Limit(Kind.APART, pair) for pair in sorted(given.aparts))
    yield from (Limit(Kind.LOCK, lock.pair, lock.slot) for lock in sorted(given.locks))
    yield from (Limit(Kind.TABLES, (), slot) for slot in given.slots)


def test_once_somebody_is_gone_there_is_a_valid_timetable_wherever_one_is_left(days):
    found = [(given, one) for given, one in days if isinstance(one, Timetable) and one.meetings]
    said, left = [], []
    for given, one in found:
        now = dropped(given, one.meetings, {one.meetings[-1].seller}, from_slot=1)
        again = rearrange(now, one.meetings)
        said.append(wrongs(now, again.meetings) if isinstance(again, Timetable) else None)
        anywhere = frozenset(replace(lock, table=-1) for lock in now.locks)
        left.append(None if best(replace(now, locks=anywhere)) is None else [])
    assert said == left
    assert [] in left
