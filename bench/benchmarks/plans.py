"""Plans of support programmes: sixty measures with steps for a project of six costs, each from other numbers.

Programmes that share costs do so in couples; and by threes, with two such parties among the sixty and with six.
"""

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
from kosetsu.services.programmes.rules.planning import plan
from kosetsu.services.programmes.rules.situation import Situation

MEASURES, COSTS = 60, 6
P99_MS = 150
"""The bar."""
PARTIES = ((2, 30), (3, 30), (3, 10))
"""So many programmes of every so many share costs."""


def run(size: Size) -> Iterator[Line]:
    """Beside the whole plan what finding the options alone takes, which is Python's part."""
    for party, every in PARTIES:
        yield from _parties(10 * size.rounds if (party, every) == PARTIES[0] else 3 * size.rounds, party, every)


def _parties(count: int, party: int, every: int) -> Iterator[Line]:
    worlds = [_world(seed, party, every) for seed in range(count)]
    gc.collect()
    gc.freeze()  # hundreds of made-up worlds at once: no plan has to pay for looking through them
    plans: list[tuple[bool, int]] = []
    began = time.process_time()
    whole = timed([partial(_plan, world, plans) for world in worlds])
    cpu = (time.process_time() - began) / len(plans) * 1000
    options = timed([partial(_options, world) for world in worlds])
    if not all(proven for proven, _taken in plans):
        raise SystemExit("a plan was not proven the best")
    p99 = _p99(whole) * 1000
    taken = sum(taken for _proven, taken in plans) / len(plans)
    title = (
        f"{MEASURES} measures for {COSTS} costs, {party} of every {every} share costs ({taken:.1f} programmes in it)"
    )
    yield Line(f"a plan of {title}", f"p50 {whole.p50 * 1000:.1f} ms, p99 {p99:.1f} ms, {cpu:.1f} ms of CPU",
               "the bar, p99", f"{P99_MS} ms", p99 / P99_MS, "of the bar")  # fmt: skip
    yield Line("of it finding what can be applied for", f"p50 {options.p50 * 1000:.1f} ms, "
               f"p99 {_p99(options) * 1000:.1f} ms", "the whole plan", str(whole), options.p50 / whole.p50,
               "of the plan")  # fmt: skip


def _world(seed: int, party: int, every: int) -> Situation:
    draw = random.Random(seed)
    book = measures.book(draw, MEASURES, party, every)
    project = measures.project(draw, COSTS)
    return Situation(book, measures.PlainJudge(book), {}, project, measures.NOON, measures.TOKYO)


def _plan(given: Situation, plans: list[tuple[bool, int]]) -> None:
    """Only what is asked of the plan afterwards is kept, as where a page was answered."""
    found = plan(given.book, given.judge, given.answers, given.project, at=given.at, zone=given.zone)
    plans.append((found.proven, len(found.applications)))


def _options(given: Situation) -> None:
    candidates(Situation(given.book, given.judge, given.answers, given.project, given.at, given.zone))


def _p99(times: Times) -> float:
    return sorted(times.seconds)[min(len(times.seconds) - 1, round(0.99 * (len(times.seconds) - 1)))]
