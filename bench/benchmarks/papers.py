"""One report on paper: cold in a process of its own, warm one after another, beside a page of one line of text."""

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.lines import Line
from bench.scale.sizes import Size
from bench.timing import timed
from kosetsu.common.pdf import render
from kosetsu.services.testing.documents.reports import report_pdf, verify_address
from kosetsu.services.testing.papers.content import Content
from kosetsu.services.testing.tests.samples import content

AT = dt.datetime(2026, 3, 31, 1, 0, tzinfo=dt.UTC)
NUMBER = "ABCD-EFGH-JKMN-PQRS"
COLD_SECONDS, WARM_A_SECOND = 2, 20
"""The bars: one certificate cold, and how many a second once the compiler is warm."""


def run(size: Size) -> Iterator[Line]:
    """Each paper is another report, so that nothing is remembered but fonts and template."""
    with TemporaryDirectory() as folder:
        letter = Path(folder) / "letter.typ"
        letter.write_text("#let data = json(bytes(sys.inputs.data))\n#data.body\n", encoding="utf-8")
        least = timed([lambda n=n: render(letter, {"body": str(n)}, at=AT) for n in range(size.rounds)])  # type: ignore[misc]
    cold = timed([lambda n=n: _print(n, apart=True) for n in range(min(size.rounds, 5))], warm=False)  # type: ignore[misc]
    began = time.process_time()
    warm = timed([lambda n=n: _print(n) for n in range(size.rounds * 5)])  # type: ignore[misc]
    cpu = (time.process_time() - began) / (len(warm.seconds) + 1) * 1000
    yield Line("a report, cold, in a process of its own", str(cold), "the bar", f"{COLD_SECONDS} s",
               COLD_SECONDS / cold.p50, "as fast as the bar asks")  # fmt: skip
    rate = len(warm.seconds) / sum(warm.seconds)
    yield Line(f"a report, warm: {rate:.0f}/s (the bar: {WARM_A_SECOND})", f"{warm}, {cpu:.0f} ms of CPU",
               "one line of text", str(least), warm.p50 / least.p50, "its time")  # fmt: skip


def _print(n: int, *, apart: bool = False) -> bytes:
    return report_pdf(_numbered(n), at=AT, verification=NUMBER, address=verify_address(NUMBER), apart=apart)


def _numbered(n: int) -> Content:
    said = content()
    return replace(said, number=f"B01-R7-{n:05d}", results=tuple(replace(one, value=str(n)) for one in said.results))
