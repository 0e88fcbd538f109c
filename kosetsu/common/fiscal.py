"""年度: the Japanese fiscal year, April to March. 2026 is 令和8年度, 2026-04-01 to 2027-03-31."""

from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kosetsu.common import eras

# 「改元に伴う元号による年表示の取扱いについて」(平成31年4月1日 新元号への円滑な移行に向けた関係省庁連絡会議申合せ):
# the whole of fiscal 2019 is named after the era that began in its second month.
_NAMED_OTHERWISE = {2019: date(2019, 5, 1)}


def fiscal_year(day: date) -> int:
    return day.year - (day.month < 4)


def start_of(year: int) -> date:
    return date(year, 4, 1)


def end_of(year: int) -> date:
    return date(year + 1, 3, 31)


def quarter(day: date) -> int:
    """1 for April–June … 4 for January–March."""
    return (day.month - 4) % 12 // 3 + 1


def months(year: int) -> list[date]:
    """The first day of each month of the fiscal year, April first."""
    return [date(year + (month > 12), (month - 1) % 12 + 1, 1) for month in range(4, 16)]


def days(year: int) -> list[date]:
    """Every day of the fiscal year."""
    first = start_of(year)
    return [first + timedelta(days=n) for n in range((end_of(year) - first).days + 1)]


def label(year: int) -> str:
    """令和8年度; eras are for readers of Japanese, others are told the western year."""
    if get_language() not in ("ja", None):
        return western_label(year)
    era, era_year = eras.era_year(_NAMED_OTHERWISE.get(year, start_of(year)))
    return _("%(era)s%(year)s年度") % {"era": era.name, "year": _("元") if era_year == 1 else era_year}


def western_label(year: int) -> str:
    """2026年度."""
    return _("%(year)s年度") % {"year": year}
