"""Readings from a sheet: looked at first, written only when nothing in it is wrong."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kosetsu.common.decisions import require
from kosetsu.common.spreadsheets import Column, get_column_letter, read_table, write_xlsx
from kosetsu.foundation.accounts.models import Person
from kosetsu.services.testing.actions.records import Written, write_record
from kosetsu.services.testing.models import TestRecord
from kosetsu.services.testing.permissions import can_write

LONGEST = 40


@dataclass(slots=True)
class Sheet:
    """What a sheet says: the readings by sample and quantity, and what is wrong in which cell."""

    values: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    problems: list[str] = field(default_factory=list)


def columns_of(record: TestRecord) -> list[Column]:
    """The sample's number, and each quantity of the record."""
    return [
        Column("sample", _("試料番号")),
        *(Column(one["key"], _heading(one), optional=True) for one in record.quantities),
    ]


def blank_sheet(record: TestRecord) -> bytes:
    """The sheet to be filled in, with the order's samples."""
    numbers = record.item.order.samples.values_list("number", flat=True)
    return write_xlsx(
        columns_of(record), [[number, *("" for _one in record.quantities)] for number in numbers], _("測定値")
    )


def look_at_sheet(record: TestRecord, content: bytes, name: str) -> Sheet:
    """Read the sheet without writing anything; raises ``Mistake`` where it is no such sheet at all."""
    known = set(record.item.order.samples.values_list("number", flat=True))
    columns, sheet = columns_of(record), Sheet()
    for row in read_table(content, name, columns):
        number = row.cells.get("sample", "").strip()
        if number not in known:
            sheet.problems.append(
                _("%(row)d行目：試料番号「%(number)s」は、この依頼の試料ではありません。試料番号を直してください。")
                % {"row": row.number, "number": number}
            )
            continue
        for place, column in enumerate(columns[1:], 2):
            _take(
                sheet,
                number,
                column.key,
                row.cells.get(column.key, "").strip(),
                f"{get_column_letter(place)}{row.number}",
            )
    return sheet


def import_readings(*, by: Person, at: dt.datetime, record: TestRecord, content: bytes, name: str) -> Sheet:
    """Write a sheet without any problem in the place of the draft's readings; one with problems changes nothing."""
    require(can_write(by, record))
    sheet = look_at_sheet(record, content, name)
    if not sheet.problems:
        write_record(by=by, at=at, record=record, written=_as_written(record, sheet))
    return sheet


def _take(sheet: Sheet, number: str, key: str, text: str, cell: str) -> None:
    if len(text) > LONGEST:
        sheet.problems.append(
            _("セル%(cell)s：%(longest)d文字を超えています。測定値だけを入力してください。")
            % {"cell": cell, "longest": LONGEST}
        )
    elif text:
        sheet.values[number, key].append(text)


def _heading(one: dict[str, str]) -> str:
    return f"{one['label']}（{one['unit']}）" if one.get("unit") else one["label"]


def _as_written(record: TestRecord, sheet: Sheet) -> Written:
    kept = ("method", "deviation", "place", "uncertainty", "decision_rule", "specification", "judgement", "remarks",
            "measured_from", "measured_until")  # fmt: skip
    conditions = {one["key"]: one.get("value", "") for one in record.conditions}
    return Written(values=sheet.values, conditions=conditions, **{name: getattr(record, name) for name in kept})
