"""All benchmarks at real scale: ``python -m bench [--small | --booked] [--fresh] [--only NAME …] [--on DATABASE …]``.

See bench/README.md. The search has benches of its own (``python -m bench.search_scale``).
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator

from bench.lines import HEAD, Line
from bench.places import ROOT, Place, databases

BENCHMARKS = (
    "columns", "reporting", "past_cases", "pages", "audit", "growth", "web_memory", "worker_memory", "papers",
    "bookings", "doubts", "plans", "programmes", "timetables", "cohorts", "assignments", "opening_minute",
    "exhibition", "screening",
)  # fmt: skip
SOLVERS = {"timetables", "cohorts", "assignments"}
"""They make their own questions and ask no database."""


def main() -> int:
    asked = _asked()
    failed = False
    for database in asked.on or databases():
        place = Place(database, asked.size)
        place.folder.mkdir(parents=True, exist_ok=True)
        if set(asked.only or BENCHMARKS) <= SOLVERS:
            print(f"== {database}: no database is needed", flush=True)
        elif asked.fresh or not place.mark.exists():
            print(f"== {database}: generating ({place.size})", flush=True)
            failed |= bool(_step(place, "prepare", []))
        else:
            failed |= bool(_step(place, "update", []))
        lines: list[Line] = []
        for name in asked.only or BENCHMARKS:
            print(f"== {database}: {name}", flush=True)
            failed |= bool(_step(place, name, lines))
        _keep(place, lines)
    return int(failed)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    scale = parser.add_mutually_exclusive_group()
    scale.add_argument(
        "--small", dest="size", action="store_const", const="small", help="a hundredth of the real scale"
    )
    scale.add_argument(
        "--booked", dest="size", action="store_const", const="booked", help="the same with full calendars"
    )
    parser.set_defaults(size="full")
    parser.add_argument("--fresh", action="store_true", help="generate the databases again")
    parser.add_argument("--only", nargs="+", choices=BENCHMARKS)
    parser.add_argument("--on", nargs="+", choices=("sqlite", "postgresql"))
    return parser.parse_args()


def _step(place: Place, name: str, lines: list[Line]) -> int:
    """Run one step in its own process; what it measured is printed and kept."""
    command = [sys.executable, "-m", "bench.one", name, place.database, place.size]
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=place.environment(), stdout=subprocess.PIPE, text=True) as child:
        for line in _lines(child):
            lines.append(line)
            print(line.shown(), flush=True)
    print(f"   ({time.perf_counter() - began:.0f} s)", flush=True)
    return child.returncode


def _lines(child: "subprocess.Popen[str]") -> Iterator[Line]:
    assert child.stdout
    for text in child.stdout:
        mark, _space, packed = text.partition(" ")
        if mark == "LINE":
            yield Line(**json.loads(packed))
        else:
            print(text, end="", flush=True)


def _keep(place: Place, lines: list[Line]) -> None:
    """The figures as a table for bench/README.md."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    head = f"{place.database}, {place.size}: {machine}"
    table = "\n".join([head, "", HEAD, *(line.as_markdown() for line in lines), ""])
    (place.folder / "figures.md").write_text(table, encoding="utf-8")
    print(f"== figures as a table: {place.folder / 'figures.md'}")


if __name__ == "__main__":
    sys.exit(main())
