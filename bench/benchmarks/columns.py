"""The casebook into columns from nothing, beside reading the same rows and throwing them away."""

import shutil
import time
from collections.abc import Iterator

from bench.clock import LAST_MOMENT
from bench.lines import Line
from bench.scale.sizes import Size
from kosetsu.across.reporting.columns import ledger, store
from kosetsu.across.reporting.columns.exporting import chunks
from kosetsu.across.reporting.columns.flat import FLAT_ENTRIES


def run(_: Size) -> Iterator[Line]:
    """Entries per second of a full export, and of a refresh with nothing new."""
    shutil.rmtree(ledger.folder(), ignore_errors=True)
    exported, seconds = _refresh()
    began = time.perf_counter()
    read = sum(len(rows) for rows in chunks(FLAT_ENTRIES))
    plain = time.perf_counter() - began
    yield Line(
        "export of all entries to columns", f"{exported / seconds:,.0f} entries/s ({exported:,} in {seconds:.1f} s)",
        "the same rows read and thrown away", f"{read / plain:,.0f} entries/s", seconds / plain, "its time",
    )  # fmt: skip
    _rows, idle = _refresh()
    yield Line("refresh with nothing new", f"{idle * 1000:.0f} ms", "full export", f"{seconds:.1f} s", idle / seconds)


def _refresh() -> tuple[int, float]:
    began = time.perf_counter()
    held = store.refresh(at=LAST_MOMENT + 2 * store.LAG, lag=store.LAG)
    return sum(year.rows for year in held.years.values()), time.perf_counter() - began
