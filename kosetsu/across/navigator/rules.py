"""Reading a problem: its materials, phenomena and purposes, and the day by which an answer is wanted. Pure."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from kosetsu.common import eras
from kosetsu.common.calendars import ClosingDays, add_working_days


@dataclass(frozen=True, slots=True)
class Notion:
    """One thing the problem was understood to mention, and the word that showed it."""

    kind: str
    label: str
    word: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood of a problem; everything in it can be taken off again by the reader."""

    notions: tuple[Notion, ...] = ()
    deadline: dt.date | None = None
    deadline_words: str = ""
    urgent: bool = False

    def of(self, kind: str) -> list[Notion]:
        """The notions of one kind, in the order of the text."""
        return [notion for notion in self.notions if notion.kind == kind]


SOON = 10
"""Working days within which a deadline presses even where nobody wrote 至急."""


def presses(read: Understanding, today: dt.date, closing: ClosingDays) -> bool:
    """Whether the urgent service is worth offering: the problem says so, or its deadline is near."""
    near = read.deadline is not None and read.deadline <= add_working_days(today, SOON, closing)
    return read.urgent or near


_RELATIVE = re.compile(
    r"(?<![月/\d])(?P<count>\d+)\s*(?P<unit>日|週間|週|か月|ヶ月|カ月|ヵ月|箇月|ケ月)\s*(?:以内|まで|後|で)"
)
_ABSOLUTE = re.compile(r"(?:(?P<year>\d{4})[年/])?(?P<month>\d{1,2})[月/](?P<day>\d{1,2})日?\s*(?:まで|迄|〆|締|必着)")
_ERA_DATE = re.compile(r"(?P<text>(?:令和|R)\d{1,2}[年.]\d{1,2}[月.]\d{1,2}日?)\s*(?:まで|迄)")
_NAMED = (("今週中", 0), ("来週中", 7), ("再来週", 14))
_URGENT = ("至急", "急ぎ", "急いで", "できるだけ早く", "すぐに")
_UNITS = {"日": 1, "週": 7, "週間": 7}


def understand(text: str, facets: Iterable[tuple[str, str, list[str]]], today: dt.date) -> Understanding:
    """Read ``text`` with ``facets`` (kind, label, terms); ``today`` anchors "three weeks from now"."""
    plain = unicodedata.normalize("NFKC", text)
    deadline, words = find_deadline(plain, today)
    return Understanding(
        tuple(_notions(plain.lower(), facets)), deadline, words, any(word in plain for word in _URGENT)
    )


def _notions(plain: str, facets: Iterable[tuple[str, str, list[str]]]) -> list[Notion]:
    """Kana are compared as written: folded to one script, the country タイ would stand in every 調べたい."""
    found = []
    for kind, label, terms in facets:
        shown = [(position, term) for term in terms if (position := _position(plain, term.lower())) >= 0]
        if shown:
            position, word = min(shown)
            found.append((position, Notion(kind, label, word)))
    return [notion for _position_, notion in sorted(found, key=lambda pair: pair[0])]


def _position(plain: str, term: str) -> int:
    """Where the term stands; an ASCII term only as a whole word, so that "ic" is not found in "plastic"."""
    if not term.isascii():
        return plain.find(term)
    match = re.search(rf"(?<![a-z0-9]){re.escape(term)}(?![a-z])", plain)
    return match.start() if match else -1


def find_deadline(plain: str, today: dt.date) -> tuple[dt.date | None, str]:
    """The day named in the text ("3週間以内", "12月10日まで", "来月末まで") and the words that name it."""
    for reader in (_era, _absolute, _relative, _named, _month_end):
        day, words = reader(plain, today)
        if day:
            return day, words
    return None, ""


def _era(plain: str, today: dt.date) -> tuple[dt.date | None, str]:
    match = _ERA_DATE.search(plain)
    if not match:
        return None, ""
    try:
        return eras.parse_date(match["text"]), match[0]
    except ValueError:
        return None, ""


def _absolute(plain: str, today: dt.date) -> tuple[dt.date | None, str]:
    match = _ABSOLUTE.search(plain)
    if not match:
        return None, ""
    try:
        day = dt.date(int(match["year"] or today.year), int(match["month"]), int(match["day"]))
        return (day if match["year"] or day >= today else day.replace(year=day.year + 1)), match[0]
    except ValueError:
        return None, ""


def _relative(plain: str, today: dt.date) -> tuple[dt.date | None, str]:
    match = _RELATIVE.search(plain)
    if not match:
        return None, ""
    count, unit = int(match["count"]), match["unit"]
    if count > 400:
        return None, ""
    if unit in _UNITS:
        return today + dt.timedelta(days=count * _UNITS[unit]), match[0]
    return _months_later(today, count), match[0]


def _named(plain: str, today: dt.date) -> tuple[dt.date | None, str]:
    for words, days in _NAMED:
        if words in plain:
            friday = today + dt.timedelta(days=(4 - today.weekday()) % 7)
            return friday + dt.timedelta(days=days), words
    return None, ""


def _month_end(plain: str, today: dt.date) -> tuple[dt.date | None, str]:
    for words, ahead in (("今月末", 0), ("今月中", 0), ("来月末", 1), ("来月中", 1), ("年度末", None), ("年内", -1)):
        if words not in plain:
            continue
        if ahead is None:
            return dt.date(today.year + (today.month > 3), 3, 31), words
        if ahead < 0:
            return dt.date(today.year, 12, 31), words
        return _months_later(today.replace(day=1), ahead + 1) - dt.timedelta(days=1), words
    return None, ""


def _months_later(day: dt.date, count: int) -> dt.date:
    """The same day ``count`` months later, or the last day of a shorter month."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    last = (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month, min(day.day, last))
