"""和暦 both ways: the years of the Japanese eras, as dated facts."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from kosetsu.common.mistakes import Mistake


@dataclass(frozen=True)
class Era:
    """One row for every era: its name, its letter and its first day."""

    name: str
    letter: str
    first_day: date
    source: str


# Newest first. Before 1873-01-01 Japan had another calendar, so no date of 明治元年–5年 is offered.
ERAS = (
    Era(gettext_noop("令和"), "R", date(2019, 5, 1), "元号を改める政令（平成31年政令第143号）"),
    Era(gettext_noop("平成"), "H", date(1989, 1, 8), "元号を改める政令（昭和64年政令第1号）"),
    Era(gettext_noop("昭和"), "S", date(1926, 12, 25), "昭和ト改元（大正15年12月25日詔書）"),
    Era(gettext_noop("大正"), "T", date(1912, 7, 30), "大正ト改元（明治45年7月30日詔書）"),
    Era(gettext_noop("明治"), "M", date(1868, 1, 25), "明治ト改元（慶応4年9月8日詔書）"),
)
GREGORIAN_SINCE = date(1873, 1, 1)  # 明治5年太政官布告第337号

_KANJI_DIGITS = {"〇": 0, "零": 0, **{char: n for n, char in enumerate("一二三四五六七八九", start=1)}}
_NUMBER = r"(?:\d{1,3}|[〇零一二三四五六七八九十百]{1,5})"
_ERA = "(?P<era>" + "|".join(f"{e.name}|{e.name[0]}|{e.letter}" for e in ERAS) + ")"
_ERA_YEAR = rf"{_ERA}\s*\.?\s*(?P<year>元|{_NUMBER})"
_WESTERN_YEAR = r"(?:西暦\s*)?(?P<year>\d{4})"
_TAIL = rf"\s*[年./-]\s*(?P<month>{_NUMBER})\s*[月./-]\s*(?P<day>{_NUMBER})\s*日?"
_DATES = [re.compile(head + _TAIL, re.I) for head in (_ERA_YEAR, _WESTERN_YEAR)] + [
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
]
_YEARS = [re.compile(head + r"\s*(?:年度?)?", re.I) for head in (_ERA_YEAR, _WESTERN_YEAR)]


class BadDate(Mistake):
    """The text is not a date, or no such day exists."""


class BadYear(Mistake):
    """The text is not a year."""


class NoEra(Mistake):
    """The day lies before the first day that can be written in an era."""


def era_year(day: date) -> tuple[Era, int]:
    """The era of a day and the year within it (1 is 元年)."""
    for era in ERAS:
        if day >= max(era.first_day, GREGORIAN_SINCE):
            return era, day.year - era.first_day.year + 1
    raise NoEra(
        _("%(day)s は和暦で表せません。"), _("明治6年1月1日以後の日付を入力してください。"), day=day.isoformat()
    )


def year_text(year: int) -> str:
    return "元" if year == 1 else str(year)


def long_text(day: date) -> str:
    """令和8年4月1日."""
    era, year = era_year(day)
    return f"{era.name}{year_text(year)}年{day.month}月{day.day}日"


def short_text(day: date) -> str:
    """R8.4.1."""
    era, year = era_year(day)
    return f"{era.letter}{year}.{day.month}.{day.day}"


def parse_date(text: str) -> date:
    """A day written R8.4.1, 令和8年4月1日, 令和八年四月一日, 2026/04/01 or 20260401, full-width characters included.

    A past era may run on (平成31年5月1日: papers written before the change stay valid); none may begin early.
    """
    found = _match(_DATES, text)
    try:
        if found is None:
            raise ValueError
        return _day(found)
    except ValueError:
        raise BadDate(
            _("「%(text)s」は日付として読めません。"),
            _("「令和8年4月1日」「R8.4.1」「2026/04/01」のように、実在する日付を入力してください。"),
            text=text,
        ) from None


def parse_year(text: str) -> int:
    """A year, or fiscal year, written 令和八年, R8, 令和8年度 or 2026."""
    found = _match(_YEARS, text)
    try:
        if found is None:
            raise ValueError
        return _western_year(found)
    except ValueError:
        raise BadYear(
            _("「%(text)s」は年として読めません。"),
            _("「令和8年」「R8」「2026」のように入力してください。"),
            text=text,
        ) from None


def _match(patterns: list[re.Pattern[str]], text: str) -> re.Match[str] | None:
    plain = unicodedata.normalize("NFKC", text).strip()
    return next((found for pattern in patterns if (found := pattern.fullmatch(plain))), None)


def _day(found: re.Match[str]) -> date:
    day = date(_western_year(found), _number(found["month"]), _number(found["day"]))
    era = _era(found)
    if era is not None and day < max(era.first_day, GREGORIAN_SINCE):
        raise ValueError
    return day


def _western_year(found: re.Match[str]) -> int:
    era = _era(found)
    year = 1 if found["year"] == "元" else _number(found["year"])
    if era is None:
        return year
    if not 1 <= year <= 99:
        raise ValueError
    return era.first_day.year + year - 1


def _era(found: re.Match[str]) -> Era | None:
    written = found.groupdict().get("era")
    if written is None:
        return None
    return next(era for era in ERAS if written.upper() in (era.name, era.name[0], era.letter))


def _number(text: str) -> int:
    """12, 十二, 一二 and 二十一 alike."""
    if text.isdecimal():
        return int(text)
    if not set(text) & set("十百"):
        return int("".join(str(_KANJI_DIGITS[char]) for char in text))
    total = pending = 0
    for char in text:
        if char in "十百":
            total += max(pending, 1) * {"十": 10, "百": 100}[char]
            pending = 0
        else:
            pending = pending * 10 + _KANJI_DIGITS[char]
    return total + pending
