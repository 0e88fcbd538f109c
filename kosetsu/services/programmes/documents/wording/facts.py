"""Facts, values, costs and sources in the reader's words."""

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kosetsu.common.money import yen_text
from kosetsu.common.templatetags.display import day
from kosetsu.common.units import quantity
from kosetsu.foundation.parties.rules.industries import industry_name
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.language import Fact, Source, Value, Words

Areas = Mapping[str, str]
"""Names of municipalities by their code."""
HUNDREDTHS = "0.01%"
"""Rates of growth are counted in hundredths of a per cent, so that they stay whole numbers."""


def named(words: Words) -> str:
    """The text in the reader's language; Japanese where it has none."""
    return words.named((get_language() or "ja")[:2])


def unsaid() -> str:
    """What stands where a source says nothing."""
    return _("資料に記載がありません")


def fact_name(book: Book, key: str) -> str:
    fact = book.facts.get(key)
    return named(fact.words) if fact else key


def fact_names(book: Book, keys: Iterable[str], at_most: int | None = None) -> str:
    """Several names in one line; of many, how many more there are."""
    every = [fact_name(book, key) for key in keys]
    said = _("、").join(every[:at_most])
    left = len(every[at_most:]) if at_most is not None else 0
    return _("%(facts)s ほか%(left)s項目") % {"facts": said, "left": left} if left else said


def question(fact: Fact) -> str:
    return named(fact.question)


def cost_name(book: Book, key: str) -> str:
    return next((named(one.words) for one in book.vocabulary.costs if one.key == key), key)


def value_text(fact: Fact, value: Value | None, areas: Areas | None = None) -> str:
    """An answer in words: はい, 18人, 12,000,000円, 食品製造業; what is not answered is said to be so, never zero."""
    if value is None:
        return _("未回答")
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    if isinstance(value, dt.date):
        return day(value, "western")
    if isinstance(value, int):
        return _counted(fact, value)
    return _said(fact, value, areas or {})


def _counted(fact: Fact, value: int) -> str:
    if fact.kind == "yen":
        return yen_text(value)
    if fact.unit.startswith(HUNDREDTHS):
        return _("年率%(percent)s%%") % {"percent": f"{float(Fraction(value, 100)):g}"}
    return quantity(value, fact.unit)


def _said(fact: Fact, value: str, areas: Areas) -> str:
    if fact.kind == "choice":
        return next((named(one.words) for one in fact.choices if one.key == value), value)
    if fact.record == "industry":
        return industry_name(value)
    if fact.record == "area":
        return areas.get(value) or prefectures(value[:2])
    return value


def prefectures(code: str) -> str:
    """The beginning of a municipality's code, as conditions name it: 13 is Tokyo."""
    return {"11": _("埼玉県"), "12": _("千葉県"), "13": _("東京都"), "14": _("神奈川県")}.get(code, code)


def source_text(source: Source) -> str:
    """Where it is printed, with its page."""
    if source.page is None:
        return " ".join(part for part in (source.document, source.clause) if part)
    where = {"document": source.document, "page": source.page, "clause": source.clause}
    return (_("%(document)s %(page)sページ %(clause)s") % where).strip()
