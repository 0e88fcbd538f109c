"""How numbers and days are written on pages: ``{% load display %}``."""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kosetsu.common import eras, units
from kosetsu.common.money import yen_text

register = template.Library()


@register.filter
def yen(amount: int | None) -> str:
    """1234567 → 1,234,567円; nothing → a dash."""
    return "―" if amount is None else yen_text(amount)


@register.filter
def counted(number: str, unit: str) -> str:
    """12,500 and 件 → 12,500件; in other languages a space that does not break stands before a word."""
    return f"{number}\N{NO-BREAK SPACE}{unit}" if unit[:1].isalpha() and get_language() != "ja" else f"{number}{unit}"


@register.filter
def unit(written: str) -> str:
    """A unit of the institute's data in the reader's language: 時間 → hour."""
    return units.unit_name(written)


@register.filter
def of_unit(count: int, written: str) -> str:
    """12500 and 件 → 12,500件, or 12,500 cases."""
    return units.quantity(count, written)


@register.filter
def day(value: dt.date | None, form: str = "both") -> str:
    """A day: ``both`` 令和8年4月1日（2026年）, ``wareki``, ``western`` 2026年4月1日 or ``short`` 2026/4/1.

    Eras are for readers of Japanese; in other languages every long form is the western one.
    """
    if value is None:
        return "―"
    local = _local_day(value)
    if form == "short":
        return f"{local.year}/{local.month}/{local.day}"
    if form == "western" or get_language() != "ja" or local < eras.GREGORIAN_SINCE:
        return _("%(year)s年%(month)s月%(day)s日") % {"year": local.year, "month": local.month, "day": local.day}
    if form == "wareki":
        return eras.long_text(local)
    return f"{eras.long_text(local)}（{local.year}年）"


def _local_day(value: dt.date) -> dt.date:
    """A moment counts on the day of the institute's own zone."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value
