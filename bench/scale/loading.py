"""Rows into a table as fast as its database takes them: COPY on PostgreSQL, executemany on SQLite."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

BATCH = 20_000
Row = tuple[Any, ...]


def load(model: type[models.Model], fields: Sequence[str], rows: Iterable[Row]) -> int:
    """Write ``rows`` in one transaction; columns that ``fields`` (attribute names) leave out get their default."""
    columns, constants = _columns(model, fields)
    filled = (row + constants for row in rows)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return _copy(cursor, model._meta.db_table, columns, filled)
        return _execute(cursor, model._meta.db_table, columns, filled)


def next_id(model: type[models.Model]) -> int:
    """The first free row number."""
    return (model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def finish(loaded: Iterable[type[models.Model]]) -> None:
    """Let new rows get numbers after ours, and give PostgreSQL the statistics its autovacuum would soon make."""
    with connection.cursor() as cursor:
        from django.core.management.color import no_style

        for statement in connection.ops.sequence_reset_sql(no_style(), [*loaded]):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")


def _columns(model: type[models.Model], fields: Sequence[str]) -> tuple[list[str], Row]:
    given = {field.attname: field for field in model._meta.concrete_fields}
    others = [field for name, field in given.items() if name not in fields]
    constants = tuple(field.get_db_prep_save(field.get_default(), connection) for field in others)
    return [given[name].column for name in fields] + [field.column for field in others], constants


def _copy(cursor: Any, table: str, columns: list[str], rows: Iterable[Row]) -> int:
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if cursor.fetchone()[0]:
        # Our own rows refer to each other rightly; checking eight keys of every row would take most of the time.
        cursor.execute("SET LOCAL session_replication_role = replica")
    with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as stream:
        for row in rows:
            stream.write_row(row)
    count: int = cursor.rowcount
    cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    return count


def _execute(cursor: Any, table: str, columns: list[str], rows: Iterable[Row]) -> int:
    names = ", ".join(f'"{column}"' for column in columns)
    insert = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(["%s"] * len(columns))})'
    count = 0
    for batch in _batches(rows):
        cursor.executemany(insert, batch)
        count += len(batch)
    return count


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        yield batch
