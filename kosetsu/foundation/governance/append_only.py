"""Tables whose rows are written once: the database itself refuses UPDATE and DELETE, whoever asks.

Used by migrations: ``protect(schema_editor.connection, "governance_auditevent")``. SQLite loses a table's triggers
when Django rebuilds the table, so a migration that alters such a table protects it again; a test compares.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE = """
CREATE TRIGGER {table}_refuse_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION kosetsu_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRES = """
CREATE TRIGGER {table}_refuse_{verb} BEFORE {verb} ON {table}
FOR EACH {each} EXECUTE FUNCTION kosetsu_refuse_change()
"""
VERBS = {"sqlite": ("update", "delete"), "postgresql": ("update", "delete", "truncate")}


def protect(connection: BaseDatabaseWrapper, table: str) -> None:
    """Refuse every later change of the table's rows."""
    template = SQLITE if connection.vendor == "sqlite" else POSTGRES
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for verb in VERBS[connection.vendor]:
            each = "STATEMENT" if verb == "truncate" else "ROW"
            cursor.execute(template.format(table=table, verb=verb, each=each))


def release(connection: BaseDatabaseWrapper, table: str) -> None:
    """Take the refusal away: a migration backwards."""
    suffix = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for verb in VERBS[connection.vendor]:
            cursor.execute(f"DROP TRIGGER {table}_refuse_{verb}{suffix}")


def protected(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the refusing triggers that exist."""
    catalogue = "sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "pg_trigger WHERE true"
    column = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {catalogue} AND {column} LIKE '%%_refuse_%%'", [])
        return {row[0] for row in cursor.fetchall()}
