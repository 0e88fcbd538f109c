"""Entries out of the database into Parquet: streamed as CSV, sorted and packed by DuckDB within a small memory."""

import csv
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.db import connection

from kosetsu.across.reporting.columns.engines import connect
from kosetsu.across.reporting.columns.flat import ENTRY_COLUMNS, FLAT_ENTRIES

CHUNK = 5_000
SLICE = f"{FLAT_ENTRIES} WHERE e.fiscal_year = {{year:d}} AND e.id > {{after:d}} AND e.id <= {{upto:d}}"
PACK = """
COPY (SELECT * FROM read_csv({source}, header=false, auto_detect=false, delim=',', quote='"', escape='"',
        new_line='\\n', parallel=false, columns={columns}, force_not_null={texts})
      ORDER BY service, kind, on_date_day, entry_id)
TO {target} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 30720)
"""
"""Sorted, so that one service's year is a few row groups and the rest is never read."""


def export(year: int, after: int, upto: int, target: Path) -> int:
    """Write the entries of ``year`` in (``after``, ``upto``] to ``target``; returns how many there were."""
    handle, name = tempfile.mkstemp(suffix=".csv", dir=target.parent)
    try:
        with os.fdopen(handle, "w", newline="", encoding="utf-8") as sheet:
            rows = _pour(SLICE.format(year=year, after=after, upto=upto), sheet)
        if rows:
            _pack(Path(name), target)
        return rows
    finally:
        os.unlink(name)


def _pour(sql: str, sheet: IO[str]) -> int:
    if connection.vendor == "postgresql":
        return _copy_out(sql, sheet)
    writer, count = csv.writer(sheet, lineterminator="\n"), 0
    for rows in chunks(sql):
        writer.writerows(rows)
        count += len(rows)
    return count


def _copy_out(sql: str, sheet: IO[str]) -> int:
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)") as stream:
            for block in stream:
                sheet.write(bytes(block).decode("utf-8"))
        return int(cursor.rowcount)


def chunks(sql: str) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of ``sql``, some thousand at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(CHUNK):
            yield rows


def _pack(sheet: Path, target: Path) -> None:
    columns = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in ENTRY_COLUMNS.items()) + "}"
    texts = "[" + ", ".join(f"'{name}'" for name, kind in ENTRY_COLUMNS.items() if kind == "VARCHAR") + "]"
    draft = target.with_suffix(".new")
    with connect(memory_limit="256MB") as packer:
        packer.execute(
            PACK.format(source=_text(sheet), columns=columns, texts=texts, target=_text(draft)),
        )
    os.replace(draft, target)


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
