"""Sheets for people: Excel with a frozen, filterable header and an A4 print set-up; CSV that Excel opens right."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final, Literal

from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from kosetsu.common.encodings import Place, UnwritableText, cp932_form, unwritable
from kosetsu.common.mistakes import Mistake
from kosetsu.common.spreadsheets.columns import Column, Kind, plain, width_of
from kosetsu.common.spreadsheets.engine import get_column_letter
from kosetsu.common.text import tidy

Rows = Iterable[Sequence[object]]
xlsx_response_type: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
csv_response_type: Final = "text/csv"

_PAPER_A4 = "9"
_SAMPLE = 200
_LONGEST_CELL = 32_767
_LONGEST_LIST = 255
_CHOICE_ROWS = 10_000
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")
# What a spreadsheet program may take for a formula, full-width forms included.
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_HEADER_FONT = Font(bold=True)
_HEADER_FILL = PatternFill("solid", fgColor="FFE8F1FE")
_HEADER_BORDER = Border(bottom=Side("thin"))
_WRAPPED = Alignment(wrap_text=True, vertical="top")


class CellTooLong(Mistake):
    """Excel would cut the text off."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, header in row 1."""

    columns: Sequence[Column]
    rows: Rows
    title: str

    @property
    def guarded(self) -> bool:
        """Some of its cells are not to be typed into."""
        return any(column.locked for column in self.columns)


def write_xlsx(columns: Sequence[Column], rows: Rows, title: str) -> bytes:
    """A workbook of one sheet. Rows are streamed, so a large list stays small in memory."""
    return write_book([Sheet(columns, rows, title)])


def write_book(sheets: Sequence[Sheet]) -> bytes:
    """A workbook; whoever reads one back reads its first sheet."""
    book = Workbook(write_only=True)
    out = io.BytesIO()
    try:
        for one in sheets:
            _write(book.create_sheet(_NOT_IN_SHEET_NAMES.sub(" ", one.title).strip()[:31] or "Sheet1"), one)
    finally:
        book.save(out)  # also when a row is refused: saving is what removes the book's temporary file
    return out.getvalue()


def _write(sheet: Any, given: Sheet) -> None:
    stream = iter(given.rows)
    sample = list(islice(stream, _SAMPLE))
    _lay_out(sheet, given.columns, sample)
    _set_up_print(sheet, given.title)
    if given.guarded:
        sheet.protection.enable()
        sheet.protection.formatColumns = sheet.protection.formatRows = False  # both may still be made wider
    last = _fill(sheet, given, chain(sample, stream))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(given.columns))}{last}"


def _fill(sheet: Any, given: Sheet, rows: Rows) -> int:
    """Write header and rows; the number of the last row."""
    sheet.append([_heading(sheet, column) for column in given.columns])
    last = 1
    for last, row in enumerate(rows, start=2):
        cells = _excel_row(sheet, given.columns, row, last)
        sheet.append(_opened(sheet, given.columns, cells) if given.guarded else cells)
    return last


def _opened(sheet: Any, columns: Sequence[Column], cells: Sequence[Any]) -> list[Any]:
    """The cells of a guarded sheet: what is not locked can be typed into, also where it is empty."""
    opened = []
    for column, cell in zip(columns, cells, strict=True):
        cell = WriteOnlyCell(sheet) if cell is None else cell
        cell.protection = Protection(locked=column.locked)
        opened.append(cell)
    return opened


def _lay_out(sheet: Any, columns: Sequence[Column], sample: Sequence[Sequence[object]]) -> None:
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns):
        letter = get_column_letter(index + 1)
        sheet.column_dimensions[letter].width = width_of(column, [plain(row[index]) or "" for row in sample])
        if checked := _checked(column, f"{letter}2"):
            checked.add(f"{letter}2:{letter}{_CHOICE_ROWS}")
            sheet.data_validations.append(checked)


def _checked(column: Column, first: str) -> DataValidation | None:
    """What a spreadsheet program itself refuses in a column: a list to choose from, or numbers between two."""
    numbers = [str(one) for one in range(column.within[0], column.within[1] + 1)] if column.within else []
    offered = ",".join([*numbers, *column.choices])
    if not offered:
        return None
    if len(offered) <= _LONGEST_LIST:
        return DataValidation(type="list", formula1=f'"{offered}"', allow_blank=True)
    if column.within is None:
        return None
    lowest, highest = column.within
    whole = f"AND(ISNUMBER({first}),{first}=INT({first}),{first}>={lowest},{first}<={highest})"
    words = "".join(f',{first}="{one}"' for one in column.choices)
    return DataValidation(type="custom", formula1=f"OR({whole}{words})", allow_blank=True)


def _set_up_print(sheet: Any, title: str) -> None:
    sheet.page_setup.paperSize = _PAPER_A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.center.text = title.replace("&", "&&")
    sheet.oddFooter.center.text = "&P / &N"


def _heading(sheet: Any, column: Column) -> Cell:
    cell = _text_cell(sheet, str(column.heading))
    cell.font, cell.fill, cell.border = _HEADER_FONT, _HEADER_FILL, _HEADER_BORDER
    return cell


def _excel_row(sheet: Any, columns: Sequence[Column], row: Sequence[object], number: int) -> list[Any]:
    return [
        _excel_cell(sheet, column, value, f"{get_column_letter(index)}{number}")
        for index, (column, value) in enumerate(zip(columns, row, strict=True), start=1)
    ]


def _excel_cell(sheet: Any, column: Column, value: object, where: str) -> Cell | None:
    held = plain(value)
    if held is None:
        return None
    if isinstance(held, str):
        text = tidy(held)
        if len(text) > _LONGEST_CELL:
            raise CellTooLong(
                _("セル%(cell)sの文字が長すぎて、Excelに書き出せません。"), _("CSVで書き出してください。"), cell=where
            )
        return _text_cell(sheet, text)
    cell = WriteOnlyCell(sheet)
    cell.value = held
    if column.kind is not Kind.TEXT:
        cell.number_format = column.kind.value
    return cell


def _text_cell(sheet: Any, text: str) -> Cell:
    """Text stays text whatever it begins with, also after somebody edits the cell."""
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.number_format = Kind.TEXT.value
    if _FORMULA.match(text):
        cell.quotePrefix = True
    if "\n" in text:
        cell.alignment = _WRAPPED
    return cell


def write_csv(columns: Sequence[Column], rows: Rows, encoding: Literal["utf-8-sig", "cp932"] = "utf-8-sig") -> bytes:
    """CSV with CRLF. In cp932, UnwritableText names the row and column of each cell that it cannot hold."""
    table = [[_csv_cell(column.heading) for column in columns]]
    table += [[_csv_cell(value) for value in row] for row in rows]
    if encoding == "cp932":
        _refuse_unwritable(table)
        table = [[cp932_form(cell) for cell in row] for row in table]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(table)
    return out.getvalue().encode(encoding)


def _csv_cell(value: object) -> str:
    held = plain(value)
    if held is None:
        return ""
    if not isinstance(held, str):
        return str(held)
    text = tidy(held)
    return f"'{text}" if _FORMULA.match(text) else text


def _refuse_unwritable(table: Sequence[Sequence[str]]) -> None:
    places = [
        Place(row, column, character)
        for row, cells in enumerate(table, start=1)
        for column, cell in enumerate(cells, start=1)
        for _index, character in unwritable(cell)
    ]
    if places:
        raise UnwritableText(places)
