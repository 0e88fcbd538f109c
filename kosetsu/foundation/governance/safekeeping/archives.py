"""Backups on disk: a folder each, finished or not there, with a signed list of all that is in it.

``2026-11-30T180000Z/`` holds the database in one file, the stored files, the audit anchors, and ``manifest.json`` with
``manifest.signature``. No key is in it: keys lie elsewhere, or whoever has the backup can forge it.
"""

import datetime as dt
import hashlib
import hmac
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from kosetsu.foundation.governance import keys
from kosetsu.foundation.governance.safekeeping.databases import POSTGRESQL, SQLITE, copy_out, synced
from kosetsu.foundation.governance.safekeeping.holdings import Holding, packed, unpacked
from kosetsu.foundation.governance.safekeeping.mishaps import Mishap

NAME = "%Y-%m-%dT%H%M%SZ"
MANIFEST, SIGNATURE = "manifest.json", "manifest.signature"
STORES = ("files", "anchors")
"""Folders of the data directory that go with the database. What else lies there rebuilds itself, or is a key."""


@dataclass(frozen=True)
class Archive:
    """One finished backup."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def made_at(self) -> dt.datetime:
        """Raises ``Mishap`` where the folder was given another name."""
        try:
            return dt.datetime.strptime(self.name, NAME).replace(tzinfo=dt.UTC)
        except ValueError as other:
            raise Mishap(f"{self.folder} does not bear the name it was made with.", "Name it so again.") from other

    @cached_property
    def said(self) -> dict[str, Any]:
        """The manifest, once its signature was found right. Raises ``Mishap``."""
        try:
            text, signature = (self.folder / MANIFEST).read_bytes(), (self.folder / SIGNATURE).read_text()
        except OSError as missing:
            raise Mishap(f"{self.folder} is no finished backup.", "Name a folder that `backup` made.") from missing
        name, _colon, digest = signature.strip().partition(":")
        key = keys.known().get(name)
        if key is None:
            raise Mishap("The backup was signed with a key that is not known here.", "Put it into AUDIT_OLD_KEYS.")
        if not hmac.compare_digest(key.digest(b"backup:" + text), digest):
            raise Mishap("The list of the backup was altered.", "Do not use it: take another one.")
        content: dict[str, Any] = json.loads(text)
        return content

    @property
    def database(self) -> Path:
        return self.folder / (SQLITE if self.said["engine"] == "sqlite" else POSTGRESQL)

    @property
    def holdings(self) -> dict[str, Holding]:
        return unpacked(self.said["tables"])

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.holdings.values())

    def check(self) -> None:
        """Every file is as it was made, none is missing, none came to it. Raises ``Mishap``."""
        there = {str(path.relative_to(self.folder)) for path in _files(self.folder)} - {MANIFEST, SIGNATURE}
        wrong = there.symmetric_difference(self.said["files"]) | {
            name for name in there & set(self.said["files"])
            if digest_of(self.folder / name) != self.said["files"][name]
        }  # fmt: skip
        if wrong:
            raise Mishap(f"Damaged or missing in the backup: {', '.join(sorted(wrong)[:5])}.", "Take another one.")
        newer = {tuple(one) for one in self.said["migrations"]} - set(MigrationLoader(None).disk_migrations)
        if newer:
            raise Mishap(f"The backup was made by a newer program ({sorted(newer)[0]}).", "Install that one first.")


def make(root: Path, at: dt.datetime) -> Archive:
    """A backup of everything, under ``root``; nothing is there until it is whole. Raises ``Mishap``."""
    archive = Archive(root / at.astimezone(dt.UTC).strftime(NAME))
    part = root / f".{archive.name}.part"
    if archive.folder.exists():
        raise Mishap(f"{archive.folder} is there already.", "Wait a second.")
    last = newest(root)
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)
    try:
        _fill(part, last, at)
    except BaseException:
        shutil.rmtree(part)
        raise
    part.rename(archive.folder)
    synced(root)
    return archive


def all_in(root: Path) -> list[Archive]:
    """The finished backups, the newest first."""
    found = [Archive(one) for one in root.glob("*Z") if (one / SIGNATURE).exists()] if root.exists() else []
    return sorted(found, key=lambda one: one.name, reverse=True)


def newest(root: Path) -> Archive | None:
    return next(iter(all_in(root)), None)


def thin_out(root: Path, keep: int) -> list[Archive]:
    """Delete all but so many of the newest; those that went."""
    gone = all_in(root)[max(keep, 1) :]
    for one in gone:
        (one.folder / SIGNATURE).unlink()  # from now on it is no backup any more, however far the deletion gets
        shutil.rmtree(one.folder)
    return gone


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fill(part: Path, last: Archive | None, at: dt.datetime) -> None:
    """Anchors first, of which none speaks of a row that the database does not have yet; then the database; then the
    files, of which none is missing that a row names: they never change.
    """
    digests = _stored(part, "anchors", last)
    file, tables = copy_out(part)
    digests |= {file.name: digest_of(file), **_stored(part, "files", last)}
    content = {
        "made_at": at.isoformat(), "engine": connection.vendor, "files": digests, "tables": packed(tables),
        "migrations": sorted(MigrationRecorder(connection).applied_migrations()), "bucket": settings.S3_BUCKET,
    }  # fmt: skip
    text, key = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode(), keys.current()
    for name, written in ((MANIFEST, text), (SIGNATURE, f"{key.id}:{key.digest(b'backup:' + text)}\n".encode())):
        (part / name).write_bytes(written)
        synced(part / name)


def _stored(part: Path, store: str, last: Archive | None) -> dict[str, str]:
    """The files of one folder; one that the last backup has as well is not stored twice on the same disk."""
    source, digests = Path(settings.KOSETSU_DATA_DIR) / store, {}
    for path in _files(source) if source.exists() else ():
        name = str(path.relative_to(source.parent))
        target = part / name
        target.parent.mkdir(parents=True, exist_ok=True)
        digests[name] = digest_of(path)
        if not (last and last.said["files"].get(name) == digests[name] and _linked(last.folder / name, target)):
            shutil.copy2(path, target)
            synced(target)
    return digests


def _linked(known: Path, target: Path) -> bool:
    try:
        os.link(known, target)
    except OSError:
        return False
    return True


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
