"""Anchors: every so many rows, the digest of the newest one is written once to a file outside the database.

A chain alone cannot show that its tail was cut off; an anchor beyond the last row does. In production the folder
belongs on storage that the database's administrator cannot change.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from kosetsu.foundation.governance.models import AuditEvent


@dataclass(frozen=True, slots=True)
class Anchor:
    """One file: the digest that row ``sequence`` had when it was written."""

    sequence: int
    digest: str


def due(sequence: int) -> bool:
    """Whether this row is one of those that get an anchor."""
    every: int = settings.AUDIT_ANCHOR_EVERY
    return sequence % every == 0


def folder() -> Path:
    return Path(settings.KOSETSU_DATA_DIR) / "anchors"


def write(event: AuditEvent) -> None:
    """Write the row's anchor. An anchor already there stays as it is; raises where it says something else."""
    text = json.dumps({"sequence": event.sequence, "digest": event.digest, "at": event.at.isoformat()})
    path = folder() / f"{event.sequence:012d}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    except FileExistsError:
        if _read(path) != Anchor(event.sequence, event.digest):
            raise
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())


def read() -> Iterator[Anchor]:
    """Every anchor, oldest first."""
    for path in sorted(folder().glob("*.json")):
        yield _read(path)


def _read(path: Path) -> Anchor:
    """What the file says; a damaged file says only which row it spoke of."""
    try:
        content = json.loads(path.read_text())
        return Anchor(int(content["sequence"]), str(content["digest"]))
    except (ValueError, KeyError, TypeError):
        return Anchor(int(path.stem) if path.stem.isdigit() else 0, "")
