"""The institute's folder: CSV tables and YAML documents read into the database, all or nothing.

An app declares each file it loads as a :class:`Table` (CSV, one pydantic row per line) or a :class:`Document`
(YAML, one pydantic model), with a function that writes what was validated. Every file is read first and every
broken cell is reported with file, row, field and reason; only when nothing is broken is anything written.
"""

from kosetsu.common.tables.declared import Document, Table
from kosetsu.common.tables.errors import BadRow, BrokenTables, RowError
from kosetsu.common.tables.loading import load_folder, unused_files
from kosetsu.common.tables.rows import Blank, Flag, Items, Several, TableRow
from kosetsu.common.tables.writing import cells, lookup, overwrite, upsert

__all__ = [
    "BadRow",
    "Blank",
    "BrokenTables",
    "Document",
    "Flag",
    "Items",
    "RowError",
    "Several",
    "Table",
    "TableRow",
    "cells",
    "load_folder",
    "lookup",
    "overwrite",
    "unused_files",
    "upsert",
]
