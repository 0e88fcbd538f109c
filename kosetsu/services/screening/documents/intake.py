"""A body's list of applications: its columns in the body's own words, read cell by cell, every mistake by its cell."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosetsu.common import corporate_number, eras
from kosetsu.common.clock import day_of
from kosetsu.common.mistakes import Mistake
from kosetsu.common.spreadsheets import Column, TableRow, get_column_letter, write_xlsx
from kosetsu.common.text import fold
from kosetsu.services.screening.documents.applicants import Applicant, Applicants
from kosetsu.services.screening.documents.archives import Archive
from kosetsu.services.screening.rules.forms import NEEDED, Form, Intake
from kosetsu.services.screening.states import Matched

HEADINGS = {
    Intake.NUMBER: gettext_lazy("受付番号"),
    Intake.TITLE: gettext_lazy("題名"),
    Intake.APPLICANT: gettext_lazy("申請者"),
    Intake.CORPORATE_NUMBER: gettext_lazy("法人番号"),
    Intake.WORKPLACE: gettext_lazy("事業所名"),
    Intake.FIELDS: gettext_lazy("分野"),
    Intake.TEXT: gettext_lazy("概要"),
    Intake.RECEIVED_ON: gettext_lazy("受付日"),
    Intake.FILES: gettext_lazy("ファイル名"),
}
LONGEST = {
    Intake.NUMBER: 30, Intake.TITLE: 200, Intake.APPLICANT: 200, Intake.WORKPLACE: 200, Intake.TEXT: 20_000,
}  # fmt: skip
SEPARATORS = str.maketrans("；、，,", ";;;;")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One application, ready to be taken in."""

    row: int
    number: str
    title: str
    applicant: str
    corporate_number: str
    workplace_name: str
    fields: Sequence[str]
    text: str
    received_at: dt.datetime
    files: Sequence[str]
    """By their names in the ZIP."""
    known: Applicant


@dataclass(slots=True)
class Read:
    """What a list says: rows, what is wrong in which cell, and what is worth knowing but stops nothing."""

    rows: list[Row] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def files(self) -> int:
        return sum(len(one.files) for one in self.rows)

    @property
    def matched(self) -> list[tuple[str, int]]:
        """How many applicants were found by what."""
        found = Counter(one.known.matched for one in self.rows)
        return [(str(how.label), found[how]) for how in Matched if found[how]]


def columns_of(form: Form | None) -> list[Column]:
    """The columns as the body calls them."""
    own = form.intake if form else {}
    known = [Column(key, own.get(key, HEADINGS[key]), optional=key not in NEEDED) for key in Intake]
    ignored = form.ignored if form else []
    return [*known, *(Column(f"ignored{n}", heading, optional=True) for n, heading in enumerate(ignored))]


def blank_list(form: Form | None) -> bytes:
    """The list to be filled in."""
    return write_xlsx([one for one in columns_of(form) if not one.key.startswith("ignored")], [], _("審査の申請一覧"))


class Reader:
    """Reads row after row; knows which numbers are taken, which fields there are, and who is registered."""

    def __init__(
        self, rows: Sequence[TableRow], archive: Archive, taken: Collection[str], fields: dict[str, str],
        at: dt.datetime,
    ) -> None:  # fmt: skip
        self.read = Read()
        self._rows, self._archive, self._taken, self._fields, self._at = rows, archive, set(taken), fields, at
        names = [row.cells[Intake.APPLICANT] for row in rows]
        numbers = [_tidied_number(row.cells.get(Intake.CORPORATE_NUMBER, "")) for row in rows]
        self._applicants = Applicants(names, numbers, day_of(at))

    def all(self) -> Read:
        """Every row; nothing is taken in where something is wrong."""
        if not self._rows:
            self.read.problems.append(_("申請の行がありません。2行目から入力してください。"))
        for row in self._rows:
            self._take(row)
        if left := self._archive.left:
            self.read.notes.append(
                _("一覧にないファイルがZIPに%(count)d件あります（取り込みません）：%(names)s")
                % {"count": len(left), "names": "、".join(left[:10])}
            )
        return self.read

    def _take(self, row: TableRow) -> None:
        before = len(self.read.problems)
        said = {key: self._cell(row, key, _text(key)) for key in LONGEST}
        number = self._cell(row, Intake.CORPORATE_NUMBER, _number_of)
        fields = self._cell(row, Intake.FIELDS, self._known_fields)
        received_at = self._cell(row, Intake.RECEIVED_ON, self._moment)
        if said[Intake.NUMBER]:
            self._cell(row, Intake.NUMBER, self._new)
        files = list(self._files(row))
        if len(self.read.problems) > before:
            return
        known = self._applicants.of(said[Intake.APPLICANT], number, said[Intake.WORKPLACE])
        self.read.rows.append(
            Row(
                row.number, said[Intake.NUMBER], said[Intake.TITLE], said[Intake.APPLICANT], number,
                said[Intake.WORKPLACE], fields, said[Intake.TEXT], received_at, files, known,
            )
        )  # fmt: skip

    def _cell(self, row: TableRow, key: str, read: Callable[[str], T]) -> Any:
        try:
            return read(row.cells.get(key, ""))
        except Mistake as mistake:
            self._say(row, key, str(mistake))
            return None

    def _new(self, text: str) -> str:
        if text in self._taken:
            raise Mistake(
                _("受付番号「%(number)s」は、すでにあります。"),
                _("同じ番号の行を消すか、番号を直してください。"),
                number=text,
            )
        self._taken.add(text)
        return text

    def _known_fields(self, text: str) -> list[str]:
        found = []
        for name in filter(None, (part.strip() for part in text.translate(SEPARATORS).split(";"))):
            if (code := self._fields.get(fold(name))) is None:
                raise Mistake(
                    _("「%(name)s」という分野はありません。"), _("分野の名称か記号を書いてください。"), name=name
                )
            found.append(code)
        return found

    def _moment(self, text: str) -> dt.datetime:
        """The beginning of the day it was received; now where none is said."""
        if not text:
            return self._at
        day = eras.parse_date(text)
        if day > day_of(self._at):
            raise Mistake(_("受付日「%(text)s」は、まだ来ていません。"), _("実際の受付日を書いてください。"), text=text)
        return dt.datetime.combine(day, dt.time(), ZoneInfo(settings.TIME_ZONE))

    def _files(self, row: TableRow) -> Iterator[str]:
        said = row.cells.get(Intake.FILES, "").replace("\n", ";").translate(SEPARATORS)
        for name in filter(None, (part.strip() for part in said.split(";"))):
            if may := self._archive.may(name):
                yield name
            else:
                self._say(row, Intake.FILES, str(may))

    def _say(self, row: TableRow, key: str, text: str) -> None:
        """The cell as it stands in this list: its headings may stand in any order."""
        cell = f"{get_column_letter(list(row.cells).index(key) + 1)}{row.number}"
        self.read.problems.append(_("セル%(cell)s：%(why)s") % {"cell": cell, "why": text})


def _text(key: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not text and key in NEEDED:
            raise Mistake(_("空です。"), _("入力してください。"))
        if len(text) > LONGEST[Intake(key)]:
            raise Mistake(_("%(longest)d文字を超えています。"), _("短くしてください。"), longest=LONGEST[Intake(key)])
        return text

    return read


def _number_of(text: str) -> str:
    return corporate_number.normalise(text) if text else ""


def _tidied_number(text: str) -> str:
    """The number where it is one; what is wrong with another is said at its cell."""
    try:
        return _number_of(text)
    except Mistake:
        return ""
