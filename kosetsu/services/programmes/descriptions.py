"""The folder ``programmes/`` of an institute: the vocabulary, the descriptions, and their worked cases.

The same declarations serve the loading of the institute and whoever reads the folder for itself: a file that cannot be
read is refused with its name, the path of the field within it and the reason; every mistake is named at once.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from kosetsu.common.tables import BrokenTables, Document
from kosetsu.common.tables.declared import Place
from kosetsu.common.tables.reading import read
from kosetsu.services.programmes.rules.language import Description, Vocabulary, WorkedCase, form


def vocabulary(load: Callable[[Vocabulary], None], folder: str = "", **more: Any) -> Document[Vocabulary]:
    """The facts, costs, purposes and definitions."""
    return Document(f"{folder}vocabulary.yaml", Vocabulary, load, place=read_places, **more)


def descriptions(load: Callable[[Description], None], folder: str = "", **more: Any) -> Document[Description]:
    """Every description: one or a list of them in each file."""
    return Document(
        f"{folder}descriptions/*.yaml", Description, load, parts=_descriptions, place=read_places,
        key=lambda one: one.identity, key_field="code", **more,
    )  # fmt: skip


def cases(load: Callable[[WorkedCase], None], folder: str = "", **more: Any) -> Document[WorkedCase]:
    """Every worked case: files of ``programme`` and ``cases``."""
    return Document(
        f"{folder}cases/*.yaml", WorkedCase, load, parts=_cases, place=read_places,
        key=lambda one: (one.programme, one.key), key_field="key", **more,
    )  # fmt: skip


def read_vocabulary(folder: Path) -> Vocabulary:
    """Raises ``BrokenTables``."""
    found: Vocabulary = _read(vocabulary(_nothing), folder)[0]
    return found


def read_descriptions(folder: Path) -> tuple[Description, ...]:
    """In the order of their codes. Raises ``BrokenTables``."""
    found = _read(descriptions(_nothing, optional=True), folder)
    return tuple(sorted(found, key=lambda one: one.identity))


def read_cases(folder: Path) -> tuple[WorkedCase, ...]:
    """Raises ``BrokenTables``."""
    return tuple(_read(cases(_nothing, optional=True), folder))


def _read(document: Document[Any], folder: Path) -> list[Any]:
    rows, errors = read(document, folder)
    if errors:
        raise BrokenTables(errors)
    return [model for _line, model in rows]


def _nothing(_one: Any) -> None:
    """Read, and loaded by nobody."""


def _descriptions(raw: Any) -> Iterable[tuple[Place, Any]]:
    return [((n,), one) for n, one in enumerate(raw)] if isinstance(raw, list) else [((), raw)]


def _cases(raw: Any) -> Iterable[tuple[Place, Any]]:
    found = raw.get("cases") if isinstance(raw, dict) else None
    if not isinstance(found, list):
        return [((), raw)]
    whole = {"programme": raw.get("programme")}
    return [(("cases", n), whole | one if isinstance(one, dict) else one) for n, one in enumerate(found)]


def read_places(said: Iterable[str | int], written: Any) -> Iterator[str | int]:
    """Where in the file an error is: pydantic puts the form of a condition before its parts, the file does not."""
    formed = False
    for part in said:
        if not formed and isinstance(written, dict) and part == form(written):
            formed = True
            continue
        yield part
        formed = False
        if isinstance(written, dict):
            written = written.get(part)
        elif isinstance(written, list) and isinstance(part, int) and part < len(written):
            written = written[part]
