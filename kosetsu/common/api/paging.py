"""Lists come in pages with a cursor: the next page begins behind the last row, whatever was added meanwhile."""

from collections.abc import Sequence
from functools import reduce
from typing import Annotated, Any, TypeVar

from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field, StringConstraints

from kosetsu.common.api.problems import Stop, wrong

Row = TypeVar("Row", bound=Model)
Words = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
"""A short text of a query; PostgreSQL stores no zero character."""


class Asked(Schema):
    """How much of a list is asked for, and behind which row it begins."""

    cursor: Annotated[str, StringConstraints(max_length=1000)] = ""
    limit: int = Field(50, ge=1, le=100)


class Page(Schema):
    """One page of a list; ``next_cursor`` is empty on the last one."""

    next_cursor: str = ""


def cut(rows: QuerySet[Row], order: Sequence[str], asked: Asked) -> tuple[list[Row], str]:
    """One page of ``rows`` and the cursor of the next; the last field of ``order`` tells every row from any other."""
    found = list(rows.filter(_behind(order, asked.cursor)).order_by(*order)[: asked.limit + 1])
    page = found[: asked.limit]
    more = len(found) > asked.limit
    return page, _cursor(order, [_value(page[-1], field) for field in order]) if more else ""


def cut_ranked(keys: Sequence[str], asked: Asked) -> tuple[Sequence[str], str]:
    """One page of keys that stand in an order of their own (a search's best first)."""
    start = 0
    if asked.cursor:
        [last] = _read(["rank"], asked.cursor)
        start = keys.index(last) + 1 if last in keys else len(keys)
    page = keys[start : start + asked.limit]
    return page, _cursor(["rank"], [page[-1]]) if start + asked.limit < len(keys) else ""


def _behind(order: Sequence[str], cursor: str) -> Q:
    """The rows that stand behind the cursor's row in this order."""
    behind, equal = Q(), Q()
    for field, value in zip(order, _read(order, cursor) if cursor else (), strict=False):
        name = field.lstrip("-")
        behind |= equal & Q(**{f"{name}__{'lt' if field.startswith('-') else 'gt'}": value})
        equal &= Q(**{name: value})
    return behind


def _value(row: Model, field: str) -> Any:
    return reduce(getattr, field.lstrip("-").split("__"), row)


def _signer(order: Sequence[str]) -> Signer:
    return Signer(salt="cursor:" + ",".join(order))


def _cursor(order: Sequence[str], values: Sequence[Any]) -> str:
    plain = [value.isoformat() if hasattr(value, "isoformat") else str(value) for value in values]
    return _signer(order).sign_object(plain, compress=True)


def _read(order: Sequence[str], cursor: str) -> list[str]:
    """The values in a cursor of ours; anything else is a wrong value."""
    try:
        values: list[str] = _signer(order).unsign_object(cursor)
    except (BadSignature, ValueError):
        raise _stale() from None
    return values


def _stale() -> Stop:
    return wrong(
        "query", "cursor", _("この一覧の続きを指す値ではありません。前の応答のnext_cursorをそのまま指定してください。")
    )
