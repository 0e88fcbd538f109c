"""A backup says by itself whether it is whole: damaged, altered or unfinished ones are told apart, in words."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from kosetsu.foundation.governance.actions.drills import drill_restore
from kosetsu.foundation.governance.models import RestoreDrill
from kosetsu.foundation.governance.safekeeping import archives
from kosetsu.foundation.governance.safekeeping.archives import Archive
from kosetsu.foundation.governance.safekeeping.holdings import Holding
from kosetsu.foundation.governance.safekeeping.mishaps import Mishap

HOUR = dt.timedelta(hours=1)
PART = "files/drawings/part.pdf"


@pytest.fixture(autouse=True)
def data(settings, tmp_path, monkeypatch) -> Path:
    """A data directory with one drawing and one anchor, of a database that holds three rows."""
    settings.KOSETSU_DATA_DIR = tmp_path / "data"
    for name, content in ((PART, b"%PDF of a part"), ("anchors/000000000100.json", b"{}"), ("keys/audit_key", b"x")):
        path = settings.KOSETSU_DATA_DIR / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content)

    def copy_out(folder: Path) -> tuple[Path, dict[str, Holding]]:
        file = folder / "database.sqlite3"
        file.write_bytes(b"rows")
        return file, {"case": Holding(3, "ab")}

    monkeypatch.setattr(archives, "copy_out", copy_out)
    return Path(settings.KOSETSU_DATA_DIR)


@pytest.fixture
def backup(db, tmp_path, at) -> Archive:
    return archives.make(tmp_path / "backups", at)


def files(archive: Archive) -> list[str]:
    return sorted(str(one.relative_to(archive.folder)) for one in archive.folder.rglob("*") if one.is_file())


def test_a_backup_holds_database_files_and_anchors_and_no_key(backup, at):
    assert (backup.name, backup.made_at, backup.rows) == ("2026-11-20T010000Z", at, 3)
    assert files(backup) == [
        "anchors/000000000100.json", "database.sqlite3", PART, "manifest.json", "manifest.signature",
    ]  # fmt: skip
    backup.check()


def test_a_file_the_last_backup_has_is_stored_once(backup, tmp_path, at):
    second = archives.make(tmp_path / "backups", at + HOUR)
    assert (backup.folder / PART).samefile(second.folder / PART)
    second.check()


def test_a_file_that_changed_is_stored_again(backup, data, tmp_path, at):
    (data / PART).write_bytes(b"%PDF of another")
    second = archives.make(tmp_path / "backups", at + HOUR)
    assert [(one.folder / PART).read_bytes() for one in (backup, second)] == [b"%PDF of a part", b"%PDF of another"]


def test_a_backup_that_fails_leaves_nothing(backup, tmp_path, at, monkeypatch):
    def fails(folder: Path) -> None:
        raise Mishap("pg_dump failed.", "Nothing was changed.")

    monkeypatch.setattr(archives, "copy_out", fails)
    with pytest.raises(Mishap):
        archives.make(tmp_path / "backups", at + HOUR)
    assert list((tmp_path / "backups").iterdir()) == [backup.folder]


def test_the_newest_stay(backup, tmp_path, at):
    made = [archives.make(tmp_path / "backups", at + HOUR * n) for n in (1, 2)]
    assert archives.thin_out(tmp_path / "backups", 2) == [backup]
    assert archives.all_in(tmp_path / "backups") == made[::-1]


def test_never_all_are_thinned_out(backup, tmp_path):
    assert archives.thin_out(tmp_path / "backups", 0) == []
    backup.check()


DAMAGED = f"Damaged or missing in the backup: {PART}. Take another one."
DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file altered": (lambda to: _anew(to / PART, b"%PDF of another"), DAMAGED),
    "a file missing": (lambda to: (to / PART).unlink(), DAMAGED),
    "a file more": (
        lambda to: (to / "files/more").touch(), "Damaged or missing in the backup: files/more. Take another one.",
    ),
    "the list altered": (
        lambda to: _anew(to / "manifest.json", b"{}"),
        "The list of the backup was altered. Do not use it: take another one.",
    ),
    "another key": (
        lambda to: _anew(to / "manifest.signature", b"000000000000:0"),
        "The backup was signed with a key that is not known here. Put it into AUDIT_OLD_KEYS.",
    ),
    "not finished": (
        lambda to: (to / "manifest.signature").unlink(),
        "{folder} is no finished backup. Name a folder that `backup` made.",
    ),
}  # fmt: skip


def _anew(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_wrong_with_a_backup_is_said(backup, damage):
    harm, said = DAMAGES[damage]
    harm(backup.folder)
    with pytest.raises(Mishap) as mishap:
        Archive(backup.folder).check()
    assert str(mishap.value) == said.format(folder=backup.folder)


def test_a_folder_with_another_name_is_refused_before_it_is_tried(backup, at):
    renamed = backup.folder.rename(backup.folder.with_name("the-last-one"))
    with pytest.raises(Mishap, match="the-last-one does not bear the name it was made with"):
        drill_restore(at=at, archive=Archive(renamed))
    assert RestoreDrill.objects.count() == 0


def test_a_key_that_was_replaced_still_proves_older_backups(backup, settings):
    settings.AUDIT_OLD_KEYS, settings.AUDIT_KEY = [settings.AUDIT_KEY], "the-next-key-of-the-audit-chain-of-this-test"
    Archive(backup.folder).check()


def test_a_backup_of_a_newer_program_is_refused(backup, tmp_path, at):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('labs', '9999_next', %s)", [at])
    with pytest.raises(Mishap, match=r"made by a newer program \(\('labs', '9999_next'\)\)"):
        archives.make(tmp_path / "backups", at + HOUR).check()
