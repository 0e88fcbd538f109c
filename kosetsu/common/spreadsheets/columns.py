"""The columns of a sheet: what they are called, and what their cells hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from unicodedata import east_asian_width

from django.utils import timezone
from django.utils.functional import Promise


class Kind(Enum):
    """What the cells of a column hold; the value is Excel's number format."""

    TEXT = "@"
    YEN = "#,##0"
    NUMBER = "General"
    DATE = "yyyy/mm/dd"
    MOMENT = "yyyy/mm/dd hh:mm"


@dataclass(frozen=True)
class Column:
    """One column: `key` names it in the program, `heading` on paper; an optional one may be missing on upload.

    Of a sheet with a `locked` column only the other ones can be typed into. `within`: a whole number from, to, beside
    the `choices`.
    """

    key: str
    heading: str | Promise
    kind: Kind = Kind.TEXT
    width: int | None = None
    optional: bool = False
    choices: tuple[str, ...] = ()
    locked: bool = False
    within: tuple[int, int] | None = None


Cell = str | int | float | date | datetime | None


def plain(value: object) -> Cell:
    """The value as a sheet can hold it: numbers, days and naive local moments stay, all else becomes text."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if value is None or isinstance(value, str | int | float | date):
        return value
    return str(value)


def width_of(column: Column, values: Sequence[object]) -> int:
    """A width, in half-width characters, that shows the heading and most cells."""
    if column.width is not None:
        return column.width
    longest = max(_half_widths(str(value)) for value in (column.heading, *values))
    return min(max(longest + 2, 8), 60)


def _half_widths(text: str) -> int:
    line = max(text.split("\n"), key=len)
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in line)
