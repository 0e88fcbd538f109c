"""A whole database as one file, and back: taken while others write, as it was at one moment."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection, transaction

from kosetsu.foundation.governance.safekeeping.holdings import Holding, stored
from kosetsu.foundation.governance.safekeeping.mishaps import Mishap

SQLITE, POSTGRESQL = "database.sqlite3", "database.dump"


def copy_out(folder: Path) -> tuple[Path, dict[str, Holding]]:
    """Write the database into ``folder``; the file, and what it holds. Raises ``Mishap``."""
    return _out_of_postgresql(folder) if connection.vendor == "postgresql" else _out_of_sqlite(folder)


def copy_in(file: Path) -> None:
    """Fill the empty database from such a file. Raises ``Mishap``, and then it is as empty as before."""
    fits = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[connection.vendor]
    if file.name != fits:
        raise Mishap(
            f"The backup is of another engine ({file.name}).",
            "Restore it with the same kind of DATABASE_URL; then `manage.py move_to_postgres`.",
        )
    if connection.vendor == "postgresql":
        _run(["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
              "--dbname", _target(), str(file)])  # fmt: skip
    else:
        _into_sqlite(file)


def held() -> dict[str, Holding]:
    """What the database holds, of every table, whatever made it."""
    if connection.vendor == "sqlite":
        return _held_in_file(Path(connection.settings_dict["NAME"]))
    with connection.cursor() as cursor:
        inside = connection.introspection
        tables = inside.table_names(cursor)
        columns = {table: [one.name for one in inside.get_table_description(cursor, table)] for table in tables}
        return stored(cursor, columns)


def is_empty() -> bool:
    """Whether the database has no table at all; a SQLite file that is not there has none."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    return not connection.introspection.table_names()


def _out_of_sqlite(folder: Path) -> tuple[Path, dict[str, Holding]]:
    """``VACUUM INTO`` reads one snapshot; writers go on meanwhile. The copy is read again, to its last page."""
    file = folder / SQLITE
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    synced(file)
    return file, _held_in_file(file)


def _held_in_file(file: Path) -> dict[str, Holding]:
    """Past Django, which would make of a file that is only looked at one that is written to."""
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as plain:
        cursor = plain.cursor()
        tables = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        columns = {
            table: [row[1] for row in plain.execute(f'PRAGMA table_info("{table}")')] for (table,) in tables.fetchall()
        }
        return stored(cursor, columns)


def _into_sqlite(file: Path) -> None:
    target = Path(connection.settings_dict["NAME"])
    target.parent.mkdir(parents=True, exist_ok=True)
    connection.close()
    part = target.with_suffix(".part")
    shutil.copyfile(file, part)
    with closing(sqlite3.connect(part)) as copy:
        faults = copy.execute("PRAGMA integrity_check").fetchall()
        strays = copy.execute("PRAGMA foreign_key_check").fetchall()
    if faults != [("ok",)] or strays:
        part.unlink()
        raise Mishap(f"The database in the backup is damaged: {faults[:3]}, {strays[:3]}", "Take an older backup.")
    synced(part)
    part.rename(target)


def _out_of_postgresql(folder: Path) -> tuple[Path, dict[str, Holding]]:
    """``pg_dump`` and our own reading share one snapshot."""
    file = folder / POSTGRESQL
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
              "--file", str(file), _target()])  # fmt: skip
        tables = held()
    synced(file)
    return file, tables


def _target() -> str:
    """The database as libpq has it; the password goes by the environment, where no list of processes shows it."""
    own = connection.settings_dict
    parts = {"dbname": own["NAME"], "user": own["USER"], "host": own["HOST"], "port": own["PORT"]}
    return " ".join(f"{name}='{value}'" for name, value in parts.items() if value)


def _run(command: list[str]) -> None:
    if not shutil.which(command[0]):
        raise Mishap(f"{command[0]} is not installed.", "On Debian: apt-get install postgresql-client.")
    password = str(connection.settings_dict["PASSWORD"] or "")
    done = subprocess.run(command, env={**os.environ, "PGPASSWORD": password}, capture_output=True, text=True)
    if done.returncode:
        raise Mishap(f"{command[0]} failed: {done.stderr.strip()[-500:]}", "Nothing was changed.")


def synced(path: Path) -> None:
    """What was written to a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
