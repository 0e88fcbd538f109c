"""Units of counting in the reader's language: the institute's ``units.csv`` says them, Japanese where it does not."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from kosetsu.common.tables import Table, TableRow
from kosetsu.common.tables.reading import read

SEVERAL = 2
"""Any number but one, where a word stands for whatever will be counted."""
_FACTOR = re.compile(r"(?P<step>\d*)(?P<name>.+)")


class UnitRow(TableRow):
    """One line of units.csv: a unit as tariffs write it, and its word for one and for many."""

    unit: str
    en: str = ""
    en_many: str = ""
    th: str = ""


def _nothing_to_write(rows: Any) -> None:
    """The file is read where it lies."""


UNITS = Table("units.csv", UnitRow, _nothing_to_write, order=5, optional=True, key=("unit",))
TABLES = [UNITS]


def factors(unit: str) -> list[tuple[int, str]]:
    """ "24時間・個" is counted by two numbers: hours in steps of 24, and pieces."""
    found = [_FACTOR.fullmatch(part) for part in unit.split("・")]
    return [(int(one["step"] or 1), one["name"]) for one in found if one]


def unit_name(unit: str, count: int = 1) -> str:
    """The unit as the reader says it: 時間 → hour (``count`` of them: hours), 24時間・個 → 24 hours · piece."""
    language = (get_language() or "ja")[:2]
    if language == "ja":
        return unit
    steps = factors(unit)
    words = [(step, _word(name, language, step if step > 1 else count)) for step, name in steps]
    return " · ".join(f"{step} {word}" if step > 1 else word for step, word in words)


def quantity(count: int, unit: str) -> str:
    """So many of a unit: "4時間", but "30（24時間・個）"; in other languages "4 hours", "30 (24 hours · piece)"."""
    japanese = (get_language() or "ja")[:2] == "ja"
    if unit[:1].isdigit() or "・" in unit:
        return f"{count:,}（{unit}）" if japanese else f"{count:,} ({unit_name(unit)})"
    gap = "" if japanese or not unit else "\N{NO-BREAK SPACE}"
    return f"{count:,}{gap}{unit_name(unit, count)}"


def _word(name: str, language: str, count: int) -> str:
    row = _book(Path(settings.KOSETSU_INSTITUTE_DIR)).get(name)
    if row is None:
        return name
    many = row.en_many if language == "en" and count != 1 else ""
    return many or getattr(row, language, "") or name


@lru_cache(maxsize=4)
def _book(folder: Path) -> dict[str, UnitRow]:
    """Read once per process; a broken file was refused when the folder was loaded, and says nothing here."""
    rows, _errors = read(UNITS, folder)
    return {row.unit: row for _line, row in rows}
