"""The real program as the tests start it: ``manage.py start`` in a process of its own, on its own data."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 240
"""Seconds a first start may take on a slow machine."""


@dataclass(frozen=True, slots=True)
class Program:
    """A running program: its address and the folder it writes to."""

    url: str
    data: Path


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def environment(data: Path, **more: str) -> dict[str, str]:
    """The tests' environment without what only the tests set."""
    ours = {"DJANGO_SETTINGS_MODULE", "SECRET_KEY", "AUDIT_KEY", "DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    given = {name: value for name, value in more.items() if value}
    return kept | {"KOSETSU_DATA_DIR": str(data), "KOSETSU_DEMO": "1"} | given


@contextmanager
def running(command: list[str], env: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own, ended with all its children."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=dict(env), stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def started(data: Path, **env: str) -> Iterator[Program]:
    """``manage.py start --prepare`` on ``data``; ready when its first page answers."""
    port = free_port()
    log = data / "start.log"
    with running(["manage.py", "start", "--prepare", "--port", str(port)], environment(data, **env), log) as process:
        wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", process, log)
        yield Program(f"http://localhost:{port}", data)


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not _answers(url):
        if process.poll() is not None or time.monotonic() > until:
            raise AssertionError(f"the program did not start:\n{log.read_text()[-3000:]}")
        time.sleep(0.3)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


class Node:
    """One machine: its own data directory; the database behind it and the keys may be others' as well."""

    def __init__(self, folder: Path, url: str, **more: str) -> None:
        self.folder, self.port = folder, free_port()
        folder.mkdir(exist_ok=True)
        keys = dict.fromkeys(("SECRET_KEY", "AUDIT_KEY"), "shared-between-the-nodes-of-this-test")
        self.env = environment(folder, DATABASE_URL=url, **keys, **more)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def manage(self, *command: str, code: str = "") -> str:
        """One command of the program, ``code`` on its input; what it said."""
        done = self._run(command, code)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def refused(self, *command: str) -> str:
        """A command that ends with an error; what it complained of."""
        done = self._run(command)
        assert done.returncode != 0, done.stdout.decode()
        return done.stderr.decode()

    def _run(self, command: tuple[str, ...], code: str = "") -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.env, input=code.encode(), capture_output=True
        )

    def start(self, stack: ExitStack, *, threads: int = 2) -> None:
        """The web process, until the stack ends; ready when its first page answers."""
        web = ["-m", "gunicorn", "kosetsu.config.wsgi", "--threads", str(threads), "--bind", f"127.0.0.1:{self.port}"]
        log = self.folder / "web.log"
        process = stack.enter_context(running(web, self.env, log))
        wait_until_it_answers(f"{self.url}/healthz", process, log)

    def work(self, stack: ExitStack) -> None:
        """A worker beside it."""
        worker = ["manage.py", "db_worker", "--interval", "0.2", "--no-startup-delay"]
        stack.enter_context(running(worker, self.env, self.folder / "worker.log"))
