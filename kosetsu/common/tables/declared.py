"""How an app declares a file of the institute's folder."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from kosetsu.common.tables.errors import BadRow
from kosetsu.common.tables.rows import TableRow

Row = TypeVar("Row", bound=TableRow)
Model = TypeVar("Model", bound=BaseModel)


def _nothing_wrong(read: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """One CSV file of the institute's folder and how its rows become records.

    ``load`` receives ``[(line number, row), …]``; it may be called again on a loaded database and must then
    change only what differs. ``order`` sorts the files of all apps; ``optional`` files may be absent.
    """

    file: str
    row: type[Row]
    load: Callable[[list[tuple[int, Row]]], None]
    order: int = 100
    optional: bool = False
    demo: bool = False
    """Loaded only where demo data is wanted."""
    key: tuple[str, ...] = ()
    """Fields that together may stand only once in the file."""
    refers: Mapping[str, str] = field(default_factory=dict)
    """Field → the file whose key its value must be; a blank cell refers to nothing."""
    check: Callable[[list[tuple[int, Row]]], Iterable[BadRow]] = _nothing_wrong
    """What can only be seen over several rows (overlapping periods …)."""


Place = tuple[str | int, ...]
"""Where in a document something stands: names and numbers from the top."""


def _whole(written: Any) -> Iterable[tuple[Place, Any]]:
    return [((), written)]


def _as_said(said: Place, written: Any) -> Iterable[str | int]:
    return said


@dataclass(frozen=True, slots=True)
class Document(Generic[Model]):
    """One YAML file of the institute's folder; ``load`` receives the validated model.

    A pattern (``programmes/descriptions/*.yaml``) is as many files, each a document.
    """

    file: str
    model: type[Model]
    load: Callable[[Model], None]
    order: int = 100
    optional: bool = False
    demo: bool = False
    parts: Callable[[Any], Iterable[tuple[Place, Any]]] = _whole
    """What a file consists of: each part with its place, validated and loaded for itself."""
    place: Callable[[Place, Any], Iterable[str | int]] = _as_said
    """Where an error that pydantic found in a part is written."""
    key: Callable[[Model], Any] | None = None
    """What no two of all the files may share."""
    key_field: str = ""
    check: Callable[[Model], Iterable[tuple[str, str]]] = _nothing_wrong
    """What can only be seen over several fields: where in the part, and why."""


Declared = Table[Any] | Document[Any]
