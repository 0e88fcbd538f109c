"""Excel and CSV in and out, safely: what a user typed is never a formula, what a user uploads is never trusted."""

from kosetsu.common.spreadsheets.columns import Column, Kind
from kosetsu.common.spreadsheets.engine import get_column_letter
from kosetsu.common.spreadsheets.reading import BadTable, Limits, TableRow, WrongCell, read_table
from kosetsu.common.spreadsheets.writing import (
    Sheet,
    csv_response_type,
    write_book,
    write_csv,
    write_xlsx,
    xlsx_response_type,
)

__all__ = [
    "BadTable",
    "Column",
    "Kind",
    "Limits",
    "Sheet",
    "TableRow",
    "WrongCell",
    "csv_response_type",
    "get_column_letter",
    "read_table",
    "write_book",
    "write_csv",
    "write_xlsx",
    "xlsx_response_type",
]
