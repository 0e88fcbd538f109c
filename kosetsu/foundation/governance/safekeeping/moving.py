"""From the embedded database to a server: every row moved, nothing else changed, proven by what both hold."""

from collections.abc import Iterable, Iterator
from itertools import islice

import environ
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.db.models.sql import InsertQuery

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.foundation.governance.safekeeping.holdings import Holding, beside, differences, meant, tables
from kosetsu.foundation.governance.safekeeping.mishaps import Mishap

AT_ONCE = 1_000


def move(url: str) -> dict[str, Holding]:
    """Copy the SQLite database into the PostgreSQL at this address, migrated and not used yet; what both hold.

    The program must be stopped: writers are kept out meanwhile, and what they would write afterwards is not moved.
    Raises ``Mishap``, and then the target is as it was.
    """
    if connection.vendor != "sqlite":
        raise Mishap("The database is no SQLite file.", "There is nothing to move.")
    target = environ.Env.db_url_config(url)
    if "postgresql" not in target["ENGINE"]:
        raise Mishap("The address is not one of PostgreSQL.", "It begins with postgres://")
    with beside(**{"OPTIONS": {}, **target}) as alias, transaction.atomic():  # the gate is held: nobody writes
        _check(alias)
        with transaction.atomic(using=alias):
            _copy(alias)
            held = meant()
            if unlike := differences(held, meant(alias)):
                raise Mishap(f"The moved rows differ: {unlike[:3]}.", "Go on with SQLite and report this.")
        return held


def _check(alias: str) -> None:
    here, there = (set(MigrationRecorder(connections[one]).applied_migrations()) for one in ("default", alias))
    if here != there:
        raise Mishap("The tables are not the same.", "First: DATABASE_URL=<that address> manage.py migrate.")
    used = [model._meta.db_table for model in (Person, AuditEvent) if model._base_manager.using(alias).exists()]
    if used:
        raise Mishap(f"The target database is in use ({used[0]}).", "Create a new one.")


def _copy(alias: str) -> None:
    """Triggers and foreign keys rest meanwhile: rows come in the order of tables, not of their stories."""
    there, models = connections[alias], tables()
    with there.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        names = ", ".join(there.ops.quote_name(model._meta.db_table) for model in models)
        cursor.execute(f"TRUNCATE {names} CASCADE")  # what migrations wrote is among the rows to come
        for model in models:
            _fill(model, alias)
        for statement in there.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _fill(model: type[Model], alias: str) -> None:
    """As they are: a raw insert, by which no field takes the moment of the move for that of the row."""
    fields = model._meta.concrete_fields
    for rows in batched(model._base_manager.using("default").order_by().iterator(chunk_size=AT_ONCE), AT_ONCE):
        query = InsertQuery(model)
        query.insert_values(fields, rows, raw=True)
        query.get_compiler(using=alias).execute_sql(None)


def batched(rows: Iterable[Model], size: int) -> Iterator[list[Model]]:
    """So many at a time."""
    every = iter(rows)
    return iter(lambda: list(islice(every, size)), [])
