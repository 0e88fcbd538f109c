"""Uploaded tables: Excel or CSV, read as text by row and column, or refused with the cell and the reason."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any
from xml.etree.ElementTree import ParseError

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from kosetsu.common.encodings import decode_csv
from kosetsu.common.mistakes import Mistake
from kosetsu.common.spreadsheets.columns import Column
from kosetsu.common.spreadsheets.engine import get_column_letter
from kosetsu.common.text import fold, tidy

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_SPOILED = (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, OSError, EOFError)
_GUARDED = ("'=", "'+", "'-", "'@", "'＝", "'＋", "'－", "'＠")


class BadTable(Mistake):
    """The file is not a table we can take."""


@dataclass(frozen=True)
class Limits:
    """How much one upload may hold."""

    file_bytes: int = 20_000_000
    unpacked_bytes: int = 200_000_000
    rows: int = 50_000
    columns: int = 200


@dataclass(frozen=True)
class TableRow:
    """One row of an uploaded table: its number as the spreadsheet shows it, its cells as text by column key, in the
    order of the sheet.
    """

    number: int
    cells: dict[str, str]

    def place(self, key: str) -> str:
        """What the spreadsheet calls one of the cells: B5."""
        return f"{get_column_letter([*self.cells].index(key) + 1)}{self.number}"


@dataclass(frozen=True, slots=True)
class WrongCell:
    """One cell that cannot be taken, and why."""

    cell: str
    reason: str

    def __str__(self) -> str:
        return f"{self.cell}: {self.reason}"


def read_table(data: bytes, filename: str, columns: Sequence[Column], limits: Limits = Limits()) -> list[TableRow]:
    """The rows below the header of an .xlsx or .csv file; blank rows are left out."""
    if len(data) > limits.file_bytes:
        raise _too_big(limits)
    kind = PurePath(filename).suffix.lower()
    if kind == ".xlsx":
        lines = _excel_lines(data, limits)
    elif kind == ".csv":
        lines = _csv_lines(data)
    else:
        raise BadTable(
            _("「%(name)s」は表計算のファイルではありません。"),
            _("Excelブック（.xlsx）かCSV（.csv）で保存し直してください。"),
            name=filename,
        )
    return _rows(lines, columns, limits)


def _rows(lines: Iterator[list[str]], columns: Sequence[Column], limits: Limits) -> list[TableRow]:
    keys = _keys(next(lines, []), columns, limits)
    found = []
    for number, line in enumerate(lines, start=2):
        if not any(line):
            continue
        _refuse_overhang(line, len(keys), number)
        found.append(TableRow(number, dict(zip(keys, line + [""] * len(keys), strict=False))))
        if len(found) > limits.rows:
            raise BadTable(_("行が多すぎます（上限 %(rows)d行）。"), _("ファイルを分けてください。"), rows=limits.rows)
    return found


def _keys(header: list[str], columns: Sequence[Column], limits: Limits) -> list[str]:
    """The column key of each heading. Headings may stand in any order and language and are compared folded."""
    headings = _trimmed(header)
    if not headings:
        raise BadTable(_("1行目に見出しがありません。"), _("様式をダウンロードして、見出しの行を残してください。"))
    if len(headings) > limits.columns:
        raise BadTable(_("列が多すぎます（上限 %(columns)d列）。"), columns=limits.columns)
    known = {fold(name): column.key for column in columns for name in _names(column)}
    keys: list[str] = []
    for index, heading in enumerate(headings, start=1):
        keys.append(_key(heading, index, known, keys))
    missing = [str(column.heading) for column in columns if column.key not in keys and not column.optional]
    if missing:
        raise BadTable(
            _("1行目に列「%(missing)s」がありません。"),
            _("様式の見出しのまま使ってください。"),
            missing="、".join(missing),
        )
    return keys


def _names(column: Column) -> Iterator[str]:
    """What a heading may say: a form taken in one language is sent back in another."""
    yield column.key
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield str(column.heading)


def _key(heading: str, index: int, known: dict[str, str], taken: Sequence[str]) -> str:
    cell = f"{get_column_letter(index)}1"
    if not heading:
        raise BadTable(
            _("セル%(cell)sの見出しが空です。"), _("見出しの結合を解き、列ごとに見出しを入れてください。"), cell=cell
        )
    key = known.get(fold(heading))
    if key is None:
        raise BadTable(
            _("セル%(cell)sの見出し「%(heading)s」は様式にありません。"),
            _("様式の見出しに直すか、その列を消してください。"),
            cell=cell,
            heading=heading,
        )
    if key in taken:
        raise BadTable(
            _("セル%(cell)sの見出し「%(heading)s」が二度あります。"),
            _("一方を消してください。"),
            cell=cell,
            heading=heading,
        )
    return key


def _refuse_overhang(line: Sequence[str], width: int, number: int) -> None:
    for index, value in enumerate(line[width:], start=width + 1):
        if value:
            raise BadTable(
                _("セル%(cell)sの上に見出しがありません。"),
                _("その列を消すか、1行目に見出しを入れてください。"),
                cell=f"{get_column_letter(index)}{number}",
            )


def _trimmed(line: list[str]) -> list[str]:
    while line and not line[-1]:
        line = line[:-1]
    return line


def _csv_lines(data: bytes) -> Iterator[list[str]]:
    text, _encoding = decode_csv(data)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for line in reader:
            yield [_unguarded(tidy(cell)) for cell in line]
    except csv.Error:
        raise BadTable(
            _("%(row)d行目がCSVとして読めません。"),
            _('引用符（"）の閉じ忘れがないか確かめてください。'),
            row=reader.line_num,
        ) from None


def _unguarded(cell: str) -> str:
    """Take back the apostrophe that write_csv sets before what looks like a formula."""
    return cell[1:] if cell.startswith(_GUARDED) else cell


def _excel_lines(data: bytes, limits: Limits) -> Iterator[list[str]]:
    if data.startswith(_OLD_OR_LOCKED):
        raise BadTable(
            _("古い形式（.xls）か、パスワード付きのExcelファイルです。"),
            _("パスワードを外し、Excelブック（.xlsx）で保存し直してください。"),
        )
    try:
        _refuse_bomb(data, limits)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        for row in book.worksheets[0].iter_rows(max_col=limits.columns + 1):
            yield [_excel_text(cell) for cell in row]
    except Mistake:
        raise
    except (*_SPOILED, IndexError):
        raise BadTable(
            _("Excelブックとして読めません。"), _("Excelで開けるか確かめ、.xlsxで保存し直してください。")
        ) from None


def _refuse_bomb(data: bytes, limits: Limits) -> None:
    """The sizes in the directory bind: zipfile never unpacks more than they say."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if sum(part.file_size for part in parts) > limits.unpacked_bytes:
            raise _too_big(limits)
        if any(_declares_entities(packed, part) for part in parts):
            raise BadTable(_("Excelブックに使えない宣言が含まれています。"), _("Excelで保存し直してください。"))


def _declares_entities(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with packed.open(part) as content:
        return b"<!DOCTYPE" in content.read(4096).upper()


def _excel_text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in "fe":
        raise BadTable(
            _("セル%(cell)sに数式またはエラーがあります。"),
            _("値だけを貼り付け直してください。"),
            cell=cell.coordinate,
        )
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value.replace(microsecond=0)).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(str(value))


def _too_big(limits: Limits) -> BadTable:
    return BadTable(
        _("ファイルが大きすぎます（上限 %(bytes)d MB）。"),
        _("ファイルを分けてください。"),
        bytes=limits.file_bytes // 1_000_000,
    )
