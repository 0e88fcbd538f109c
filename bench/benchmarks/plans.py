"""Plans of support programmes: sixty measures with steps for a project of six costs, each from other numbers."""

import gc
import random
import time
from collections.abc import Iterator
from functools import partial

from bench.lines import Line
from bench.scale import measures
from bench.scale.sizes import Size
from bench.timing import Times, timed
from kosetsu.services.programmes.rules.options import candidates
from kosetsu.services.programmes.rules.planning import Plan, plan
from kosetsu.services.programmes.rules.situation import Situation

MEASURES, COSTS = 60, 6
P99_MS = 150
"""The bar."""


def run(size: Size) -> Iterator[Line]:
    """Beside the whole plan what finding the options alone takes, which is Python's part."""
    worlds = [_world(seed) for seed in range(10 * size.rounds)]
    gc.collect()
    gc.freeze()  # hundreds of made-up worlds at once: no plan has to pay for looking through them
    plans: list[Plan] = []
    began = time.process_time()
    whole = timed([partial(_plan, world, plans) for world in worlds])
    cpu = (time.process_time() - began) / len(plans) * 1000
    options = timed([partial(_options, world) for world in worlds])
    if not all(one.proven for one in plans):
        raise SystemExit("a plan was not proven the best")
    p99 = _p99(whole) * 1000
    taken = sum(len(one.applications) for one in plans) / len(plans)
    yield Line(f"a plan of {MEASURES} measures for {COSTS} costs ({taken:.1f} programmes in it)",
               f"p50 {whole.p50 * 1000:.1f} ms, p99 {p99:.1f} ms, {cpu:.1f} ms of CPU", "the bar, p99", f"{P99_MS} ms",
               p99 / P99_MS, "of the bar")  # fmt: skip
    yield Line("of it finding what can be applied for", f"p50 {options.p50 * 1000:.1f} ms, "
               f"p99 {_p99(options) * 1000:.1f} ms", "the whole plan", str(whole), options.p50 / whole.p50,
               "of the plan")  # fmt: skip


def _world(seed: int) -> Situation:
    draw = random.Random(seed)
    book = measures.book(draw, MEASURES)
    project = measures.project(draw, COSTS)
    return Situation(book, measures.PlainJudge(book), {}, project, measures.NOON, measures.TOKYO)


def _plan(given: Situation, plans: list[Plan]) -> None:
    plans.append(plan(given.book, given.judge, given.answers, given.project, at=given.at, zone=given.zone))


def _options(given: Situation) -> None:
    candidates(Situation(given.book, given.judge, given.answers, given.project, given.at, given.zone))


def _p99(times: Times) -> float:
    return sorted(times.seconds)[min(len(times.seconds) - 1, round(0.99 * (len(times.seconds) - 1)))]
