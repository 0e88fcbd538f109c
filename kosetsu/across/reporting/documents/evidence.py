"""The sheet of evidence: its columns, its template to download, and what is wrong in a filled one, cell by cell."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosetsu.across.reporting.rules.measures import Condition, Every, Filter, Measure
from kosetsu.common import fiscal
from kosetsu.common.spreadsheets import Column, Kind, Limits, TableRow, get_column_letter, read_table, write_xlsx
from kosetsu.foundation.casebook.models import ClosedYear
from kosetsu.foundation.casebook.states import Channel, Format
from kosetsu.foundation.parties.models import Branch, Workplace

COLUMNS = [
    Column("service", gettext_lazy("サービス")),
    Column("kind", gettext_lazy("種類")),
    Column("on_date", gettext_lazy("日付"), Kind.DATE),
    Column("branch", gettext_lazy("拠点コード"), optional=True),
    Column("corporate_number", gettext_lazy("法人番号"), optional=True),
    Column("workplace", gettext_lazy("事業所名"), optional=True),
    Column("channel", gettext_lazy("受付方法"), optional=True, choices=tuple(Channel.values)),
    Column("format", gettext_lazy("開催形式"), optional=True, choices=tuple(Format.values)),
    Column("field", gettext_lazy("分野コード"), optional=True),
    Column("quantity", gettext_lazy("数量"), Kind.NUMBER),
    Column("unit", gettext_lazy("単位"), optional=True),
    Column("headcount", gettext_lazy("人数"), Kind.NUMBER, optional=True),
    Column("headcount_online", gettext_lazy("うちオンライン"), Kind.NUMBER, optional=True),
    Column("reference", gettext_lazy("対象の番号"), optional=True),
    Column("topic", gettext_lazy("内容"), optional=True),
]
LIMITS = Limits(file_bytes=10_000_000, rows=20_000)
LENGTHS = {"unit": 10, "field": 20, "reference": 80, "topic": 200}
NUMBERS = ("quantity", "headcount", "headcount_online")
EXAMPLE = (
    "consultations", "consultation", dt.date(2026, 4, 1), "B01", "", "", "visit", "", "", 1, "件", "", "", "", "",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CellError:
    """One thing wrong in one cell of the sheet."""

    cell: str
    heading: str
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A sheet as read: rows ready to become entries, or what is wrong."""

    rows: list[dict[str, Any]]
    errors: list[CellError]


def template() -> bytes:
    """The empty sheet with one example row."""
    return write_xlsx(COLUMNS, [EXAMPLE], _("根拠データ"))


def check(data: bytes, filename: str, measures: Mapping[str, Measure]) -> Checked:
    """Read the sheet; raises ``BadTable`` when it is none."""
    given = read_table(data, filename, COLUMNS, LIMITS)
    reader = _Reader(measures)
    checked = [(row, *reader.read(row)) for row in given]
    return Checked([cells for _row, cells, _bad in checked], [error for _row, _cells, bad in checked for error in bad])


def fixed_values(measure: Measure) -> dict[str, str]:
    """What every row of the measure has in common: the columns its filter holds to one value."""
    parts = [measure.filter, *(measure.filter.parts if isinstance(measure.filter, Every) else ())]
    return {
        part.column: part.value
        for part in parts
        if isinstance(part, Condition) and part.operator == "is" and isinstance(part.value, str)
    }


def known_words(measures: Mapping[str, Measure], column: str) -> set[str]:
    """The values that some measure looks for in ``column``: anything else would be counted nowhere."""
    return {
        value
        for measure in measures.values()
        if measure.relation == "entries"
        for condition in _conditions(measure.filter)
        if condition.column == column
        for value in (condition.value if isinstance(condition.value, tuple) else (condition.value,))
        if isinstance(value, str)
    }


def _conditions(part: Filter) -> Iterator[Condition]:
    if isinstance(part, Condition):
        yield part
    else:
        for inner in part.parts:
            yield from _conditions(inner)


class _Reader:
    """Reads rows against what the institute knows: branches, closed years, workplaces, kinds that are counted."""

    def __init__(self, measures: Mapping[str, Measure]) -> None:
        self.words = {column: known_words(measures, column) for column in ("service", "kind")}
        self.branches = set(Branch.objects.values_list("code", flat=True))
        self.closed = set(ClosedYear.objects.values_list("fiscal_year", flat=True))
        self.readers: dict[str, Callable[[str], Any]] = {
            "service": lambda text: self._word("service", text),
            "kind": lambda text: self._word("kind", text),
            "on_date": self._day,
            "branch": self._branch,
            "channel": lambda text: _choice(text, Channel.values),
            "format": lambda text: _choice(text, Format.values),
            **dict.fromkeys(NUMBERS, _number),
            **{name: _text_of(length) for name, length in LENGTHS.items()},
        }

    def read(self, row: TableRow) -> tuple[dict[str, Any], list[CellError]]:
        cells: dict[str, Any] = {}
        errors: list[CellError] = []
        for name, reader in self.readers.items():
            try:
                cells[name] = reader(row.cells.get(name, ""))
            except ValueError as error:
                errors.append(_error(row, name, str(error)))
        try:
            cells["workplace"] = workplace_of(row.cells.get("corporate_number", ""), row.cells.get("workplace", ""))
        except ValueError as error:
            errors.append(_error(row, "corporate_number", str(error)))
        return cells, errors

    def _word(self, column: str, text: str) -> str:
        if not text:
            raise ValueError(_("値がありません。"))
        if text not in self.words[column]:
            raise ValueError(_("「%(value)s」を数える指標はありません。つづりを確かめてください。") % {"value": text})
        return text

    def _branch(self, text: str) -> str:
        if text and text not in self.branches:
            raise ValueError(_("「%(value)s」という拠点はありません。") % {"value": text})
        return text

    def _day(self, text: str) -> str:
        try:
            day = dt.date.fromisoformat(text.replace("/", "-")[:10])
        except ValueError:
            raise ValueError(_("「%(value)s」は日付として読めません（例: 2026-04-01）。") % {"value": text}) from None
        if fiscal.fiscal_year(day) in self.closed:
            raise ValueError(
                _("%(year)sは確定済みのため、登録できません。") % {"year": fiscal.label(fiscal.fiscal_year(day))}
            )
        return day.isoformat()


def _error(row: TableRow, name: str, reason: str) -> CellError:
    place = next(n for n, column in enumerate(COLUMNS, start=1) if column.key == name)
    return CellError(f"{get_column_letter(place)}{row.number}", str(COLUMNS[place - 1].heading), reason)


def _number(text: str) -> int:
    try:
        return int(text or 0)
    except ValueError:
        raise ValueError(_("「%(value)s」は整数ではありません。") % {"value": text}) from None


def _choice(text: str, values: list[str]) -> str:
    if text and text not in values:
        raise ValueError(
            _("「%(value)s」は使えません。使える値: %(values)s") % {"value": text, "values": "、".join(values)}
        )
    return text


def _text_of(length: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > length:
            raise ValueError(_("長すぎます（%(length)d文字まで）。") % {"length": length})
        return text

    return read


def workplace_of(corporate_number: str, name: str) -> int | None:
    """The one workplace these words mean, none where no number is given; raises ``ValueError`` where it is not one."""
    if not corporate_number:
        return None
    found = Workplace.objects.filter(organisation__corporate_number=corporate_number)
    ids = list((found.filter(name=name) if name else found).values_list("id", flat=True)[:2])
    if len(ids) != 1:
        raise ValueError(_("法人番号と事業所名から、事業所を一つに決められません。"))
    return ids[0]
