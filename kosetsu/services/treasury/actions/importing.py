"""Executions from the finance system's sheet: looked at first, written only when nothing in it is wrong."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosetsu.common import eras, fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, Refused, no, require
from kosetsu.common.mistakes import Mistake
from kosetsu.common.spreadsheets import Column, Kind, TableRow, get_column_letter, read_table, write_xlsx
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.services.treasury import permissions
from kosetsu.services.treasury.actions.years import begin, hold_year
from kosetsu.services.treasury.models import BudgetLine, Execution, ExecutionFile
from kosetsu.services.treasury.states import YearState

COLUMNS = [
    Column("on_date", gettext_lazy("執行日"), Kind.DATE),
    Column("code", gettext_lazy("科目コード")),
    Column("yen", gettext_lazy("金額"), Kind.YEN),
    Column("words", gettext_lazy("摘要")),
    Column("document", gettext_lazy("伝票番号")),
    Column("document_line", gettext_lazy("伝票の行"), Kind.NUMBER, optional=True),
]
LONGEST = {"words": 200, "document": 40}
LARGEST_YEN = 10**13
Value = TypeVar("Value")


@dataclass(slots=True)
class Sheet:
    """What a sheet says: rows ready to be written, and what is wrong in which cell."""

    rows: list[Execution] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class Wrong(Exception):
    """A row with a problem that has been said."""


@dataclass(slots=True)
class _Reader:
    """Reads row after row; knows the budget's lines and the documents that came before."""

    today: dt.date
    sheet: Sheet = field(default_factory=Sheet)
    lines: dict[tuple[int, str], BudgetLine] = field(default_factory=dict)
    known: set[tuple[int, str, int]] = field(default_factory=set)
    open_days: dict[int, Decision] = field(default_factory=dict)

    def take(self, row: TableRow) -> None:
        """One row into the sheet, or its problems."""
        before = len(self.sheet.problems)
        on_date = self._cell(row, "on_date", eras.parse_date)
        yen = self._cell(row, "yen", _yen)
        words, document = (self._cell(row, key, _text(key)) for key in ("words", "document"))
        number = self._cell(row, "document_line", _whole) if row.cells.get("document_line") else 1
        if len(self.sheet.problems) > before:
            return
        try:
            line = self._line(row, on_date)
            self._once(row, line, document, number)
        except Wrong:
            return
        self.sheet.rows.append(
            Execution(year=line.year, line=line, on_date=on_date, yen=yen, words=words, document=document,
                      document_line=number)
        )  # fmt: skip

    def _cell(self, row: TableRow, key: str, read: Callable[[str], Value]) -> Any:
        try:
            return read(row.cells.get(key, "").strip())
        except Mistake as mistake:
            self._say(row, key, str(mistake))
            return None

    def _line(self, row: TableRow, day: dt.date) -> BudgetLine:
        year = fiscal.fiscal_year(day)
        if year not in self.open_days:
            self.open_days[year] = permissions.year_is_open(year)
        if not (decision := permissions.day_is_open(day, self.today) if day > self.today else self.open_days[year]):
            self._stop(row, "on_date", decision)
        code = row.cells["code"].strip()
        line = self.lines.get((year, code))
        if line is None:
            unknown = no(
                _("科目「%(code)s」は%(year)sの予算にありません。") % {"code": code, "year": fiscal.label(year)},
                _("科目コードか執行日を直してください。"),
            )
            raise self._stop(row, "code", unknown)
        if not (takes := permissions.line_takes(line, day)):
            self._stop(row, "code", takes)
        return line

    def _once(self, row: TableRow, line: BudgetLine, document: str, number: int) -> None:
        key = (line.year.fiscal_year, document, number)
        if key in self.known:
            twice = no(
                _("伝票%(document)sの%(number)d行目は、すでにあります。") % {"document": document, "number": number},
                _("同じ伝票の行は一度だけ取り込めます。"),
            )
            self._stop(row, "document", twice)
        self.known.add(key)

    def _stop(self, row: TableRow, key: str, decision: Decision) -> Any:
        self._say(row, key, str(decision))
        raise Wrong

    def _say(self, row: TableRow, key: str, text: str) -> None:
        keys = list(row.cells)
        cell = f"{get_column_letter(keys.index(key) + 1)}{row.number}" if key in keys else str(row.number)
        self.sheet.problems.append(_("セル%(cell)s：%(problem)s") % {"cell": cell, "problem": text})


def template() -> bytes:
    """The empty sheet with its headings."""
    return write_xlsx(COLUMNS, [], _("執行の取り込み"))


def look_at_executions(*, at: dt.datetime, content: bytes, name: str) -> Sheet:
    """Read a sheet without writing anything; raises ``Mistake`` where it is no such sheet at all."""
    lines = {(one.year.fiscal_year, one.code): one for one in BudgetLine.objects.select_related("year")}
    rows = read_table(content, name, COLUMNS)
    wanted = {row.cells["document"].strip() for row in rows}
    open_rows = Execution.objects.filter(reverses=None).exclude(year__state=YearState.CLOSED)
    booked = open_rows.values_list("year__fiscal_year", "document", "document_line")
    known = {one for one in booked.iterator() if one[1] in wanted}
    reader = _Reader(day_of(at), lines=lines, known=known)
    for row in rows:
        reader.take(row)
    return reader.sheet


@transaction.atomic
def import_executions(*, by: Person, at: dt.datetime, content: bytes, name: str) -> Sheet:
    """Write a sheet without any problem; one with problems changes nothing."""
    require(permissions.can_keep(by))
    digest = sha256(content).hexdigest()
    years = {one.year.fiscal_year for one in look_at_executions(at=at, content=content, name=name).rows}
    hold_year(*years)
    came = ExecutionFile.objects.filter(digest=digest).first()
    require(
        no(_("このファイルは、すでに%(day)sに取り込まれています。") % {"day": f"{came.at:%Y/%m/%d}"}) if came else YES
    )
    # Read again: what the first look saw may have changed before the years were ours.
    sheet = look_at_executions(at=at, content=content, name=name)
    if sheet.problems:
        return sheet
    if not sheet.rows:
        raise Refused(no(_("取り込む行がありません。"), _("2行目から執行を入力してください。")))
    total = sum(one.yen for one in sheet.rows)
    file = ExecutionFile.objects.create(
        name=name[:200], digest=digest, rows=len(sheet.rows), total_yen=total, at=at, by=by
    )
    for year in {one.year for one in sheet.rows}:
        begin(year)
    for one in sheet.rows:
        one.file, one.at, one.by = file, at, by
    Execution.objects.bulk_create(sheet.rows)
    after = {"name": file.name, "rows": file.rows, "yen": total}
    audit.record(by=by, at=at, verb="import_executions", thing=file, after=after)
    return sheet


def _yen(text: str) -> int:
    try:
        yen = int(text.replace(",", ""))
    except ValueError:
        yen = 0
    if not yen or abs(yen) > LARGEST_YEN:
        raise Mistake(_("「%(text)s」は金額として読めません。"), _("0でない整数の円で入力してください。"), text=text)
    return yen


def _whole(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 9999:
        return int(text)
    raise Mistake(_("「%(text)s」は行番号として読めません。"), _("1から9999までの整数で入力してください。"), text=text)


def _text(key: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not text:
            raise Mistake(_("空です。"), _("入力してください。"))
        if len(text) > LONGEST[key]:
            raise Mistake(_("%(longest)d文字を超えています。"), _("短くしてください。"), longest=LONGEST[key])
        return text

    return read
