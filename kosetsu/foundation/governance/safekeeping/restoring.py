"""A backup becomes a living database again: into an empty place, whole or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from kosetsu.foundation.governance.safekeeping.archives import STORES, Archive
from kosetsu.foundation.governance.safekeeping.databases import copy_in, held, is_empty
from kosetsu.foundation.governance.safekeeping.holdings import differences
from kosetsu.foundation.governance.safekeeping.mishaps import Mishap


def restore(archive: Archive) -> None:
    """Raises ``Mishap`` where the backup is not as it was made, or where something is there already."""
    archive.check()
    if not is_empty():
        raise Mishap("The database is not empty.", "Restore into a new one, then point DATABASE_URL to it.")
    with _placed(archive, Path(settings.KOSETSU_DATA_DIR)):
        copy_in(archive.database)
        if unlike := differences(archive.holdings, held()):
            raise Mishap(f"The restored rows differ: {unlike[:3]}.", "Do not use this database; take another backup.")


@contextmanager
def _placed(archive: Archive, data: Path) -> Iterator[None]:
    """Files and anchors where the program looks for them; taken away again if what comes next fails."""
    full = [store for store in STORES if any((data / store).rglob("*"))]
    if full:
        raise Mishap(f"{data / full[0]} is not empty.", "Set KOSETSU_DATA_DIR to a new folder.")
    placed: list[Path] = []
    try:
        for store in STORES:
            if (archive.folder / store).exists():
                placed.append(data / store)
                shutil.copytree(archive.folder / store, data / store, dirs_exist_ok=True)
        yield
    except BaseException:
        for one in placed:
            shutil.rmtree(one)
        raise
