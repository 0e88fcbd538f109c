"""Files into validated rows: every broken cell is found in one reading."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from pydantic import ValidationError

from kosetsu.common.encodings import UnreadableText, decode_csv
from kosetsu.common.tables.declared import Declared, Document, Table
from kosetsu.common.tables.errors import RowError, reason

Rows = list[tuple[int, Any]]
_TOO_MANY = "\0"


class Unreadable(Exception):
    """The file as a whole cannot be read."""

    def __init__(self, row: int, why: str) -> None:
        super().__init__(why)
        self.row, self.why = row, why


def read(declared: Declared, folder: Path) -> tuple[Rows, list[RowError]]:
    """The good rows of one file with their line numbers (one "row" for a document), and an error for every bad cell."""
    files = sorted(folder.glob(declared.file)) if "*" in declared.file else [folder / declared.file]
    if not files or not files[0].exists():
        missing = RowError(declared.file, 0, "", _("ファイルがありません。"))
        return [], [] if declared.optional else [missing]
    found = {name: _read_file(declared, path, name)
             for path in files for name in [path.relative_to(folder).as_posix()]}  # fmt: skip
    errors = [error for _rows, bad in found.values() for error in bad]
    if isinstance(declared, Document) and declared.key:
        errors += _twice(declared, [(name, model) for name, (rows, _bad) in found.items() for _line, model in rows])
    return [row for rows, _bad in found.values() for row in rows], errors


def _read_file(declared: Declared, path: Path, name: str) -> tuple[Rows, list[RowError]]:
    try:
        text = _text(path.read_bytes())
        return _read_document(declared, name, text) if isinstance(declared, Document) else _read_table(declared, text)
    except Unreadable as error:
        return [], [RowError(name, error.row, "", error.why)]


def _text(data: bytes) -> str:
    try:
        return decode_csv(data)[0]
    except UnreadableText as error:
        raise Unreadable(int(error.values.get("row", 0)), str(error)) from None


def _read_document(document: Document[Any], name: str, text: str) -> tuple[Rows, list[RowError]]:
    try:
        parts = document.parts(yaml.safe_load(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise Unreadable(
            mark.line + 1 if mark else 0, _("YAML として読めません。字下げと記号を確かめてください。")
        ) from None
    good: Rows = []
    bad: list[RowError] = []
    for place, written in parts:
        try:
            model = document.model.model_validate(written)
        except ValidationError as error:
            for one in error.errors():
                where = (*place, *document.place(one["loc"], written))
                bad.append(RowError(name, 0, ".".join(map(str, where)), reason(one)))
            continue
        good.append((1, model))
        for field, why in document.check(model):
            bad.append(RowError(name, 0, ".".join(map(str, (*place, field))), why))
    return good, bad


def _twice(document: Document[Any], found: list[tuple[str, Any]]) -> Iterator[RowError]:
    """The second of two documents that bear the same key."""
    seen = set()
    for name, model in found:
        key = document.key(model) if document.key else None
        if key in seen:
            yield RowError(name, 0, document.key_field, _("同じ番号は二度使えません。"))
        seen.add(key)


def _read_table(table: Table[Any], text: str) -> tuple[Rows, list[RowError]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey=_TOO_MANY, strict=True)
    try:
        bad = list(_header_errors(table, list(reader.fieldnames or [])))
        if bad:
            return [], bad
        good: Rows = []
        for cells in reader:
            _read_row(table, reader.line_num, cells, good, bad)
    except csv.Error:
        raise Unreadable(
            reader.reader.line_num, _('CSV として読めません。引用符（"）の数を確かめてください。')
        ) from None
    return good, bad + list(_repeated(table, good))


def _header_errors(table: Table[Any], names: list[str]) -> Iterator[RowError]:
    fields = table.row.model_fields
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield RowError(table.file, 1, name, _("同じ名前の列が二つあります。"))
    for name in names:
        if name not in fields:
            yield RowError(table.file, 1, name, _("この列は使われていません。列の名前を確かめてください。"))
    for name, field in fields.items():
        if field.is_required() and name not in names:
            yield RowError(table.file, 1, name, _("この列がありません。"))


def _read_row(table: Table[Any], line: int, cells: dict[str, Any], good: Rows, bad: list[RowError]) -> None:
    if _TOO_MANY in cells:
        bad.append(RowError(table.file, line, "", _("列の数が見出しより多くなっています。")))
        return
    given = {name: value for name, value in cells.items() if value is not None and value.strip()}
    try:
        good.append((line, table.row.model_validate(given)))
    except ValidationError as error:
        bad.extend(_errors(table.file, line, error))


def _errors(file: str, line: int, found: ValidationError) -> Iterator[RowError]:
    for error in found.errors():
        yield RowError(file, line, ".".join(map(str, error["loc"])), reason(error))


def _repeated(table: Table[Any], rows: Rows) -> Iterator[RowError]:
    first: dict[tuple[Any, ...], int] = {}
    for line, row in rows if table.key else ():
        key = tuple(getattr(row, name) for name in table.key)
        if first.setdefault(key, line) != line:
            shown = "・".join(str(part) for part in key if part is not None)
            why = _("「%(key)s」は %(line)d 行目にもあります。") % {"key": shown, "line": first[key]}
            yield RowError(table.file, line, ",".join(table.key), why)
