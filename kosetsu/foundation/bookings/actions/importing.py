"""Bookings from a sheet: tried row by row with every gate, kept only when each row could be booked.

Looking and importing are the same transaction; looking takes it back. So rows that stand in each other's way are found,
and nothing is told to anybody before everything stands.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from kosetsu.common import eras
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import Refused, require
from kosetsu.common.mistakes import Mistake
from kosetsu.common.spreadsheets import Column, Limits, TableRow, get_column_letter, read_table, write_xlsx
from kosetsu.common.text import fold
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.actions import beats
from kosetsu.foundation.bookings.actions.book import Wish, request
from kosetsu.foundation.bookings.actions.whose import NoPlace, Places
from kosetsu.foundation.bookings.models import Booking, Resource
from kosetsu.foundation.bookings.permissions import can_book_for_callers
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.parties.models import Workplace

MOST_ROWS = 500
"""Everybody else waits for the resources of a sheet while it is tried."""
DAY_ENDS = "24:00"
YES_WORDS = ("1", "yes", "true", "○")
COLUMNS = (
    Column("resource", _l("機器・部屋の番号")),
    Column("day", _l("日付")),
    Column("starts", _l("開始（時:分）")),
    Column("ends", _l("終了（時:分）")),
    Column("caller_name", _l("利用者の氏名")),
    Column("caller_telephone", _l("電話番号"), optional=True),
    Column("company", _l("会社名か法人番号"), optional=True),
    Column("workplace", _l("事業所名"), optional=True),
    Column("purpose", _l("利用の目的"), optional=True),
    Column("upkeep", _l("校正・保守（はい）"), optional=True),
)


@dataclass(slots=True)
class Sheet:
    """What became of a sheet: the bookings of its rows, and what is wrong in which cell."""

    bookings: list[Booking] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def blank_bookings() -> bytes:
    """The sheet to be filled in."""
    return write_xlsx(COLUMNS, [], _("予約"))


def look_at_bookings(*, by: Person, at: dt.datetime, content: bytes, name: str) -> Sheet:
    """What importing the sheet would do now; nothing is kept. Raises ``Mistake`` where it is no such sheet at all."""
    return _try(by, at, content, name, keep=False)


def import_bookings(*, by: Person, at: dt.datetime, content: bytes, name: str) -> Sheet:
    """Book every row, or, where one has a problem, none."""
    return _try(by, at, content, name, keep=True)


@transaction.atomic
def _try(by: Person, at: dt.datetime, content: bytes, name: str, *, keep: bool) -> Sheet:
    """The resources are locked together first: two sheets never wait for each other half-way."""
    require(can_book_for_callers(by))
    rows = read_table(content, name, COLUMNS, Limits(rows=MOST_ROWS))
    sheet = Sheet()
    if not rows:
        sheet.problems.append(_("予約の行がありません。2行目から入力してください。"))
    codes = {row.cells["resource"] for row in rows}
    known = {one.code: one for one in Resource.objects.visible_to(by).filter(code__in=codes, in_use=True).for_booking()}
    beats.lock(sorted(known.values(), key=lambda one: one.pk))
    places = Places([row.cells.get("company", "") for row in rows], by, day_of(at))
    for row in rows:
        _take(sheet, row, known, places, by, at)
    if sheet.problems or not keep:
        transaction.set_rollback(True)
    return sheet


def _take(sheet: Sheet, row: TableRow, known: dict[str, Resource], places: Places, by: Person, at: dt.datetime) -> None:
    """One row: read, then booked like any other; what is wrong is said with its cell."""
    wish = _wish(sheet, row, known, places)
    if wish is None:
        return
    try:
        sheet.bookings.append(request(by=by, at=at, wish=wish))
    except beats.OtherTimes as taken:
        _wrong(sheet, row, "starts", str(taken))
    except Refused as refused:
        _wrong(sheet, row, "resource", str(refused))


def _wish(sheet: Sheet, row: TableRow, known: dict[str, Resource], places: Places) -> Wish | None:
    """What the row asks for; None where a cell cannot be read."""
    cells, before = row.cells, len(sheet.problems)
    resource = known.get(cells["resource"])
    if resource is None:
        _wrong(
            sheet, row, "resource", _("「%(code)s」という番号の機器・部屋はありません。") % {"code": cells["resource"]}
        )
    day = _day(sheet, row)
    times = [_time(sheet, row, key) for key in ("starts", "ends")]
    if not cells["caller_name"]:
        _wrong(sheet, row, "caller_name", _("利用者の氏名を入力してください。"))
    place = _place(sheet, row, places)
    if (said := fold(cells.get("upkeep", ""))) and said not in (*YES_WORDS, fold(_("はい"))):
        _wrong(sheet, row, "upkeep", _("「はい」と入力するか、空けておいてください。"))
    if len(sheet.problems) > before or resource is None or day is None:
        return None
    midnight = dt.datetime.combine(day, dt.time(), resource.zone)
    starts, ends = (midnight + one for one in times if one is not None)
    if ends <= starts:
        _wrong(sheet, row, "ends", _("終了は、開始より後にしてください。"))
        return None
    return Wish(
        resources=(resource,), span=Span(starts, ends), workplace=place, caller_name=cells["caller_name"][:100],
        caller_telephone=cells.get("caller_telephone", "")[:30], purpose=cells.get("purpose", "")[:200],
        upkeep=bool(cells.get("upkeep")),
    )  # fmt: skip


def _place(sheet: Sheet, row: TableRow, places: Places) -> Workplace | None:
    """The workplace the row names; None where it names none, or one that cannot be told."""
    try:
        return places.of(row.cells.get("company", ""), row.cells.get("workplace", ""))
    except NoPlace as unknown:
        column = next(one for one in (unknown.column, "company", "workplace") if one in row.cells)
        _wrong(sheet, row, column, str(unknown))
        return None


def _day(sheet: Sheet, row: TableRow) -> dt.date | None:
    try:
        return eras.parse_date(row.cells["day"])
    except Mistake as mistake:
        _wrong(sheet, row, "day", str(mistake))
        return None


def _time(sheet: Sheet, row: TableRow, key: str) -> dt.timedelta | None:
    """The time of day as what has passed since midnight; the day may end at 24:00."""
    text = fold(row.cells[key]).zfill(5)
    if text == DAY_ENDS:
        return dt.timedelta(days=1)
    try:
        read = dt.time.fromisoformat(text)
    except ValueError:
        _wrong(
            sheet,
            row,
            key,
            _("「%(text)s」は時刻として読めません。9:30のように入力してください。") % {"text": row.cells[key]},
        )
        return None
    return dt.timedelta(hours=read.hour, minutes=read.minute)


def _wrong(sheet: Sheet, row: TableRow, key: str, why: str) -> None:
    """The cell as it stands in this sheet: its headings may stand in any order."""
    cell = f"{get_column_letter(list(row.cells).index(key) + 1)}{row.number}"
    sheet.problems.append(_("セル%(cell)s：%(why)s") % {"cell": cell, "why": why})
