"""The whole folder at once: read everything, then write everything or nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kosetsu.common.manifests import collect
from kosetsu.common.tables.declared import Declared, Document, Table
from kosetsu.common.tables.errors import BadRow, BrokenTables, RowError
from kosetsu.common.tables.reading import Rows, read


class _Undo(Exception):
    """Ends a dry run."""


def load_folder(folder: Path, *, demo: bool, dry_run: bool = False) -> dict[str, int]:
    """Load every file of every app from ``folder`` in one transaction; returns file → rows.

    Raises :class:`BrokenTables` with all errors, having written nothing.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return _load(folder, demo, dry_run)


def _load(folder: Path, demo: bool, dry_run: bool) -> dict[str, int]:
    files = sorted((one for one in collect("tables") if demo or not one.demo), key=lambda one: one.order)
    found = {one.file: read(one, folder) for one in files}
    errors = [error for _rows, bad in found.values() for error in bad]
    errors += [error for one in files for error in _across(one, found)]
    if errors:
        raise BrokenTables(errors)
    try:
        with transaction.atomic():
            for one in files:
                _write(one, found[one.file][0])
            if dry_run:
                raise _Undo
    except _Undo:
        pass
    return {file: len(rows) for file, (rows, _bad) in found.items()}


def unused_files(folder: Path) -> list[str]:
    """Tables of the folder that no app reads: most likely a mistyped name."""
    known = {one.file for one in collect("tables")}
    present = (path.relative_to(folder).as_posix() for path in folder.rglob("*.csv"))
    return sorted(name for name in present if name not in known)


def _across(one: Declared, found: dict[str, tuple[Rows, list[RowError]]]) -> Iterator[RowError]:
    """What is wrong between rows and between files; a file that is broken itself is not asked."""
    rows, bad = found[one.file]
    if isinstance(one, Document) or bad:
        return
    for error in one.check(rows):
        yield RowError(one.file, error.row, error.field, error.reason)
    for field, file in one.refers.items():
        if file in found and not found[file][1]:
            yield from _dangling(one, field, file, found)


def _dangling(
    one: Table[Any], field: str, file: str, found: dict[str, tuple[Rows, list[RowError]]]
) -> Iterator[RowError]:
    target = next(other for other in collect("tables") if other.file == file)
    known = {getattr(row, target.key[0]) for _line, row in found[file][0]}
    for line, row in found[one.file][0]:
        value = getattr(row, field)
        if value and value not in known:
            why = _("「%(value)s」は %(file)s にありません。") % {"value": value, "file": file}
            yield RowError(one.file, line, field, why)


def _write(one: Declared, rows: Rows) -> None:
    try:
        if isinstance(one, Table):
            one.load(rows)
        else:
            for _line, model in rows:
                one.load(model)
    except BadRow as error:
        raise BrokenTables([RowError(one.file, error.row, error.field, error.reason)]) from error
