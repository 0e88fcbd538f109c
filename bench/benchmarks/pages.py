"""Pages through every middleware: p50, p95 and query count, beside the sign-in page, which reads no record."""

from collections.abc import Iterator

from bench.asking import pages
from bench.lines import Line
from bench.scale.sizes import Size
from bench.timing import queries, timed

FLOOR = "the sign-in page (the floor)"


def run(size: Size) -> Iterator[Line]:
    """Every page once for nothing, once with its queries counted, then its rounds."""
    asked = pages(size)
    floor = timed(asked.pop(FLOOR))
    for name, calls in asked.items():
        times = timed(calls)
        yield Line(
            name, str(times), "the sign-in page", str(floor), times.p50 / floor.p50, "its p50", queries(calls[-1])
        )
