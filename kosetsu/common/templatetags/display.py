"""How numbers and days are written on pages: ``{% load display %}``."""

import datetime as dt

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def yen(amount: int | None) -> str:
    """1234567 → 1,234,567円; nothing → a dash."""
    return "―" if amount is None or amount == "" else _("%(amount)s円") % {"amount": f"{int(amount):,}"}


@register.filter
def day(value: dt.date | None, form: str = "both") -> str:
    """A day as ``western`` 2026年4月1日; other forms follow the era calendar."""
    return f"{value.year}年{value.month}月{value.day}日" if value else "―"
