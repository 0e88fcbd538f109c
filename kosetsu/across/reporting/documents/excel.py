"""The report as Excel: one sheet of all figures with their definitions, then one sheet per table."""

import io
import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from kosetsu.across.reporting.documents.report import Report, plain
from kosetsu.across.reporting.rules.figures import Figure
from kosetsu.across.reporting.tables.book import Book
from kosetsu.common.spreadsheets import get_column_letter

NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")


def to_excel(report: Report, book: Book) -> bytes:
    """The whole report as one .xlsx file."""
    workbook = Workbook(write_only=True)
    _sheet(workbook, _("指標"), _figure_heads(), _figure_rows(report, book))
    for number, (section, table) in enumerate(report.tables(), start=1):
        rows = [[_number(plain(line)) for line in row] for row in table.rows]
        _sheet(workbook, f"{number} {section.number} {table.title}", table.columns, rows)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _figure_heads() -> list[str]:
    return [_("指標"), _("名称"), _("値"), _("単位"), _("根拠の行数"), _("合成データを含む"), _("定義"), _("出典")]


def _figure_rows(report: Report, book: Book) -> list[list[Any]]:
    language = get_language() or "ja"
    rows = []
    for key, figure in report.figures.items():
        measure = book.measures[key]
        head = [key, measure.named(language), _value(figure), book.word("unit", measure.unit, language), figure.rows]
        rows.append([*head, _("はい") if figure.synthetic else "", measure.defined(language), measure.source])
    return rows


def _value(figure: Figure) -> int | float | None:
    if figure.value is None:
        return None
    return figure.value.numerator if figure.value.denominator == 1 else float(figure.value)


def _number(text: str) -> int | str:
    return int(text.replace(",", "")) if re.fullmatch(r"\d{1,3}(,\d{3})*|\d+", text) else text


def _sheet(workbook: Workbook, title: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    sheet = workbook.create_sheet(NOT_IN_SHEET_NAMES.sub(" ", title)[:31])
    for place, head in enumerate(heads, start=1):
        longest = max([len(str(head)), *(len(str(row[place - 1] or "")) for row in rows)])
        sheet.column_dimensions[get_column_letter(place)].width = min(max(longest * 2, 8), 60)
    sheet.freeze_panes = "A2"
    sheet.page_setup.paperSize = "9"
    sheet.append([_cell(sheet, head, bold=True) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    """A cell whose text is text: what begins with = is no formula."""
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.value, cell.data_type = value, "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell
