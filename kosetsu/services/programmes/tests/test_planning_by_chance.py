"""Plans of made-up worlds: none that cannot be carried out, and none that brings less than the best of all sets.

KOSETSU_PLAN_CASES says how many worlds; KOSETSU_PLAN_SEED where they begin.
"""

import os
import random
from typing import Any

from kosetsu.services.programmes.rules import parcels
from kosetsu.services.programmes.rules.planning import Plan, plan
from kosetsu.services.programmes.tests.plan_oracle import Brute, wrongs
from kosetsu.services.programmes.tests.worlds import Reader, World, random_world

CASES = int(os.environ.get("KOSETSU_PLAN_CASES", "150"))
SEED = int(os.environ.get("KOSETSU_PLAN_SEED", "0"))


def planned(world: World) -> Plan:
    return plan(world.book, Reader(world.book), world.answers, world.project, at=world.at, zone=world.zone,
                refused=world.refused, kept=world.kept)  # fmt: skip


def test_every_plan_can_be_carried_out_and_is_the_best_of_all_sets():
    assert wrong(range(SEED, SEED + CASES)) == {}


def test_parties_too_large_to_be_written_down_are_planned_as_well(monkeypatch):
    monkeypatch.setattr(parcels, "MANY", -1)
    assert wrong(range(SEED, SEED + CASES // 3)) == {}


def wrong(seeds: range) -> dict[int, Any]:
    """By seed, what cannot be carried out and what is not the best."""
    bad = {}
    for seed in seeds:
        world = random_world(random.Random(seed))
        found = planned(world)
        kept = sum(one.yen for one in world.kept)
        net, best = found.total_yen - kept - found.fees_yen, Brute(world).best()
        if (wrong := wrongs(world, found)) or net != best or not found.proven or best > max(found.naive_yen, 0):
            bad[seed] = (wrong, net, best, found.proven, found.naive_yen)
    return bad
