"""The folder ``programmes/`` of an institute: the vocabulary, the descriptions, and their worked cases.

A file that cannot be read is refused with its name, the path of the field within it and the reason; every mistake of
the folder is named at once.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from kosetsu.common.tables import BrokenTables, RowError
from kosetsu.common.tables.errors import reason
from kosetsu.services.programmes.rules.language import Description, Vocabulary, WorkedCase, form

VOCABULARY = "vocabulary.yaml"


def read_vocabulary(folder: Path) -> Vocabulary:
    """The facts, costs, purposes and definitions. Raises ``BrokenTables``."""
    reader = _Reader(folder)
    found = reader.parsed(folder / VOCABULARY, lambda raw: [(Vocabulary, (), raw)])
    reader.refuse()
    vocabulary: Vocabulary = found[0][1]
    return vocabulary


def read_descriptions(folder: Path) -> tuple[Description, ...]:
    """Every description, in the order of their codes: one or a list of them in each file. Raises ``BrokenTables``."""
    reader = _Reader(folder)
    found = [one for path in _files(folder, "descriptions") for one in reader.parsed(path, _descriptions)]
    reader.twice(found, lambda one: (one.code, one.fiscal_year, one.round), "code")
    reader.refuse()
    return tuple(sorted((one for _path, one in found), key=lambda one: (one.code, one.fiscal_year, one.round)))


def read_cases(folder: Path) -> tuple[WorkedCase, ...]:
    """Every worked case: files of ``programme`` and ``cases``. Raises ``BrokenTables``."""
    reader = _Reader(folder)
    found = [one for path in _files(folder, "cases") for one in reader.parsed(path, _cases)]
    reader.twice(found, lambda one: (one.programme, one.key), "key")
    reader.refuse()
    return tuple(one for _path, one in found)


def _files(folder: Path, name: str) -> list[Path]:
    return sorted((folder / name).glob("*.yaml"))


Parts = Sequence[tuple[type[BaseModel], tuple[str | int, ...], Any]]
"""What a file consists of: the model, where in the file it stands, and what is written there."""


def _descriptions(raw: Any) -> Parts:
    if isinstance(raw, list):
        return [(Description, (n,), one) for n, one in enumerate(raw)]
    return [(Description, (), raw)]


def _cases(raw: Any) -> Parts:
    cases = raw.get("cases") if isinstance(raw, dict) else None
    if not isinstance(cases, list):
        return [(WorkedCase, (), raw)]
    whole = {"programme": raw.get("programme")}
    return [(WorkedCase, ("cases", n), whole | one if isinstance(one, dict) else one) for n, one in enumerate(cases)]


class _Reader:
    """Reads files one after the other and remembers everything that is wrong in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.errors: list[RowError] = []

    def parsed(self, path: Path, parts: Callable[[Any], Parts]) -> list[tuple[Path, Any]]:
        """The good parts of one file."""
        good: list[tuple[Path, Any]] = []
        try:
            raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self._wrong(path, "", _("ファイルがありません。"))
            return []
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            self._wrong(path, "", _("YAMLとして読めません（%(detail)s）。") % {"detail": " ".join(str(error).split())})
            return []
        for model, place, written in parts(raw):
            if not isinstance(written, dict):
                self._wrong(path, _joined(place), _("項目と値の組で書いてください。"))
                continue
            try:
                good.append((path, model.model_validate(written)))
            except ValidationError as error:
                for one in error.errors():
                    self._wrong(path, _joined((*place, *read_places(one["loc"], written))), reason(one))
        return good

    def twice(self, found: Sequence[tuple[Path, Any]], key: Callable[[Any], Any], field: str) -> None:
        """Name the second of two that bear the same key."""
        seen = set()
        for path, one in found:
            if key(one) in seen:
                self._wrong(path, field, _("同じ番号は二度使えません。"))
            seen.add(key(one))

    def refuse(self) -> None:
        """Raises ``BrokenTables`` with all that is wrong."""
        if self.errors:
            raise BrokenTables(self.errors)

    def _wrong(self, path: Path, place: str, why: str) -> None:
        self.errors.append(RowError(path.relative_to(self.folder).as_posix(), 0, place, why))


def _joined(place: Sequence[str | int]) -> str:
    return ".".join(map(str, place))


def read_places(said: Sequence[str | int], written: Any) -> Iterator[str | int]:
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
