"""The paper that goes back, in the body's own form: its own workbook filled in, or one made by the form's columns."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils.cell import column_index_from_string
from openpyxl.worksheet.properties import PageSetupProperties

from kosetsu.common import corporate_number, eras, fiscal
from kosetsu.common.decisions import Refused, no
from kosetsu.common.text import tidy
from kosetsu.foundation.parties.models import Institute
from kosetsu.services.screening.documents.results import ResultRow
from kosetsu.services.screening.models import ScreeningProgramme
from kosetsu.services.screening.rules.forms import CRITERION, Form, FormColumn, Value, filled
from kosetsu.services.screening.rules.results import grade_of, rounded

WIDE: Final = {Value.TITLE: 40, Value.APPLICANT: 28, Value.COMMENTS: 60, Value.CORPORATE_NUMBER: 16}
LONGEST: Final = 32_000
"""What one cell of Excel holds."""


def paper_xlsx(form: Form, blank: bytes | None, values: Mapping[str, str], rows: Sequence[ResultRow]) -> bytes:
    """The workbook; ``values`` fill what stands in braces."""
    book = load_workbook(io.BytesIO(blank)) if blank else Workbook()
    sheet = _sheet(book, form, bool(blank))
    for place, text in form.cells.items():
        _write(sheet[place], filled(text, dict(values)))
    if not blank:
        _lay_out(sheet, form)
    for number, row in enumerate(_ordered(form, rows), start=form.first_row):
        for column in form.columns:
            if column.value != Value.BLANK:
                _write(sheet.cell(number, column_index_from_string(column.column)), _said(form, column, row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def values_of(
    programme: ScreeningProgramme, rows: Sequence[ResultRow], number: str, day: Any, reviews: int
) -> dict[str, str]:  # fmt: skip
    """What a form and the letter may name."""
    institute = Institute.current()
    return {
        "programme": programme.title, "number": number, "body": programme.body.organisation.name_on(day),
        "institute": institute.name if institute else "", "year": fiscal.label(programme.fiscal_year),
        "day": eras.long_text(day), "reference": programme.reference, "items": str(len(rows)),
        "reviews": str(reviews),
    }  # fmt: skip


def _sheet(book: Any, form: Form, given: bool) -> Any:
    """The sheet to write on: the one the form names, else the first."""
    if not given:
        book.active.title = form.sheet or _("審査結果")
        return book.active
    if form.sheet and form.sheet not in book.sheetnames:
        raise Refused(
            no(
                _("団体の様式のファイルに、シート「%(sheet)s」がありません。") % {"sheet": form.sheet},
                _("団体の様式（Excel）を登録し直してください。"),
            )
        )
    return book[form.sheet] if form.sheet else book.worksheets[0]


def _lay_out(sheet: Any, form: Form) -> None:
    for column in form.columns:
        cell = sheet.cell(form.first_row - 1, column_index_from_string(column.column))
        _write(cell, column.heading)
        cell.font = Font(bold=True)
        sheet.column_dimensions[column.column].width = WIDE.get(column.value, 14)  # type: ignore[call-overload]
    sheet.freeze_panes = f"A{form.first_row}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{form.first_row - 1}:{form.first_row - 1}"


def _ordered(form: Form, rows: Sequence[ResultRow]) -> Sequence[ResultRow]:
    if not form.by_points:
        return rows
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.item.number))


def _said(form: Form, column: FormColumn, row: ResultRow) -> Any:
    """What the cell says of the application."""
    if column.value.startswith(CRITERION):
        return rounded(row.means.get(column.value.removeprefix(CRITERION)), column.digits)
    match Value(column.value):
        case Value.POINTS:
            return rounded(row.points, column.digits)
        case Value.RANK:
            return row.rank
        case Value.GRADE:
            return grade_of(row.points, form.grades)
        case Value.VERDICT:
            return _("可") if row.result.acceptable else _("不可")
        case Value.REVIEWS:
            return row.result.handed_in
        case Value.COMMENTS:
            return "\n".join(_numbered(row.comments))
        case Value.CORPORATE_NUMBER:
            number = row.item.corporate_number
            return number if corporate_number.is_valid(number) else ""
    return getattr(row.item, column.value)


def _numbered(comments: Sequence[str]) -> Iterator[str]:
    """Who said what is nobody's business outside."""
    for n, comment in enumerate(comments, start=1):
        yield f"（{n}）{comment}" if len(comments) > 1 else comment


def _write(cell: Any, value: Any) -> None:
    """Text stays text, whatever it begins with."""
    if isinstance(value, str):
        cell.value = tidy(value)[:LONGEST]
        cell.data_type = "s"
        if "\n" in value:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        return
    cell.value = value
