"""The program behind two web workers at the bench's moment: asked over HTTP, its CPU as the kernel counts it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.places import ROOT
from bench.timing import Times

WORKERS, CLIENTS, PATIENCE = 2, 2, 120
TICKS = os.sysconf("SC_CLK_TCK")
Ask = tuple[str, str, str, dict[str, str]]
"""Method, address, body, headers."""


@dataclass(frozen=True, slots=True)
class Served:
    """How long each call took from outside, and what it cost the web processes."""

    times: Times
    cpu_ms: float


@contextmanager
def serving(clients: int = CLIENTS) -> Iterator[Callable[[Sequence[Ask]], Served]]:
    """Two gunicorn workers on this process's database; the function asks them, so many at a time."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "bench.wsgi", "--workers", str(WORKERS), "--worker-class", "gthread",
               "--threads", "4", "--bind", f"127.0.0.1:{port}", "--log-level", "error"]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ, start_new_session=True)
    try:
        _wait(port)
        yield lambda asked: _ask_all(process.pid, port, asked, clients)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _ask_all(pid: int, port: int, asked: Sequence[Ask], many: int) -> Served:
    before = _cpu_seconds(pid)
    with ThreadPoolExecutor(many) as clients:
        seconds = tuple(clients.map(lambda numbered: _ask(port, numbered[1], numbered[0]), enumerate(asked)))
    return Served(Times(seconds), (_cpu_seconds(pid) - before) / len(asked) * 1000)


def _ask(port: int, asked: Ask, number: int = 0) -> float:
    """From an address of its own: visitors may call so many times a minute each."""
    method, address, body, headers = asked
    began = time.perf_counter()
    source = (f"127.0.1.{number % 250 + 1}", 0)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=source)
    connection.request(method, address, body or None, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status not in (200, 201, 302):
        raise SystemExit(f"{method} {address} answered {answer.status}")
    return time.perf_counter() - began


def _cpu_seconds(master: int) -> float:
    """User and system time of the workers, without their master."""
    return sum(_own(pid) for pid in _children(master))


def _own(pid: int) -> float:
    cells: Any = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(cells[11]) + int(cells[12])) / TICKS


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            _ask(port, ("GET", "/healthz", "", {}))
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)
