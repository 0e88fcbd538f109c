"""What a database holds: of every table, how many rows and one digest, in whatever order they come."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connections
from django.db.models import Model

AT_ONCE = 2_000
SPACE = 2**256
"""Digests of rows are added up in it, so that their order does not count."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One table's rows."""

    rows: int
    digest: str


def stored(cursor: Any, columns: Mapping[str, Sequence[str]]) -> dict[str, Holding]:
    """Of tables with these columns, as the engine gives the values: equal before and after a copy."""
    held = {}
    for table in sorted(columns):
        names = ", ".join(f'"{one}"' for one in sorted(columns[table]))
        cursor.execute(f'SELECT {names} FROM "{table}"')
        held[table] = _added_up(row for some in iter(partial(cursor.fetchmany, AT_ONCE), []) for row in some)
    return held


def meant(alias: str = "default") -> dict[str, Holding]:
    """Of every model's table, as the program reads it: equal on either engine."""
    return {model._meta.db_table: _as_meant(model, alias) for model in tables()}


def tables() -> list[type[Model]]:
    """Every model with a table of its own, those between two others as well."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def differences(one: dict[str, Holding], other: dict[str, Holding]) -> list[str]:
    """A sentence for each table of which the two hold something else."""
    none = Holding(0, "")
    pairs = [(name, one.get(name, none), other.get(name, none)) for name in sorted({*one, *other})]
    return [
        f"{name}: {mine.rows} rows {mine.digest[:12]}, {theirs.rows} rows {theirs.digest[:12]}"
        for name, mine, theirs in pairs
        if mine != theirs
    ]


def packed(held: dict[str, Holding]) -> dict[str, dict[str, Any]]:
    return {name: asdict(one) for name, one in held.items()}


def unpacked(said: dict[str, dict[str, Any]]) -> dict[str, Holding]:
    return {name: Holding(**one) for name, one in said.items()}


@contextmanager
def beside(**settings: Any) -> Iterator[str]:
    """Another database under an alias of its own, while this lasts; ``settings`` are what differs from the first."""
    alias = "beside"
    connections.databases[alias] = {**connections["default"].settings_dict, **settings}
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias], connections.databases[alias]


def _as_meant(model: type[Model], alias: str) -> Holding:
    fields = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.using(alias).order_by().values_list(*fields)
    return _added_up(rows.iterator(chunk_size=AT_ONCE))


def _added_up(rows: Iterable[tuple[Any, ...]]) -> Holding:
    count, total = 0, 0
    for row in rows:
        total += int.from_bytes(hashlib.sha256(_line(row)).digest())
        count += 1
    return Holding(count, f"{total % SPACE:064x}")


def _line(row: tuple[Any, ...]) -> bytes:
    return json.dumps(row, default=_plain, sort_keys=True, ensure_ascii=False).encode()


def _plain(value: Any) -> Any:
    """What JSON has no word for, the same from either engine."""
    match value:
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
        case dt.date() | dt.time():
            return value.isoformat()
        case dt.timedelta():
            return [value.days, value.seconds, value.microseconds]
        case Decimal():
            return str(value.normalize())
        case UUID():
            return value.hex
        case bytes() | memoryview():
            return bytes(value).hex()
    raise TypeError(f"no digest is defined for {type(value).__name__}")
