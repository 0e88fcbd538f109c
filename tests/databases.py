"""Databases of their own for programs that the tests start, made beside the one under test and dropped afterwards.

Migrating takes longer than most tests: it is done once for a run, and whoever wants a database gets a copy.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from tests.programs import ROOT, environment
from tests.requirements import postgres_url

EMPTY = "template0"
FILE = "kosetsu.sqlite3"
"""What a program calls the database in its data directory."""
UNDER_TEST = "postgres" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
"""The engine this run of the suite is about: races are run on it alone, the other run of the suite runs the others."""


class Migrated:
    """Every table and no row: migrated when it is first wanted, copied ever after.

    The file is shared by all workers of a run, which lie in one folder; a server keeps one template for each worker.
    """

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self._template = ""

    def file(self, folder: Path) -> str:
        """A SQLite file in ``folder``, where a program with that data directory looks for it; its address."""
        copy = shutil.copyfile(self._file(), folder / FILE)
        return f"sqlite:///{copy}"

    @contextmanager
    def postgres(self) -> Iterator[str]:
        """A PostgreSQL database; its address."""
        if not self._template:
            url = self._stack.enter_context(own_postgres())
            _migrate(self._folder, url)
            self._template = urlsplit(url).path.removeprefix("/")
        with own_postgres(self._template) as url:
            yield url

    def _file(self) -> Path:
        self._folder.mkdir(exist_ok=True)
        file = self._folder / FILE
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not file.exists():
                making = self._folder / "making.sqlite3"
                _migrate(self._folder, f"sqlite:///{making}")
                making.rename(file)
        return file


@contextmanager
def database_for_a_program() -> Iterator[str]:
    """Its address as DATABASE_URL takes it; empty (the embedded SQLite file) where the suite runs on SQLite."""
    if UNDER_TEST == "sqlite":
        yield ""
        return
    with own_postgres() as url:
        yield url


@contextmanager
def own_postgres(template: str = EMPTY) -> Iterator[str]:
    """A fresh PostgreSQL database, empty or a copy, dropped with whoever is still connected."""
    parts = urlsplit(postgres_url())
    server = parts._replace(scheme="postgresql", path="/postgres").geturl()
    name = f"kosetsu_program_{uuid4().hex[:12]}"
    _run(server, "CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'", name, template)
    try:
        yield parts._replace(scheme="postgres", path=f"/{name}").geturl()
    finally:
        _run(server, "DROP DATABASE {} WITH (FORCE)", name)


def _run(server: str, statement: str, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _migrate(data: Path, url: str) -> None:
    """By the program itself, in a process of its own."""
    data.mkdir(exist_ok=True)
    command = [sys.executable, "manage.py", "migrate", "-v", "0"]
    subprocess.run(command, cwd=ROOT, env=environment(data, DATABASE_URL=url), check=True, capture_output=True)
