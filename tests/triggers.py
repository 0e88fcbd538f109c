"""Between tests that commit, tables are emptied; append-only tables refuse that, so their triggers sleep meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.operations import BaseDatabaseOperations


@contextmanager
def asleep(connection: Any) -> Iterator[None]:
    """No trigger of ours acts inside; all are there again afterwards."""
    with connection.cursor() as cursor:
        wake = _postgres(cursor) if connection.vendor == "postgresql" else _sqlite(cursor)
    yield
    with connection.cursor() as cursor:
        for statement in wake:
            cursor.execute(statement)


def _sqlite(cursor: Any) -> list[str]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    triggers = cursor.fetchall()
    for name, _sql in triggers:
        cursor.execute(f'DROP TRIGGER "{name}"')
    return [sql for _name, sql in triggers]


def _postgres(cursor: Any) -> list[str]:
    cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
    tables = [row[0] for row in cursor.fetchall()]
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    return [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]


def let_flush_pass(monkeypatch: Any) -> None:
    """Emptying the tables between tests runs with the triggers asleep."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: Any, sql_list: list[str]) -> None:
        with asleep(self.connection):
            flush(self, sql_list)

    monkeypatch.setattr(BaseDatabaseOperations, "execute_sql_flush", execute_sql_flush)
