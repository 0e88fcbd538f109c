"""Backups while people write, restored elsewhere: equal, verified, signed in to; damaged ones are refused whole."""

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.databases import Migrated, own_postgres
from tests.infrastructure.browsing import read, send
from tests.programs import Node, running
from tests.requirements import UNDER_TEST

TIMES = int(os.environ.get("KOSETSU_RESTORES", "1"))
"""How many backups are made and restored under load; 20 for the whole proof."""
PART = "files/drawings/part.pdf"
PEOPLE = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests import build
one = build.company("控え精密株式会社", "322016")
one.engineer.email = "engineer@kept.example.jp"
one.engineer.save()
one.engineer.emailaddress_set.create(email=one.engineer.email, verified=True, primary=True)
default_storage.save("drawings/part.pdf", ContentFile(b"%PDF of a part"))
"""
WRITER = """
import os
from django.db import transaction
from kosetsu.common.clock import now
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
who = Person.objects.get(email="engineer@kept.example.jp")
with open(os.environ["ACKNOWLEDGED"], "a") as file:
    for number in range(100_000):
        with transaction.atomic():
            row = audit.record(by=who, at=now(), verb=f"write {number}", thing=who, after={"金額": number})
        print(row.sequence, file=file, flush=True)
"""
EMPTY = """
from django.conf import settings
from kosetsu.foundation.governance.safekeeping.databases import is_empty
print(is_empty(), [one.name for one in settings.KOSETSU_DATA_DIR.glob("files/**/*")])
"""
WRITE_ON = """
from django.db import transaction
from kosetsu.common.clock import now
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
who = Person.objects.get(email="engineer@kept.example.jp")
with transaction.atomic():
    audit.record(by=who, at=now(), verb="write", thing=who)
"""
KEYS = """
from kosetsu.foundation.governance.models import AuditEvent
print(AuditEvent.objects.values("key_id").distinct().count())
"""
COUNT = "from kosetsu.foundation.governance.models import AuditEvent as A; print(A.objects.count())"


class Places:
    """Nodes of one kind of database, each with a place of its own; all know the same keys."""

    def __init__(self, folder: Path, migrated: Migrated, stack: ExitStack) -> None:
        self.folder, self.migrated, self.stack, self.count = folder, migrated, stack, 0

    def node(self, *, empty: bool = True) -> Node:
        self.count += 1
        folder = self.folder / f"node{self.count}"
        folder.mkdir()
        return Node(folder, self._url(folder, empty), KOSETSU_INSTITUTE="minimal")

    def _url(self, folder: Path, empty: bool) -> str:
        if not empty:
            return self.stack.enter_context(self.migrated.copy(folder))
        if UNDER_TEST == "postgres":
            return self.stack.enter_context(own_postgres())
        return f"sqlite:///{folder / 'kosetsu.sqlite3'}"


@pytest.fixture(scope="module")
def places(migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    with ExitStack() as stack:
        yield Places(tmp_path_factory.mktemp("safekeeping"), migrated, stack)


@pytest.fixture(scope="module")
def source(places: Places) -> Node:
    """The program that is backed up."""
    node = places.node(empty=False)
    node.manage("createcachetable", "-v", "0")
    node.manage("load_institute")
    node.manage("shell", "-v", "0", code=PEOPLE)
    node.manage("collectstatic", "--no-input", "-v", "0")
    return node


@pytest.fixture(scope="module")
def backup(source: Node) -> Path:
    """A backup made in peace."""
    source.manage("backup")
    return newest(source)


@pytest.fixture
def copied(backup: Path, tmp_path: Path) -> Path:
    """The same, to be damaged."""
    return Path(shutil.copytree(backup, tmp_path / backup.name))


def newest(node: Node) -> Path:
    return max((node.folder / "backups").glob("*Z"))


@contextmanager
def written_to(node: Node) -> Iterator[Path]:
    """Somebody writes all the while; every row whose writing was confirmed stands in this file."""
    confirmed = node.folder / "acknowledged"
    confirmed.write_text("")
    env = {**node.env, "ACKNOWLEDGED": str(confirmed)}
    with running(["manage.py", "shell", "-v", "0", "-c", WRITER], env, node.folder / "writer.log") as process:
        while not confirmed.read_text() and process.poll() is None:
            os.sched_yield()
        assert process.poll() is None, (node.folder / "writer.log").read_text()
        yield confirmed


def rows(node: Node) -> int:
    return int(node.manage("shell", "-v", "0", "-c", COUNT))


def test_backups_made_while_people_write_hold_every_confirmed_row_and_live(places, source):
    with written_to(source) as confirmed:
        for _time in range(TIMES):
            before = int(confirmed.read_text().split()[-1])
            source.manage("backup", "--keep", "3")
            other = places.node()
            assert "equal to the backup" in other.manage("restore", str(newest(source)))
            assert before <= rows(other) < rows(source)
            assert "すべて一致しました" in other.manage("verify_audit")
            assert (other.folder / PART).read_bytes() == b"%PDF of a part"
            shutil.copytree(source.folder / "static", other.folder / "static")
            assert who_signs_in(other) == "控え精密株式会社"


def who_signs_in(node: Node) -> str:
    """The company whose page the engineer comes to, with the password from before."""
    with ExitStack() as stack:
        node.start(stack)
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        send(browser, f"{node.url}/accounts/login/", login="engineer@kept.example.jp", password="secret-for-tests")
        found = re.search("控え[^<]*会社", read(browser, f"{node.url}/me/"))
        return found[0] if found else ""


@pytest.mark.skipif(UNDER_TEST != "sqlite", reason="about files of SQLite")
def test_a_copy_of_the_file_alone_loses_confirmed_rows(source, tmp_path):
    """The negative control: what was written since somebody began to read is not in the file yet."""
    newest_row = "SELECT coalesce(max(sequence), 0) FROM governance_auditevent"
    with closing(sqlite3.connect(source.folder / "kosetsu.sqlite3")) as reader:
        reader.execute("BEGIN")
        reader.execute(newest_row).fetchone()
        with written_to(source) as confirmed:
            before = int(confirmed.read_text().split()[-1])
            shutil.copyfile(source.folder / "kosetsu.sqlite3", tmp_path / "copy.sqlite3")
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        assert copy.execute(newest_row).fetchone()[0] < before


def test_a_damaged_backup_is_refused_and_the_place_stays_empty(places, copied):
    (copied / PART).unlink()
    nothing = places.node()
    assert f"Damaged or missing in the backup: {PART}." in nothing.refused("restore", str(copied))
    assert nothing.manage("shell", "-v", "0", "-c", EMPTY).split() == ["True", "[]"]


def test_a_place_that_is_not_empty_is_refused(places, source, backup):
    before = rows(source)
    assert "The database is not empty." in source.refused("restore", str(backup))
    assert rows(source) == before
    other = places.node()
    (other.folder / "files").mkdir()
    (other.folder / "files/own").write_text("x")
    assert f"{other.folder / 'files'} is not empty." in other.refused("restore", str(backup))
    assert (other.folder / "files/own").read_text() == "x"


def test_a_drill_restores_the_newest_backup_and_is_written_down(source, backup):
    said = source.manage("drill")
    steps = ["restore", "migrate", "check", "verify_audit", "collectstatic", "look_alive"]
    assert [step for step in re.findall(r"^(\w+): ", said, re.MULTILINE) if step in steps] == steps
    assert drills(source)[-1] == {"archive": newest(source).name, "passed": True}


def test_a_drill_of_a_damaged_backup_fails_and_is_written_down(source, copied):
    (copied / PART).unlink()
    assert f"{copied.name} could not be restored." in source.refused("drill", str(copied))
    assert drills(source)[-1] == {"archive": copied.name, "passed": False}


def drills(node: Node) -> list[dict[str, object]]:
    code = (
        "import json; from kosetsu.foundation.governance.models import RestoreDrill as D;"
        "print(json.dumps(list(D.objects.values('archive', 'passed'))))"
    )
    return list(json.loads(node.manage("shell", "-v", "0", "-c", code)))


@pytest.mark.postgres
@pytest.mark.skipif(UNDER_TEST != "sqlite", reason="about moving away from SQLite")
def test_the_embedded_database_moves_to_a_server_row_by_row(source, places):
    source.manage("shell", "-v", "0", "-c", WRITE_ON)
    source.manage("verify_audit", "--anchor")
    with own_postgres() as empty, places.migrated.postgres() as url:
        assert "The tables are not the same." in source.refused("move_to_postgres", empty)
        assert "equal in both databases." in source.manage("move_to_postgres", url)
        moved = Node(places.folder / "moved", url, KOSETSU_INSTITUTE="minimal")
        assert rows(moved) == rows(source)
        shutil.copytree(source.folder / "anchors", moved.folder / "anchors")
        moved.manage("shell", "-v", "0", "-c", WRITE_ON)
        assert rows(moved) == rows(source) + 1
        assert "すべて一致しました" in moved.manage("verify_audit")
        assert "The target database is in use" in source.refused("move_to_postgres", url)


def test_rows_made_before_a_rotation_are_verified_with_the_old_key(places):
    node = places.node(empty=False)
    del node.env["AUDIT_KEY"]  # the embedded set-up keeps its keys by itself
    node.manage("load_institute")
    node.manage("shell", "-v", "0", "-c", PEOPLE + WRITE_ON)
    first = (node.folder / "keys/audit_key").read_text()
    node.manage("rotate_keys", "AUDIT_KEY")
    node.manage("shell", "-v", "0", "-c", WRITE_ON)
    assert (node.folder / "keys/audit_old_keys").read_text() == first != (node.folder / "keys/audit_key").read_text()
    assert node.manage("shell", "-v", "0", "-c", KEYS).split() == ["2"]
    assert "すべて一致しました" in node.manage("verify_audit")
    (node.folder / "keys/audit_old_keys").unlink()
    assert "unknown_key" in node.refused("verify_audit")


def test_keys_that_the_environment_gives_are_printed_and_nothing_is_changed(source):
    said = source.manage("rotate_keys", "AUDIT_KEY")
    assert re.fullmatch(r"AUDIT_KEY=\S{80,}\nAUDIT_OLD_KEYS=shared-between-the-nodes-of-this-test\n", said)
    assert "none may be forgotten" in source.refused("rotate_keys", "AUDIT_KEY", "--forget")
