"""The log of an exhibition: distinct visitors of every booth beside a brute-force count, and the report of them."""

import time
from collections.abc import Iterator
from functools import partial

from bench.clock import LAST_MOMENT
from bench.lines import Line
from bench.scale import visits
from bench.scale.sizes import Size
from bench.timing import queries, timed
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.pages.report import figures

REPORT_SECONDS = 0.3


def run(size: Size) -> Iterator[Line]:
    """Unequal figures end the run: of the report, of the night's recount, of brute force."""
    events = size.looks
    visited = visits.fill(events)
    ask = partial(figures, visited.exhibition)
    brute = {booth: len(seen) for booth, seen in visited.seen.items()}
    shown = {booth.pk: count for booth, count in ask()["rows"] if count}
    if shown != brute:
        raise SystemExit("the report counts other visitors than brute force")
    began = time.perf_counter()
    recount = actions.recount(at=LAST_MOMENT, exhibition=visited.exhibition)
    night = time.perf_counter() - began
    if recount.differing or recount.viewers != sum(brute.values()):
        raise SystemExit("the log says another number than the report")
    found = timed([ask] * size.rounds)
    yield Line(f"report of {events:,} looks, {sum(brute.values()):,} viewers", str(found), "the bar",
               f"{REPORT_SECONDS * 1000:.0f} ms", found.p50 / REPORT_SECONDS, "of the bar", queries(ask))  # fmt: skip
    yield Line(f"recount of {events:,} looks out of the log", f"{night:.2f} s", "the report", str(found),
               night / found.p50, "its time")  # fmt: skip
