"""Rows into records: change what differs, leave the rest as it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from kosetsu.common.tables.errors import BadRow
from kosetsu.common.tables.rows import TableRow

Row = TypeVar("Row", bound=TableRow)
Record = TypeVar("Record", bound=Model)


def lookup(known: Mapping[str, Any], key: str, line: int, field: str) -> Any:
    """``known[key]``, or a :class:`BadRow` that says the reference is unknown."""
    try:
        return known[key]
    except KeyError:
        raise BadRow(line, field, _("「%(key)s」は登録されていません。") % {"key": key}) from None


def cells(rows: list[tuple[int, Row]]) -> Iterator[Row]:
    """The rows without their line numbers."""
    return (row for _line, row in rows)


def upsert(model: type[Record], key: str, wanted: Mapping[str, Mapping[str, Any]]) -> list[Record]:
    """Make the records with these keys say what is wanted; returns those that are new or became different."""
    present = {getattr(record, key): record for record in model._default_manager.all()}
    changed = []
    for value, fields in wanted.items():
        record = present.get(value)
        if record is None:
            changed.append(model._default_manager.create(**{key: value}, **fields))
        elif differing := [name for name, new in fields.items() if _now(record, name) != _plain(new)]:
            for name in differing:
                setattr(record, name, fields[name])
            record.save(update_fields=differing)
            changed.append(record)
    return changed


def overwrite(model: type[Record], key: Sequence[str], wanted: Iterable[Mapping[str, Any]]) -> QuerySet[Record]:
    """Write every row of a file under the columns of its ``key``; returns what the file no longer has, for the caller
    to delete.
    """
    rows = model._default_manager
    kept = [
        rows.update_or_create(
            **{name: columns[name] for name in key},
            defaults={name: value for name, value in columns.items() if name not in key},
        )[0].pk
        for columns in wanted
    ]
    return rows.exclude(pk__in=kept)


def _now(record: Model, name: str) -> Any:
    return getattr(record, record._meta.get_field(name).attname)  # type: ignore[union-attr]


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value
