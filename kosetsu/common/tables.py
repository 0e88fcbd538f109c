"""The institute's folder: CSV tables read into the database, all or nothing.

An app declares each file it loads as a :class:`Table`: the file's path, a pydantic row, and a function that
writes validated rows. The loader reads every file first, reports every broken cell with file, row, field and
reason, and writes only when nothing is broken.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from kosetsu.common.manifests import collect
from kosetsu.common.text import decode_csv

Row = TypeVar("Row", bound="TableRow")


class TableRow(BaseModel):
    """One row of an institute's CSV file; unknown columns are refused, blank cells become the default."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


def _blank_to_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _split(value: Any) -> Any:
    return [part.strip() for part in value.split(";") if part.strip()] if isinstance(value, str) else value


Items = Annotated[list[str], BeforeValidator(_split)]
"""A cell that holds several values, separated by semicolons."""
_T = TypeVar("_T")
Blank = Annotated[_T | None, BeforeValidator(_blank_to_none)]
"""A cell that may be empty: ``Blank[date]``."""


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong in one cell: which file, which line of it, which field, why."""

    file: str
    row: int
    field: str
    reason: str

    def __str__(self) -> str:
        return _("%(file)s の %(row)d 行目「%(field)s」: %(reason)s") % {
            "file": self.file,
            "row": self.row,
            "field": self.field,
            "reason": self.reason,
        }


class BrokenTables(Exception):
    """Raised when an institute's folder cannot be loaded; carries every error found, nothing has been written."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = list(errors)


class BadRow(Exception):
    """Raised by a table's ``load`` for a row that refers to something unknown; the loader adds file and row."""

    def __init__(self, row: int, field: str, reason: str) -> None:
        super().__init__(reason)
        self.row, self.field, self.reason = row, field, reason


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """One CSV file of the institute's folder and how its rows become records.

    ``load`` receives ``[(line number, row), …]``; it may be called again on a loaded database and must then
    change only what differs. ``order`` sorts tables of all apps; ``optional`` files may be absent.
    """

    file: str
    row: type[Row]
    load: Callable[[list[tuple[int, Row]]], None]
    order: int = 100
    optional: bool = False
    demo: bool = False
    """Loaded only where demo data is wanted."""


def read(table: Table[Row], folder: Path) -> tuple[list[tuple[int, Row]], list[RowError]]:
    """Parse one file: the good rows with their line numbers, and an error for every bad cell."""
    path = folder / table.file
    if not path.exists():
        if table.optional:
            return [], []
        return [], [RowError(table.file, 0, "-", _("ファイルがありません。"))]
    try:
        text, _encoding = decode_csv(path.read_bytes())
    except ValueError as error:
        return [], [RowError(table.file, 0, "-", str(error))]
    return _parse(table, text)


def _parse(table: Table[Row], text: str) -> tuple[list[tuple[int, Row]], list[RowError]]:
    good: list[tuple[int, Row]] = []
    bad: list[RowError] = []
    reader = csv.DictReader(text.splitlines(keepends=True), restkey="（余分な列）", strict=True)
    for cells in reader:
        line = reader.line_num
        try:
            given = {key: value for key, value in cells.items() if value is not None and value != ""}
            good.append((line, table.row.model_validate(given)))
        except ValidationError as error:
            bad.extend(
                RowError(table.file, line, ".".join(map(str, e["loc"])) or "-", _reason(e)) for e in error.errors()
            )
    return good, bad


def _reason(error: Any) -> str:
    if error["type"] == "missing":
        return _("値がありません。")
    if error["type"] == "extra_forbidden":
        return _("この列は使われていません。列の名前を確かめてください。")
    return _("「%(value)s」は読めません（%(detail)s）。") % {"value": error.get("input"), "detail": error["msg"]}


def load_folder(folder: Path, *, demo: bool) -> dict[str, int]:
    """Load every table of every app from ``folder`` in one transaction; returns file → rows.

    Raises :class:`BrokenTables` with all errors, having written nothing.
    """
    tables = sorted((t for t in collect("tables") if demo or not t.demo), key=lambda t: t.order)
    parsed = {table.file: read(table, folder) for table in tables}
    errors = [error for _rows, bad in parsed.values() for error in bad]
    if errors:
        raise BrokenTables(errors)
    with transaction.atomic():
        for table in tables:
            _write(table, parsed[table.file][0])
    return {file: len(rows) for file, (rows, _bad) in parsed.items()}


def _write(table: Table[Any], rows: list[tuple[int, Any]]) -> None:
    try:
        table.load(rows)
    except BadRow as error:
        raise BrokenTables([RowError(table.file, error.row, error.field, error.reason)]) from error


def lookup(known: dict[str, Any], key: str, line: int, field: str) -> Any:
    """``known[key]``, or a :class:`BadRow` that says the reference is unknown."""
    try:
        return known[key]
    except KeyError:
        raise BadRow(line, field, _("「%(key)s」は登録されていません。") % {"key": key}) from None


def cells(rows: list[tuple[int, Row]]) -> Iterator[Row]:
    """The rows without their line numbers."""
    return (row for _line, row in rows)
