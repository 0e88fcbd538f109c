"""Support programmes: one company, all companies beside OpenFisca-Core, the preview of an edit."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bench import openfisca, programmes_batch
from bench.lines import Line
from bench.places import FOLDER, ROOT
from bench.scale import programmes
from bench.scale.sizes import Size
from kosetsu.services.programmes.rules import language as said
from kosetsu.services.programmes.rules.asking import next_question
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.columns import Column, preview
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.rules.reasons import cheapest_change, why_not

COMPANIES_A_ROUND = 4_000
"""400,000 at full scale."""
ROW_MS, QUESTION_MS, PREVIEW_S, SHARE = 0.3, 50, 5, 0.5
COSTS = {"machines": 12_000_000, "experts": 500_000}
UNKNOWN = 1


def run(size: Size) -> Iterator[Line]:
    """Each book: one company at a time, then all of them."""
    count = COMPANIES_A_ROUND * size.rounds
    for which in programmes.books():
        decider = Decider(programmes.book(which))
        table = programmes.population(decider, count)
        yield from _rows(which, decider, programmes.rows(table, decider, 20 * size.rounds))
        yield from _all(which, decider, table, count)
        yield _preview(which, decider.book, table, count)


def _rows(which: str, decider: Decider, companies: list[dict[str, said.Value]]) -> Iterator[Line]:
    """Each company once, as a page asks: after the code was compiled, with nothing of it remembered."""
    decider.decide({})
    ours, outcomes = _cpu_ms(lambda one: decider.decide(one), companies)
    opened, _reasons = _cpu_ms(lambda one: [decider.said(mask) for each in one for mask in each[1:]], outcomes)
    title = f"{which}: {len(decider.book.descriptions)} programmes × 1 company"
    yield Line(f"{title}, all reasons", f"{ours:.3f} ms CPU", "the bar", f"{ROW_MS} ms", ours / ROW_MS, "of the bar")
    yield Line(f"{title}, every reason opened as well", f"{ours + opened:.3f} ms CPU", "the bar", f"{ROW_MS} ms",
               (ours + opened) / ROW_MS, "of the bar")  # fmt: skip
    first, _question = _cpu_ms(lambda one: next_question(decider, one, COSTS), [{}])
    yield Line(f"{title}, the first question of a process, code compiled for it", f"{first:.0f} ms CPU")
    yield _slow(f"{title}, next question", lambda one: next_question(decider, one, COSTS), companies)
    yield _slow(f"{title}, why not and the cheapest change of each", lambda one: _why(decider, one), companies)


def _why(decider: Decider, company: dict[str, said.Value]) -> None:
    for n in range(len(decider.book.descriptions)):
        why_not(decider, n, company)
        cheapest_change(decider, n, company)


def _cpu_ms(ask: Callable[[Any], Any], of: list[Any]) -> tuple[float, list[Any]]:
    began = time.process_time()
    found = [ask(one) for one in of]
    return (time.process_time() - began) / len(of) * 1000, found


def _slow(name: str, ask: Callable[[Any], Any], companies: list[dict[str, said.Value]]) -> Line:
    """Of a tenth of the companies, as each takes long; the worst is one of whom nothing is known."""
    took = sorted(_cpu_ms(ask, [one])[0] for one in [*companies[: len(companies) // 10 + 1], {}])
    p50, p95 = took[len(took) // 2], took[int(len(took) * 0.95)]
    figure = f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, most {took[-1]:.1f} ms CPU"
    return Line(name, figure, "the bar", f"{QUESTION_MS} ms", p95 / QUESTION_MS, "of the bar")


def _all(which: str, decider: Decider, table: dict[str, Column], count: int) -> Iterator[Line]:
    folder = FOLDER / f"programmes-{which}"
    shutil.rmtree(folder, ignore_errors=True)
    programmes_batch.write(table, folder)
    openfisca.write(decider, table, folder)
    ours = _child([sys.executable, "-m", "bench.programmes_batch", which, str(count), str(folder)])
    title = f"{which}: {len(decider.book.descriptions)} programmes × {count:,} companies"
    yield Line(f"{title}, all reasons", _figure(ours), "process before", f"{ours['before']:.0f} MB")
    python = openfisca.interpreter(make=count > COMPANIES_A_ROUND)
    if python is None:
        yield Line(f"{title}, OpenFisca-Core", "not installed: requirements/openfisca.txt")
        return
    theirs = _child([str(python), str(openfisca.SCRIPT), str(folder)])
    yield Line(f"{title}, verdicts", _agreed(folder), "OpenFisca-Core", "three-valued logic alone")
    yield _beside(f"{title}, exact verdicts and reasons", ours["cpu"], "three-valued verdicts only", theirs["cpu"])
    yield _beside(f"{title}, exact verdicts alone", ours["cpu"] - ours["why"], "three-valued verdicts only",
                  theirs["cpu"])  # fmt: skip
    yield _beside(f"{title}, exact verdicts and reasons", ours["cpu"], "three-valued verdicts and the same reasons",
                  theirs["cpu"] + theirs["why"])  # fmt: skip
    yield Line(f"{title}, wall and peak", _figure(ours), "OpenFisca-Core", _figure(theirs),
               ours["peak"] / theirs["peak"], "its memory")  # fmt: skip


def _beside(title: str, ours: float, what: str, theirs: float) -> Line:
    """CPU of both, each with what it computes for it."""
    return Line(f"{title}, CPU", f"{ours:.2f} s", f"OpenFisca-Core, {what}", f"{theirs:.2f} s",
                ours / theirs, f"its CPU (the bar: {SHARE})")  # fmt: skip


def _child(command: list[str]) -> dict[str, float]:
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _figure(took: dict[str, float]) -> str:
    return f"{took['seconds']:.1f} s, {took['cpu']:.1f} s CPU, peak {took['peak']:.0f} MB"


def _agreed(folder: Path) -> str:
    """Whatever three-valued logic decides must be decided alike: an unequal verdict ends the run."""
    ours, theirs = np.load(folder / "ours.npy"), np.load(folder / "theirs.npy")
    if np.any((ours != theirs) & (theirs != UNKNOWN)):
        raise SystemExit("verdicts of the two are not equal")
    return f"equal; {np.count_nonzero(ours != theirs):,} more decided"


def _preview(which: str, book: Book, table: dict[str, Column], count: int) -> Line:
    """One description with a condition more, decided again for everybody."""
    one = max(book.descriptions, key=lambda each: len(str(each.who)))
    changed = one.model_copy(update={"who": said.All(all=(one.who, said.AtMost(fact="employees", at_most=15)))})
    before, after = (replace(book, descriptions=(each,)) for each in (one, changed))
    began = time.perf_counter()
    found = preview(before, after, table, count)
    took = time.perf_counter() - began
    figure = f"{took:.2f} s ({len(found.newly):,} newly, {len(found.no_longer):,} no longer)"
    return Line(f"{which}: an edit before it is published, {count:,} companies", figure, "the bar", f"{PREVIEW_S} s",
                took / PREVIEW_S, "of the bar")  # fmt: skip
