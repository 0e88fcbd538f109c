"""How much a hundred thousand rows add to the database, beside the same rows as plain text."""

from collections.abc import Iterator
from pathlib import Path

from django.db import connection, models

from bench.lines import Line
from bench.scale.sizes import Size
from kosetsu.across.reporting.columns import ledger
from kosetsu.foundation.casebook.models import Case, Entry
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.services.consultations.models import Consultation, Message

PER = 100_000
SAMPLE = 5_000
MEASURED = {
    "entries": Entry,
    "audit rows": AuditEvent,
    "cases": Case,
    "consultations": Consultation,
    "messages": Message,
}


def run(_: Size) -> Iterator[Line]:
    """Table and indexes of each kind of row; the columns' Parquet files; the database as a whole."""
    for name, model in MEASURED.items():
        count = model._base_manager.count()
        if count:
            whole, plain = _bytes(model) / count, _text_bytes(model)
            yield Line(
                f"{PER:,} {name}, with indexes",
                _mb(whole * PER),
                "the same rows as text",
                _mb(plain * PER),
                whole / plain,
            )
    yield from _columns()
    yield Line("the whole database", _mb(_database_bytes()))


def _columns() -> Iterator[Line]:
    packed = sum(path.stat().st_size for path in ledger.folder().glob("*.parquet"))
    count = Entry.objects.count()
    plain = _text_bytes(Entry)
    if packed:
        yield Line(f"{PER:,} entries in columns", _mb(packed / count * PER), "the same rows as text", _mb(plain * PER),
                   packed / count / plain)  # fmt: skip


def _bytes(model: type[models.Model]) -> int:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [table])
        else:
            belonging = "SELECT name FROM sqlite_master WHERE tbl_name = %s"
            cursor.execute(f"SELECT SUM(pgsize) FROM dbstat WHERE aggregate = TRUE AND name IN ({belonging})", [table])
        size: int = cursor.fetchone()[0]
        return size


def _text_bytes(model: type[models.Model]) -> float:
    """The mean length of a row written with commas."""
    rows = model._base_manager.order_by("-pk").values_list()[:SAMPLE]
    lengths = [len(",".join("" if cell is None else str(cell) for cell in row).encode()) for row in rows]
    return sum(lengths) / len(lengths)


def _database_bytes() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            size: int = cursor.fetchone()[0]
            return size
        path = Path(connection.settings_dict["NAME"])
        return path.stat().st_size if path.exists() else 0


def _mb(size: float) -> str:
    return f"{size / 1024 / 1024:,.1f} MB"
