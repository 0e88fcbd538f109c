"""A drill: a backup is restored beside the running program, by the commands an operator would use, and looked at."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from django.conf import settings
from django.db import connection

from kosetsu.foundation.governance.safekeeping.archives import Archive
from kosetsu.foundation.governance.safekeeping.mishaps import Mishap

STEPS = (
    ("restore",), ("migrate",), ("check",), ("verify_audit",), ("collectstatic", "--no-input"), ("look_alive",),
)  # fmt: skip
"""What is done in the new place, one command after the other; the first that fails ends the drill."""
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Drilled:
    """How it went."""

    archive: Archive
    rows: int
    seconds: float
    passed: bool
    said: str


def drill(archive: Archive) -> Drilled:
    """Restore a backup into a new data directory and a new database, and throw both away again.

    Raises ``Mishap`` where no new database can be made; what is wrong with the backup is in the answer.
    """
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="kosetsu-drill-"))
    try:
        with _new_database(folder) as url:
            passed, said = _gone_through(archive, _environment(folder, url))
    finally:
        shutil.rmtree(folder)
    try:
        rows = archive.rows
    except Mishap:
        rows = 0
    return Drilled(archive, rows, time.monotonic() - began, passed, said)


def _gone_through(archive: Archive, env: dict[str, str]) -> tuple[bool, str]:
    said: list[str] = []
    for step in STEPS:
        command = [sys.executable, "manage.py", *step, *([str(archive.folder.resolve())] if step == STEPS[0] else [])]
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True)
        said.append(f"{step[0]}: {(done.stdout + done.stderr).strip()[-LONGEST:] or 'ok'}")
        if done.returncode:
            return False, "\n".join(said)
    return True, "\n".join(said)


def _environment(folder: Path, url: str) -> dict[str, str]:
    """That of the running program, with the new place and with its keys."""
    given = {
        "KOSETSU_DATA_DIR": str(folder), "DATABASE_URL": url, "SECRET_KEY": settings.SECRET_KEY,
        "AUDIT_KEY": settings.AUDIT_KEY, "AUDIT_OLD_KEYS": ",".join(settings.AUDIT_OLD_KEYS),
        "KOSETSU_INSTITUTE_DIR": str(settings.KOSETSU_INSTITUTE_DIR),
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"], "EMAIL_URL": "", "CACHE_URL": "",
    }  # fmt: skip
    return {**os.environ, **given}


@contextmanager
def _new_database(folder: Path) -> Iterator[str]:
    """The address of an empty one, of the kind the program runs on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'kosetsu.sqlite3'}"
        return
    own, name = connection.settings_dict, f"kosetsu_drill_{uuid4().hex[:12]}"
    address = f"{quote(own['HOST'] or 'localhost', safe='')}:{own['PORT'] or 5432}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            raise Mishap("The database's user may not create databases.", "ALTER ROLE … CREATEDB, or drill elsewhere.")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield f"postgres://{quote(own['USER'])}:{quote(str(own['PASSWORD'] or ''), safe='')}@{address}/{name}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
