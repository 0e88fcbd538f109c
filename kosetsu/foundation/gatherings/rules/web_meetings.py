"""Who was in a web meeting and for how long, from the file that the meeting's program gives out.

Zoom (participants), Microsoft Teams (attendance report: UTF-16, tabs, sections), Webex and Google Meet write different
columns in different languages; each is known by its words. Several stays of one person are one.
"""

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kosetsu.common.mistakes import Mistake
from kosetsu.common.text import decode_csv, fold

COLUMNS: Mapping[str, Sequence[str]] = {
    "name": ("name (original name)", "name", "full name", "participant", "user name", "display name", "attendee name",
             "first name", "名前 (元の名前)", "名前", "氏名", "ユーザー名", "参加者", "参加者名", "表示名"),
    "surname": ("last name", "姓"),
    "email": ("user email", "email", "attendee email", "e-mail", "email address", "participant id (upn)",
              "ユーザーのメール", "ユーザーのメールアドレス", "メール", "メールアドレス", "電子メール"),
    "stay": ("duration (minutes)", "total duration (minutes)", "in-meeting duration", "attendance duration",
             "duration", "期間 (分)", "合計期間 (分)", "時間 (分)", "会議の期間", "会議中の期間", "参加時間",
             "所要時間", "出席時間"),
    "joined": ("join time", "first join", "joined", "time joined", "参加時刻", "参加日時", "入室時刻", "最初の参加"),
    "left": ("leave time", "last leave", "left", "time exited", "退出時刻", "退出日時", "退室時刻", "最後の退出"),
}  # fmt: skip
"""What each column is called, in small letters of half width."""
MOMENTS = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%y, %I:%M:%S %p", "%m/%d/%Y, %I:%M:%S %p", "%Y/%m/%d %H:%M:%S",
           "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M", "%H:%M:%S", "%H:%M", "%I:%M %p")  # fmt: skip
_SPAN = re.compile(
    r"(?:(\d+)\s*(?:h|hr|hrs|hours?|時間))?\s*(?:(\d+)\s*(?:m|mins?|minutes?|分))?\s*(?:(\d+)\s*(?:s|secs?|seconds?|秒))?$"
)


class UnreadableReport(Mistake):
    """The file is no report of a web meeting that we know."""


@dataclass(frozen=True, slots=True)
class Stay:
    """One person in a web meeting; the address is empty where the report has none."""

    name: str
    email: str
    minutes: int


def read_stays(data: bytes) -> list[Stay]:
    """Everyone in the report, in the order they came first. Raises ``UnreadableReport``, ``UnreadableText``.

    >>> read_stays("名前,メールアドレス,参加時間\\n技術,A@example.jp,1時間30分\\n".encode())
    [Stay(name='技術', email='a@example.jp', minutes=90)]
    """
    try:
        lines = _text(data).splitlines()
        place, columns = _header(lines)
        rows = csv.reader(io.StringIO("\n".join(lines[place + 1 :])), delimiter=_mark(lines[place]))
        return _together(_stay(row, columns, place + 2 + n) for n, row in enumerate(_until_blank(rows)))
    except (UnicodeDecodeError, csv.Error) as unreadable:
        raise _no_table() from unreadable


def _text(data: bytes) -> str:
    return data.decode("utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else decode_csv(data)[0]


def _no_table() -> UnreadableReport:
    return UnreadableReport(
        _("参加者の表の見出し（名前、参加時間または参加時刻と退出時刻）が見つかりません。"),
        _("Web会議の参加者レポートのCSVを、そのまま選んでください。"),
    )


def _header(lines: Sequence[str]) -> tuple[int, dict[str, int]]:
    """The line with the columns' names, and where each of them stands."""
    for place, line in enumerate(lines):
        heads = [_word(cell) for cell in next(csv.reader([line], delimiter=_mark(line)), [])]
        found = {key: at for key, words in COLUMNS.items() if (at := _first(heads, words)) is not None}
        if "name" in found and ("stay" in found or {"joined", "left"} <= found.keys()):
            return place, found
    raise _no_table()


def _word(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip(" \ufeff").lower().replace(" ", "")


def _first(heads: Sequence[str], words: Sequence[str]) -> int | None:
    """The place of the first of these words that is there."""
    return next((heads.index(word) for word in (one.replace(" ", "") for one in words) if word in heads), None)


def _mark(line: str) -> str:
    return "\t" if "\t" in line else ","


def _until_blank(rows: Iterable[list[str]]) -> Iterable[list[str]]:
    """A report of several sections ends this one with an empty line."""
    for row in rows:
        if not any(cell.strip() for cell in row):
            return
        yield row


def _stay(row: Sequence[str], columns: Mapping[str, int], line: int) -> Stay:
    cells = {key: row[at].strip() if at < len(row) else "" for key, at in columns.items()}
    name = f"{cells['name']} {cells.get('surname', '')}".strip()
    return Stay(name, cells.get("email", "").lower(), _minutes(cells, line))


def _minutes(cells: Mapping[str, str], line: int) -> int:
    """Whole minutes, begun ones left out."""
    stay = cells.get("stay", "")
    if stay.isdigit():
        return int(stay)
    if re.fullmatch(r"\d+:\d\d(:\d\d)?", stay):
        hours, minutes, *_seconds = (int(part) for part in stay.split(":"))
        return hours * 60 + minutes
    if stay and (found := _SPAN.match(stay.lower())) and any(found.groups()):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return hours * 60 + minutes + seconds // 60
    joined, left = (_moment(cells.get(key, "")) for key in ("joined", "left"))
    if joined and left:
        return int(max(left - joined, dt.timedelta()).total_seconds() // 60)
    raise UnreadableReport(
        _("%(line)s行目：「%(name)s」の参加時間が読み取れません。"), _("参加時間を分で書き直してください。"),
        line=line, name=cells["name"],
    )  # fmt: skip


def _moment(text: str) -> dt.datetime | None:
    for form in MOMENTS:
        try:
            return dt.datetime.strptime(text, form)  # noqa: DTZ007  (two clocks of one report: only their difference)
        except ValueError:
            continue
    return None


def _together(stays: Iterable[Stay]) -> list[Stay]:
    """One stay a person: by address, else by name."""
    found: dict[str, Stay] = {}
    for one in stays:
        key = one.email or fold(one.name)
        before = found.get(key)
        found[key] = Stay(before.name, one.email, before.minutes + one.minutes) if before else one
    return list(found.values())
