"""The memory of a worker that builds the public index and then the columns from nothing, in one process."""

import shutil
import time
from collections.abc import Iterator

from bench import rss
from bench.clock import LAST_MOMENT
from bench.lines import Line
from bench.scale.sizes import Size
from kosetsu.across.reporting.columns import ledger, store
from kosetsu.foundation.search import follower
from kosetsu.foundation.search.sources import PUBLIC

LIMIT_MB = 600


def run(_: Size) -> Iterator[Line]:
    """Peak after each of the two."""
    before = f"{rss.now_mb():.0f} MB"
    began = time.perf_counter()
    report = follower.rebuild(PUBLIC)
    name = f"worker, {report.documents:,} documents indexed"
    yield _line(name, time.perf_counter() - began, before)
    shutil.rmtree(ledger.folder(), ignore_errors=True)
    began = time.perf_counter()
    held = store.refresh(at=LAST_MOMENT + 2 * store.LAG)
    name = f"worker, then {sum(year.rows for year in held.years.values()):,} entries to columns"
    yield _line(name, time.perf_counter() - began, before)


def _line(name: str, seconds: float, before: str) -> Line:
    peak = rss.peak_mb()
    figure = f"peak {peak:.0f} MB ({seconds:.0f} s)"
    return Line(name, figure, "before", before, peak / LIMIT_MB, f"of {LIMIT_MB} MB")
