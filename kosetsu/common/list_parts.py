"""The parts a list page is declared with (Column, Filter) and shown as (Row, Heading, Control, Chip, Pager)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, reduce
from math import ceil
from typing import Any, Literal, Protocol

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kosetsu.common import eras
from kosetsu.common.clock import written
from kosetsu.common.mistakes import Mistake
from kosetsu.common.money import yen_text
from kosetsu.common.spreadsheets import Kind

Text = str | Promise
Choices = Iterable[tuple[Any, Text]]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: where its value comes from, what it sorts by, and how it looks.

    ``value`` is an attribute path ("organisation.name"), a function of the record, or empty (the key is the path).
    ``state`` gives a state's colour (see ``<c-state>``); the value is then its word.
    ``hint`` says more of a value to whoever points at it.
    """

    key: str
    label: Text
    value: Callable[[Any], Any] | str = ""
    sort: str | Sequence[str] = ()
    kind: Kind = Kind.TEXT
    shown: bool = True
    state: Callable[[Any], str] | None = None
    hint: Callable[[Any], str] | None = None

    @property
    def sort_fields(self) -> Sequence[str]:
        return [self.sort] if isinstance(self.sort, str) else self.sort

    @property
    def numeric(self) -> bool:
        return self.kind in (Kind.YEN, Kind.NUMBER)

    def read(self, record: Any) -> Any:
        """The value itself, as an export holds it."""
        if callable(self.value):
            return self.value(record)
        found = reduce(lambda held, name: getattr(held, name, None), (self.value or self.key).split("."), record)
        return found() if callable(found) else found

    def text(self, value: Any) -> str:
        """The value as the page writes it."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return _("はい") if value else _("いいえ")
        if self.kind is Kind.YEN:
            return yen_text(value)
        if isinstance(value, datetime):
            return written(value)
        if isinstance(value, date):
            return value.strftime("%Y/%m/%d")
        return f"{value:,}" if self.kind is Kind.NUMBER else str(value)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One question that narrows the list: a choice, a range of days, or a flag.

    ``field`` is the ORM path compared with the answer (the key by default); ``apply(queryset, answer)`` replaces that.
    """

    key: str
    label: Text
    kind: Literal["choice", "dates", "flag"] = "choice"
    choices: Choices | Callable[[], Choices] = ()
    field: str = ""
    apply: Callable[[QuerySet[Any], Any], QuerySet[Any]] | None = None

    @property
    def path(self) -> str:
        return self.field or self.key


@dataclass
class Control:
    """A filter with the answer found in the address."""

    filter: Filter
    raw: dict[str, str]
    value: Any = None
    since: date | None = None
    until: date | None = None

    @classmethod
    def read(cls, one: Filter, asked: Mapping[str, Any], problems: list[str]) -> "Control":
        """The answer of the address; what cannot be read is said in ``problems`` and narrows nothing."""
        keys = [f"{one.key}_from", f"{one.key}_to"] if one.kind == "dates" else [one.key]
        control = cls(one, {key: str(asked.get(key, "")).strip() for key in keys})
        if one.kind == "dates":
            control.since, control.until = (_day(text, problems) for text in control.raw.values())
        elif one.kind == "flag":
            control.value = control.raw[one.key] in ("1", "on", "true")
        else:
            control._choose(problems)
        return control

    def _choose(self, problems: list[str]) -> None:
        raw = self.raw[self.filter.key]
        if not raw:
            return
        self.value = next((value for value, _label in self.choices if str(value) == raw), None)
        if self.value is None:
            problems.append(_("「%(label)s」にない条件のため、絞り込んでいません。") % {"label": self.filter.label})

    @cached_property
    def choices(self) -> list[tuple[Any, Text]]:
        offered = self.filter.choices
        return list(offered() if callable(offered) else offered)

    @property
    def keys(self) -> list[str]:
        return list(self.raw)

    @property
    def texts(self) -> list[str]:
        return list(self.raw.values())

    @property
    def active(self) -> bool:
        return bool(self.since or self.until or self.value) or (self.filter.kind == "choice" and self.value is not None)

    @property
    def answers(self) -> dict[str, str]:
        """What was understood, as an address says it."""
        if self.filter.kind == "dates":
            days = zip(self.keys, (self.since, self.until), strict=True)
            return {key: day.isoformat() for key, day in days if day}
        answer = "1" if self.filter.kind == "flag" else str(self.value)
        return {self.filter.key: answer} if self.active else {}

    @property
    def sentence(self) -> str:
        """The narrowing in words, for its chip."""
        label = self.filter.label
        if self.filter.kind == "flag":
            return str(label)
        if self.filter.kind == "dates":
            since, until = (f"{day:%Y/%m/%d}" if day else "" for day in (self.since, self.until))
            return _("%(label)s：%(since)s～%(until)s") % {"label": label, "since": since, "until": until}
        chosen = next(text for value, text in self.choices if value == self.value)
        return _("%(label)s：%(value)s") % {"label": label, "value": chosen}

    def narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        one = self.filter
        if not self.active:
            return queryset
        if one.apply:
            return one.apply(queryset, (self.since, self.until) if one.kind == "dates" else self.value)
        if one.kind != "dates":
            return queryset.filter(**{one.path: self.value})
        bounds = {f"{one.path}__gte": self.since, f"{one.path}__lte": self.until}
        return queryset.filter(**{path: day for path, day in bounds.items() if day})


def _day(text: str, problems: list[str]) -> date | None:
    if not text:
        return None
    try:
        return eras.parse_date(text)
    except Mistake as mistake:
        problems.append(str(mistake))
        return None


@dataclass(frozen=True)
class Cell:
    column: Column
    text: str
    state: str = ""
    hint: str = ""

    @classmethod
    def of(cls, record: Any, one: Column) -> "Cell":
        state = one.state(record) if one.state else ""
        return cls(one, one.text(one.read(record)), state, one.hint(record) if one.hint else "")

    @property
    def whole(self) -> bool:
        """A date, a code or a short word: never broken over two lines."""
        return len(self.text) <= (16 if self.text.isascii() else 10)


@dataclass(frozen=True)
class Row:
    """One record of the page, ready to show."""

    record: Any
    key: str
    url: str
    cells: list[Cell]

    @classmethod
    def of(cls, record: Any, columns: Sequence[Column], url: Callable[[Any], str] | None) -> "Row":
        cells = [Cell.of(record, one) for one in columns]
        return cls(record, str(getattr(record, "public_id", record.pk)), url(record) if url else "", cells)


@dataclass(frozen=True)
class Heading:
    """The head of a column: its label, and the address that sorts by it."""

    column: Column
    url: str
    direction: str

    @classmethod
    def of(cls, column: Column, current: bool, descending: bool, link: Callable[..., str]) -> "Heading":
        if not column.sort_fields:
            return cls(column, "", "")
        key = f"-{column.key}" if current and not descending else column.key
        direction = ("descending" if descending else "ascending") if current else ""
        return cls(column, link(sort=key, page=None), direction)


class Block(Protocol):
    """Something another room adds to a list; its template finds it as ``block``."""

    @property
    def template(self) -> str: ...


@dataclass(frozen=True)
class Chip:
    label: str
    remove: str


@dataclass(frozen=True)
class PageLink:
    """One number of the pager; without an address it is the current page or a gap."""

    number: int
    url: str = ""
    current: bool = False


@dataclass(frozen=True)
class Pager:
    number: int
    start: int
    first: int
    last: int
    links: list[PageLink] = field(default_factory=list)
    previous: str = ""
    next: str = ""

    @classmethod
    def of(cls, total: int, size: int, asked: str, link: Callable[[int], str]) -> "Pager":
        """The page asked for, or the nearest one that exists."""
        pages = max(ceil(total / size), 1)
        number = min(max(int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1, 1), pages)
        start = (number - 1) * size
        return cls(
            number,
            start,
            first=min(start + 1, total),
            last=min(start + size, total),
            links=_page_links(number, pages, link),
            previous=link(number - 1) if number > 1 else "",
            next=link(number + 1) if number < pages else "",
        )


def _page_links(number: int, pages: int, link: Callable[[int], str]) -> list[PageLink]:
    near = sorted({1, pages, *range(max(number - 1, 1), min(number + 1, pages) + 1)})
    found: list[PageLink] = []
    for page in near:
        if found and page - found[-1].number > 1:
            found.append(PageLink(page - 1))
        found.append(PageLink(page, "" if page == number else link(page), page == number))
    return found
