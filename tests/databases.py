"""Databases of their own for programs that the tests start, made beside the one under test and dropped afterwards.

Migrating takes longer than most tests: it is done once, and whoever wants a database gets a copy.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from tests.programs import ROOT, environment
from tests.requirements import postgres_url

EMPTY = "template0"
TEMPLATE = "kosetsu_migrated_"
FILE = "kosetsu.sqlite3"
"""What a program calls the database in its data directory."""
UNDER_TEST = "postgres" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
"""The engine this run of the suite is about: races are run on it alone, the other run of the suite runs the others."""


class Migrated:
    """Every table and no row: migrated once for all workers of all runs, until a migration or a library changes.

    One file in the machine's folder for such things, and one template on the server; whoever wants a database gets a
    copy. A copy is taken under a lock, beside which another run may throw away what was migrated otherwise.
    """

    def __init__(self) -> None:
        self.digest = _digest()
        self._folder = Path(tempfile.gettempdir()) / f"kosetsu-migrated-{os.getuid()}"

    def file(self, folder: Path) -> str:
        """A SQLite file in ``folder``, where a program with that data directory looks for it; its address."""
        with self._alone():
            copy = shutil.copyfile(self._file(), folder / FILE)
        return f"sqlite:///{copy}"

    @contextmanager
    def postgres(self) -> Iterator[str]:
        """A PostgreSQL database; its address."""
        with ExitStack() as stack:
            with self._alone():
                url = stack.enter_context(own_postgres(self._template()))
            yield url

    def template(self) -> str:
        """The name of the server's template."""
        with self._alone():
            return self._template()

    @contextmanager
    def memory(self, address: str) -> Iterator[None]:
        """The database in memory that a connection to ``address`` opens, while this lasts."""
        with closing(sqlite3.connect(address, uri=True)) as keeper:
            with self._alone(), closing(sqlite3.connect(self._file())) as migrated:
                migrated.backup(keeper)
            yield

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _file(self) -> Path:
        file = self._folder / f"{self.digest}.sqlite3"
        if not file.exists():
            for old in self._folder.glob("*.sqlite3*"):
                old.unlink()
            making = self._folder / "making.sqlite3"
            _migrate(self._folder, f"sqlite:///{making}")
            making.rename(file)
        return file

    def _template(self) -> str:
        server, name, making = _server(), f"{TEMPLATE}{self.digest}", f"{TEMPLATE}making"
        kept = _named(server, f"{TEMPLATE}%")
        if name not in kept:
            for old in kept:
                _run(server, "DROP DATABASE {} WITH (FORCE)", old)
            _create(server, making, EMPTY)
            _migrate(self._folder, _at(making))
            _run(server, "ALTER DATABASE {} RENAME TO {}", making, name)
        return name


def _digest() -> str:
    """Of everything that says how tables look: our migrations, and the libraries'."""
    found = hashlib.sha256((ROOT / "requirements" / "test.txt").read_bytes())
    for file in sorted((ROOT / "kosetsu").glob("**/migrations/*.py")):
        found.update(file.read_bytes())
    return found.hexdigest()[:12]


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
    server, name = _server(), f"kosetsu_program_{uuid4().hex[:12]}"
    _create(server, name, template)
    try:
        yield _at(name)
    finally:
        _run(server, "DROP DATABASE {} WITH (FORCE)", name)


def _server() -> str:
    return urlsplit(postgres_url())._replace(scheme="postgresql", path="/postgres").geturl()


def _at(name: str) -> str:
    """The address of a database of the server, as DATABASE_URL has it."""
    return urlsplit(postgres_url())._replace(scheme="postgres", path=f"/{name}").geturl()


def _named(server: str, like: str) -> list[str]:
    with psycopg.connect(server, autocommit=True) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [like])
        return [str(name) for (name,) in rows]


def _create(server: str, name: str, template: str) -> None:
    _run(server, "CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'", name, template)


def _run(server: str, statement: str, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _migrate(data: Path, url: str) -> None:
    """By the program itself, in a process of its own."""
    data.mkdir(exist_ok=True)
    command = [sys.executable, "manage.py", "migrate", "-v", "0"]
    subprocess.run(command, cwd=ROOT, env=environment(data, DATABASE_URL=url), check=True, capture_output=True)
