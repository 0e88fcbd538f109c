"""What the database itself refuses, whatever the entrance: triggers of one wording on both engines.

A migration begins and ends them. SQLite loses a table's triggers when Django rebuilds it: the migration that does so
begins them again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Guard:
    """One refusal: before ``verb`` on a row of ``table`` for which ``wrong`` holds (SQL over NEW and OLD).

    ``lock`` is SQL for a text: on PostgreSQL whoever writes a row with the same text waits for the other's commit, so
    that two rows which exclude each other cannot pass each other by. SQLite has one writer at a time.
    """

    name: str
    table: str
    verb: str
    wrong: str
    message: str
    lock: str = ""


def begin(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> None:
    """Refuse from now on."""
    with connection.cursor() as cursor:
        for guard in guards:
            for statement in _statements(connection.vendor, guard):
                cursor.execute(statement)


def end(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> None:
    """Refuse no more: a migration backwards."""
    with connection.cursor() as cursor:
        for guard in guards:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER {guard.name} ON {guard.table}")
                cursor.execute(f"DROP FUNCTION {guard.name}()")
            else:
                cursor.execute(f"DROP TRIGGER {guard.name}")


def _statements(vendor: str, guard: Guard) -> tuple[str, ...]:
    if vendor != "postgresql":
        return (
            f"CREATE TRIGGER {guard.name} BEFORE {guard.verb} ON {guard.table} WHEN {guard.wrong} "
            f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END",
        )
    kept = "OLD" if guard.verb == "DELETE" else "NEW"
    lock = f"PERFORM pg_advisory_xact_lock(hashtextextended({guard.lock}, 0)); " if guard.lock else ""
    return (
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {lock}IF {guard.wrong} THEN "
        f"RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {kept}; END $$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.verb} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()",
    )
