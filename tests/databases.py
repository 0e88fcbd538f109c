"""Databases of their own for programs that the tests start, made beside the one under test and dropped afterwards.

Migrating takes longer than most tests: it is done once, and whoever wants a database gets a copy.
"""

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from tests.programs import ROOT, environment
from tests.requirements import UNDER_TEST, postgres_url

EMPTY = "template0"
DROP = "DROP DATABASE IF EXISTS {} WITH (FORCE)"
TEMPLATE = "kosetsu_migrated_"
MAKING = "making_"
KEPT = 12
"""How many migrated databases of each kind stay for the next run."""
FILE = "kosetsu.sqlite3"
"""What a program calls the database in its data directory."""


class Migrated:
    """Every table and no row: migrated once for all workers of all runs, until a migration or a library changes.

    One file in the machine's folder for such things, and one template on the server; whoever wants a database gets a
    copy. It is made and taken under a lock of its own: whoever makes another one, for another commit, keeps nobody
    waiting. Some are kept; of the others the longest unused is thrown away, unless somebody is about to take it.
    """

    def __init__(self) -> None:
        self._parts = _parts()
        self.digest = hashlib.sha256(json.dumps(self._parts).encode()).hexdigest()[:12]
        self._folder = Path(tempfile.gettempdir()) / f"kosetsu-migrated-{os.getuid()}"

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        """A database of the kind this run is about; its address."""
        if UNDER_TEST == "postgres":
            with self.postgres() as url:
                yield url
        else:
            yield self.file(folder)

    def file(self, folder: Path) -> str:
        """A SQLite file in ``folder``, where a program with that data directory looks for it; its address."""
        with self._alone():
            copy = shutil.copyfile(self._file(), folder / FILE)
        return f"sqlite:///{copy}"

    @contextmanager
    def postgres(self) -> Iterator[str]:
        """A PostgreSQL database; its address."""
        with ExitStack() as stack:
            with _alone_on_the_server(self.digest):
                url = stack.enter_context(own_postgres(self._template()))
            yield url

    def template(self) -> str:
        """The name of the server's template."""
        with _alone_on_the_server(self.digest):
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
        with _lock(self._folder / f"{self.digest}.sqlite3").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _file(self) -> Path:
        file = self._folder / f"{self.digest}.sqlite3"
        if not file.exists():
            _drop_files(self._folder)
            making = self._folder / f"{MAKING}{self.digest}.sqlite3"
            making.unlink(missing_ok=True)
            if base := self._base(one.stem for one in self._folder.glob("*.sqlite3")):
                shutil.copyfile(self._folder / f"{base}.sqlite3", making)
            _migrate(self._folder, f"sqlite:///{making}")
            making.rename(file)
            self._remember()
        os.utime(file)  # the longest unused is thrown away first
        return file

    def _template(self) -> str:
        server, name, making = _server(), f"{TEMPLATE}{self.digest}", f"{TEMPLATE}{MAKING}{self.digest}"
        kept = _named(server, f"{TEMPLATE}%")
        if name not in kept:
            for old in kept[:-KEPT]:
                _drop_template(server, old)
            if making in kept:
                _run(server, DROP, making)
            base = self._base(one.removeprefix(TEMPLATE) for one in kept[-KEPT:])
            _create(server, making, f"{TEMPLATE}{base}" if base else EMPTY)
            self._folder.mkdir(mode=0o700, exist_ok=True)
            _migrate(self._folder, _at(making))
            _run(server, "ALTER DATABASE {} RENAME TO {}", making, name)
            self._remember()
        return name

    def _remember(self) -> None:
        (self._folder / f"{self.digest}.json").write_text(json.dumps(self._parts))

    def _base(self, kept: Iterable[str]) -> str:
        """The one of these that lacks least of what is to be migrated and has nothing else; empty where none is."""
        known = {one: self._folder / f"{one}.json" for one in kept}
        parts = {one: json.loads(file.read_text()) for one, file in known.items() if file.exists()}
        fitting = [one for one, had in parts.items() if had.items() <= self._parts.items()]
        return max(fitting, key=lambda one: len(parts[one]), default="")


def _lock(file: Path) -> Path:
    return file.with_name(file.name.removeprefix(MAKING)).with_suffix(".lock")


def _drop_files(folder: Path) -> None:
    """All but some of the files that nobody makes or takes at this moment."""
    kept = sorted(folder.glob("*.sqlite3"), key=lambda one: one.stat().st_mtime)
    for old in kept[:-KEPT]:
        with _lock(old).open("w") as lock, suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            old.unlink(missing_ok=True)


def _drop_template(server: str, name: str) -> None:
    """Unless somebody makes or takes it at this moment."""
    with psycopg.connect(server, autocommit=True) as connection:
        own = connection.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name.replace(MAKING, "")])
        if own.fetchone() == (True,):
            _run(server, DROP, name)


def _parts() -> dict[str, str]:
    """Of everything that says how tables look, file by file: our migrations, and the libraries'."""
    files = [ROOT / "requirements" / "test.txt", *sorted((ROOT / "kosetsu").glob("**/migrations/*.py"))]
    return {str(file.relative_to(ROOT)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@contextmanager
def own_postgres(template: str = EMPTY) -> Iterator[str]:
    """A fresh PostgreSQL database, empty or a copy, dropped with whoever is still connected."""
    server, name = _server(), f"kosetsu_program_{uuid4().hex[:12]}"
    _create(server, name, template)
    try:
        yield _at(name)
    finally:
        _run(server, DROP, name)


def _server() -> str:
    return urlsplit(postgres_url())._replace(scheme="postgresql", path="/postgres").geturl()


def _at(name: str) -> str:
    """The address of a database of the server, as DATABASE_URL has it."""
    return urlsplit(postgres_url())._replace(scheme="postgres", path=f"/{name}").geturl()


@contextmanager
def _alone_on_the_server(digest: str) -> Iterator[None]:
    with psycopg.connect(_server(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [TEMPLATE + digest])
        yield


def _named(server: str, like: str) -> list[str]:
    """The databases of such names, the oldest first."""
    with psycopg.connect(server, autocommit=True) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid", [like])
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
    done = subprocess.run(command, cwd=ROOT, env=environment(data, DATABASE_URL=url), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
