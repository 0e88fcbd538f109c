"""Reports on paper, from the record to the stored PDF/A: cold in a new process, warm by two workers at once."""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection

from bench import printing
from bench.lines import Line
from bench.places import ROOT
from bench.scale import results
from bench.scale.sizes import Size
from bench.timing import Times, timed
from kosetsu.common.pdf import render
from kosetsu.services.testing.actions.reports import report_pdf, verify_address
from kosetsu.services.testing.models import Report

COLD_SECONDS, WARM_A_SECOND = 2, 20
"""The bars: one report in a process that was just started, and how many a second two workers print."""
WORKERS = 2
COLD = 5


def run(size: Size) -> Iterator[Line]:
    """Each paper is another report, so that nothing is remembered but fonts and template."""
    keeper = results.fill(size.results).keeper
    rounds = min(size.rounds, COLD)
    new = partial(results.reports, by=keeper)
    if not connection.in_atomic_block:  # else no other process sees the rows
        before = _cpu()
        cold = Times(tuple(_cold(number) for number in new(rounds)))
        spent = (_cpu() - before) / rounds
        yield Line("a report, cold: a new process, record to stored PDF/A", f"{cold}, {spent:.2f} s of CPU", "the bar",
                   f"{COLD_SECONDS} s", cold.p50 / COLD_SECONDS, "of the bar")  # fmt: skip
        rate = _rate([new(size.rounds * 2 + 1) for _ in range(WORKERS)])
        yield Line(f"reports, warm, {WORKERS} workers at once", f"{rate:.1f}/s", "the bar", f"{WARM_A_SECOND}/s",
                   rate / WARM_A_SECOND, "the bar")  # fmt: skip
    page = timed([partial(_bytes, number, apart=True) for number in new(rounds)], warm=False)
    yield Line("the bytes for a page, the compiler in a new process", str(page), "the bar", f"{COLD_SECONDS} s",
               page.p50 / COLD_SECONDS, "of the bar")  # fmt: skip
    yield _parts(size, new(size.rounds + 1))


def _parts(size: Size, numbers: Sequence[int]) -> Line:
    """What of a report is the paper's own: beside a page of one line."""
    with TemporaryDirectory() as folder:
        letter = Path(folder) / "letter.typ"
        letter.write_text("#let data = json(bytes(sys.inputs.data))\n#data.body\n", encoding="utf-8")
        least = timed([partial(render, letter, {"body": str(n)}) for n in range(size.rounds)])
    began = time.process_time()
    warm = timed([partial(_bytes, number) for number in numbers])
    cpu = (time.process_time() - began) / (len(warm.seconds) + 1) * 1000
    return Line("a report's bytes, warm, one worker", f"{warm}, {cpu:.0f} ms of CPU", "one line of text", str(least),
                warm.p50 / least.p50, "its time")  # fmt: skip


def _bytes(number: int, *, apart: bool = False) -> bytes:
    report = Report.objects.get(pk=number)
    known = report.verification
    return report_pdf(report.said, at=report.issued_at, verification=known, address=verify_address(known), apart=apart)


def _cold(number: int) -> float:
    """Interpreter, Django, database, compiler and fonts: all of it begins here."""
    began = time.perf_counter()
    worker = _worker([number])
    _wait(worker)
    seconds = time.perf_counter() - began
    _end(worker)
    return seconds


def _cpu() -> float:
    """What ended processes have spent: on a busy machine the figure to read."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _rate(shares: Sequence[Sequence[int]]) -> float:
    """Reports a second, from the moment all are warm until the last has ended."""
    workers = [_worker(share) for share in shares]
    for worker in workers:
        _wait(worker)
    began = time.perf_counter()
    for worker in workers:
        assert worker.stdin
        worker.stdin.close()
    for worker in workers:
        _end(worker)
    return sum(len(share) - 1 for share in shares) / (time.perf_counter() - began)


def _worker(numbers: Sequence[int]) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", printing.__name__, *map(str, numbers)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _wait(worker: "subprocess.Popen[str]") -> None:
    assert worker.stdout
    if worker.stdout.readline().strip() != "WARM":
        raise SystemExit("a printing process ended before its first report")


def _end(worker: "subprocess.Popen[str]") -> None:
    if worker.stdin and not worker.stdin.closed:
        worker.stdin.close()
    if worker.wait():
        raise SystemExit("a printing process failed")
