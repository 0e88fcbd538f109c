"""Start the whole program on one machine: the web process and one worker, under one command."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from kosetsu.common.clock import now
from kosetsu.common.schedule import enqueue_due

WEB = [
    "-m",
    "gunicorn",
    "kosetsu.config.wsgi",
    "--worker-class",
    "gthread",
    "--keep-alive",
    "75",
    "--access-logfile",
    "-",
]
WORKER = ["manage.py", "db_worker", "--interval", "2"]
SMALL = {"MALLOC_ARENA_MAX": "2"}
"""Threads share the C library's heaps: with one for each thread, memory that one has freed helps no other."""
LOOK_EVERY = 15.0
"""Seconds between two looks at what is due; the parent process is the scheduler of a one-machine set-up."""


class Command(BaseCommand):
    help = "Start web and worker; with --prepare, first bring database, institute data and static files up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--prepare", action="store_true")
        parser.add_argument("--port", default="8000")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--threads", default="8")

    def handle(self, *, prepare: bool, port: str, host: str, threads: str, **options: Any) -> None:
        if prepare:
            self.prepare()
        web = [*WEB, "--threads", threads, "--bind", f"{host}:{port}"]
        if not settings.DEBUG:
            web += ["--log-level", "warning", "--access-logfile", "/dev/null"]
        self.stdout.write(self.style.SUCCESS(f"http://localhost:{port}"))
        sys.exit(supervise([[sys.executable, *web], [sys.executable, *WORKER]]))

    def prepare(self) -> None:
        """Everything a first start needs; a second start finds the marks and skips what has not changed."""
        settings.KOSETSU_DATA_DIR.mkdir(parents=True, exist_ok=True)
        call_command("compile_messages")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        self._once("static", [settings.BASE_DIR / "kosetsu"], "collectstatic", interactive=False, verbosity=0)
        self._once("institute", [settings.KOSETSU_INSTITUTE_DIR], "load_institute", demo=settings.KOSETSU_DEMO)
        if settings.KOSETSU_DEMO:
            call_command("seed_demo", list=True, stdout=self.stdout)
        call_command("search_index", "follow", stdout=self.stdout)  # last, so that nobody's question waits for it

    def _once(self, name: str, folders: list[Path], command: str, **options: Any) -> None:
        """Run ``command`` unless the files below ``folders`` are those of the last run."""
        mark = settings.KOSETSU_DATA_DIR / "marks" / name
        state = fingerprint(folders)
        if mark.exists() and mark.read_text() == state:
            return
        call_command(command, stdout=self.stdout, **options)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.write_text(state)


def fingerprint(folders: list[Path]) -> str:
    """A digest over names, sizes and times of the data and static files below ``folders``."""
    digest = hashlib.sha256(str(settings.DATABASES["default"]["NAME"]).encode())
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in {".py", ".pyc", ".mo"}):
            stat = path.stat()
            digest.update(f"{path}{stat.st_size}{stat.st_mtime_ns}".encode())
    return digest.hexdigest()


def supervise(commands: list[list[str]]) -> int:
    """Run the commands together; when one ends or a signal comes, end them all. Returns the first exit code."""
    children = [subprocess.Popen(command, env=SMALL | os.environ) for command in commands]

    def stop(_number: int, _frame: Any) -> None:
        for child in children:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while all(child.poll() is None for child in children):
        enqueue_due(now())
        wait_for_any(children, LOOK_EVERY)
    stop(signal.SIGTERM, None)
    return max(child.wait() for child in children)


def wait_for_any(children: list[subprocess.Popen[bytes]], seconds: float) -> None:
    """Sleep until one child ends, at most ``seconds``."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and all(child.poll() is None for child in children):
        time.sleep(0.5)
