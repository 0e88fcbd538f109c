"""Records of subsidies as Jグランツ publishes them, made into descriptions that guess nothing.

What is a number, a fraction or a date becomes a term. What is free text becomes a condition that only a named person
can confirm, in the record's own words; what is missing is named as an open term.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

JAPAN = ZoneInfo("Asia/Tokyo")
"""The moments of the records are said in the time of Japan where they say no zone, or are turned into it."""
REQUIRED = ("id", "title")
_RATE = re.compile(r"^\s*(\d{1,3})\s*[/／]\s*(\d{1,3})\s*(?:以内)?\s*$")
_EMPLOYEES = re.compile(r"^\s*(\d{1,6})\s*[名人]以下\s*$")
_NO_LIMIT = "従業員数の制約なし"
_TAG = re.compile(r"<[^>]{0,500}>")
_CODE = re.compile(r"^[A-Za-z0-9_-]{1,20}$")
CONFIRMED = (("target_area_search", "対象地域"), ("industry", "対象業種"), ("use_purpose", "利用目的"),
             ("detail", "公募の詳細"))  # fmt: skip
"""Free text by field: each becomes one condition to be confirmed."""
LONGEST = 400


@dataclass(frozen=True, slots=True)
class FieldError:
    """What cannot be taken in: of which record (its number in the file), which field, why."""

    record: int
    field: str
    text: str


@dataclass
class Taken:
    """One record: the description it becomes, and what it leaves open."""

    body: dict[str, Any] = field(default_factory=dict)
    open_terms: list[str] = field(default_factory=list)


def records_of(content: Any) -> list[Any]:
    """The list of the file: bare, or under ``result`` as the public interface answers. Raises ``ValueError``."""
    found = content.get("result") if isinstance(content, Mapping) else content
    if not isinstance(found, list) or not found:
        raise ValueError(_("補助金の記録の一覧（または result の一覧）がありません。"))
    return found


def take(number: int, record: Any, day: dt.date, errors: list[FieldError]) -> Taken | None:
    """The record as a description in force from its opening; None, and what is wrong in ``errors``."""
    if not isinstance(record, Mapping):
        errors.append(FieldError(number, "", _("項目と値の組ではありません。")))
        return None
    before, reader = len(errors), _Reader(number, record, errors)
    code, title = reader.text("id"), reader.text("title")
    if code and not _CODE.match(code):
        reader.wrong("id", _("20文字までの英数字ではありません。"))
    opens, closes = reader.moment("acceptance_start_datetime"), reader.moment("acceptance_end_datetime")
    if opens and closes and closes < opens:
        reader.wrong("acceptance_end_datetime", _("受付の終了が開始より前です。"))
    limit, taken = reader.yen("subsidy_max_limit"), Taken()
    who = [*reader.size(taken), *reader.confirmed()]
    if len(errors) > before:
        return None
    first = opens.date() if opens else day
    taken.body = {
        "code": code,
        "fiscal_year": first.year - (first.month < 4),
        "effective_from": first.isoformat(),
        "effective_to": closes.date().isoformat() if closes else None,
        "kind": "grant",
        "words": {"ja": title},
        "who": {"all": who},
        "courses": [{"key": "main", **reader.terms(limit, taken)}],
        "windows": reader.windows(opens, closes, taken),
        "sources": [{"document": f"Jグランツ {reader.text('name') or code}", "clause": code or ""}],
        "verified_until": (closes.date() if closes else first).isoformat(),
        "open_terms": [*taken.open_terms, "対象経費", "交付決定の時期", "事業の期間"],
    }
    taken.body = {key: value for key, value in taken.body.items() if value is not None}
    return taken


class _Reader:
    """One record, field by field."""

    def __init__(self, number: int, record: Mapping[str, Any], errors: list[FieldError]) -> None:
        self.number, self.record, self.errors = number, record, errors

    def wrong(self, name: str, text: str) -> None:
        self.errors.append(FieldError(self.number, name, text))

    def text(self, name: str) -> str:
        """A text on one line; missing where it must not be is an error."""
        found = self.record.get(name)
        if found is None or found == "":
            if name in REQUIRED:
                self.wrong(name, _("値がありません。"))
            return ""
        if not isinstance(found, str | int | float):
            self.wrong(name, _("文字列ではありません。"))
            return ""
        return " ".join(unescape(_TAG.sub(" ", str(found))).split())

    def yen(self, name: str) -> int | None:
        """Whole yen; 0 is how the records say that no limit is given."""
        found = self.record.get(name)
        if found in (None, "", 0, "0"):
            return None
        if isinstance(found, str) and found.isascii() and found.isdigit():
            found = int(found)
        if not isinstance(found, int) or isinstance(found, bool) or not 0 < found <= 10**13:
            self.wrong(name, _("「%(value)s」は円の金額ではありません。") % {"value": str(found)[:40]})
            return None
        return found

    def moment(self, name: str) -> dt.datetime | None:
        found = self.record.get(name)
        if found in (None, ""):
            return None
        try:
            moment = dt.datetime.fromisoformat(str(found))
        except ValueError:
            self.wrong(name, _("「%(value)s」は日時として読めません。") % {"value": str(found)[:40]})
            return None
        return moment.astimezone(JAPAN) if moment.tzinfo else moment.replace(tzinfo=JAPAN)

    def size(self, taken: Taken) -> Iterator[dict[str, Any]]:
        """The number of employees: "20名以下" is a number, and "制約なし" is none."""
        found = self.text("target_number_of_employees")
        if match := _EMPLOYEES.match(found):
            yield {"fact": "employees", "at_most": int(match[1]), "clause": f"従業員数 {found}"}
        elif found and found != _NO_LIMIT:
            yield self._confirm("target_number_of_employees", "従業員数", found)
        elif not found:
            taken.open_terms.append("従業員数の要件")

    def confirmed(self) -> Iterator[dict[str, Any]]:
        """Free text in its own words: unknown until a named person has looked."""
        for name, word in CONFIRMED:
            if found := self.text(name):
                yield self._confirm(name, word, found)
            else:
                yield {"confirm": f"{word}（記録に記載なし）", "by": "実施機関", "key": name, "clause": word}

    def terms(self, limit: int | None, taken: Taken) -> dict[str, Any]:
        """Rate and limit, each left out and named as open where it is not said exactly."""
        found: dict[str, Any] = {}
        said = self.text("subsidy_rate")
        match = _RATE.match(said)
        if match and 0 < int(match[1]) <= int(match[2]):
            found["rate"] = f"{int(match[1])}/{int(match[2])}"
        else:
            taken.open_terms.append(f"助成率：{said}" if said else "助成率")
        if limit is None:
            taken.open_terms.append("限度額")
        else:
            found["limit_yen"] = limit
        return found

    def windows(self, opens: dt.datetime | None, closes: dt.datetime | None, taken: Taken) -> list[Any] | None:
        """The one window of the record, electronic."""
        if opens is None or closes is None:
            taken.open_terms.append("受付期間")
            return None
        return [{
            "channel": "electronic", "opens": opens.date().isoformat(), "closes": closes.date().isoformat(),
            "closes_at": closes.time().replace(microsecond=0).isoformat(), "source": "Jグランツの受付期間",
        }]  # fmt: skip

    def _confirm(self, name: str, word: str, found: str) -> dict[str, Any]:
        short = found if len(found) <= LONGEST else f"{found[:LONGEST]}…"
        return {"confirm": f"{word}：{short}", "by": "実施機関", "key": name, "clause": word}
