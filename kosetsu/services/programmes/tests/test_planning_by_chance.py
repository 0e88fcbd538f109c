"""Plans of made-up worlds: none that cannot be carried out, and none that brings less than the best of all sets.

KOSETSU_PLAN_CASES says how many worlds; KOSETSU_PLAN_SEED where they begin.
"""

import os
import random

from kosetsu.services.programmes.rules.planning import Plan, plan
from kosetsu.services.programmes.tests.plan_oracle import Brute, wrongs
from kosetsu.services.programmes.tests.worlds import Reader, World, random_world

CASES = int(os.environ.get("KOSETSU_PLAN_CASES", "150"))
SEED = int(os.environ.get("KOSETSU_PLAN_SEED", "0"))


def planned(world: World) -> Plan:
    return plan(world.book, Reader(world.book), world.answers, world.project, at=world.at, zone=world.zone,
                refused=world.refused, kept=world.kept)  # fmt: skip


def test_every_plan_can_be_carried_out_and_is_the_best_of_all_sets():
    bad = {}
    for seed in range(SEED, SEED + CASES):
        world = random_world(random.Random(seed))
        found = planned(world)
        kept = sum(one.yen for one in world.kept)
        net, best = found.total_yen - kept - found.fees_yen, Brute(world).best()
        if (wrong := wrongs(world, found)) or net != best or not found.proven or best > max(found.naive_yen, 0):
            bad[seed] = (wrong, net, best, found.proven, found.naive_yen)
    assert bad == {}
