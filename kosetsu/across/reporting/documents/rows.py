"""The rows behind a number, in words: what staff see, and the little that everyone may see."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kosetsu.across.reporting.rules.measures import ENTRIES, PUBLIC_ENTRY_COLUMNS, Measure, in_language
from kosetsu.across.reporting.tables.book import Book
from kosetsu.common.relations import relations
from kosetsu.foundation.casebook.states import Channel, Format, Source
from kosetsu.foundation.parties.models import Branch

STAFF_ENTRY_COLUMNS = (
    "entry_id", "on_date", "service", "kind", "branch", "partner", "channel", "format", "field",
    "quantity", "unit", "headcount", "headcount_online", "reference", "topic", "source",
)  # fmt: skip
HEADINGS: Mapping[str, str | Promise] = {
    "entry_id": _("実績番号"),
    "on_date": _("日付"),
    "service": _("サービス"),
    "kind": _("種類"),
    "branch": _("拠点"),
    "partner": _("連携機関"),
    "channel": _("受付方法"),
    "format": _("開催形式"),
    "field": _("分野"),
    "quantity": _("数量"),
    "unit": _("単位"),
    "headcount": _("人数"),
    "headcount_online": _("うちオンライン"),
    "reference": _("対象の番号"),
    "topic": _("内容"),
    "source": _("由来"),
}


def columns_for(measure: Measure, *, public: bool) -> list[str]:
    """The columns shown; a relation without public columns shows none of its rows in public."""
    if measure.relation == ENTRIES.name:
        return [*(PUBLIC_ENTRY_COLUMNS if public else STAFF_ENTRY_COLUMNS)]
    relation = relations()[measure.relation]
    return [*(relation.public if public else relation.columns)]


def headings(measure: Measure, columns: Sequence[str]) -> list[str | Promise]:
    """The columns' headings."""
    if measure.relation == ENTRIES.name:
        return [HEADINGS[column] for column in columns]
    relation = relations()[measure.relation]
    return [relation.label(column) for column in columns]


def worded(columns: Sequence[str], rows: Sequence[Sequence[Any]], book: Book) -> list[list[Any]]:
    """The rows with codes put into words."""
    language = get_language() or "ja"
    words: dict[str, Mapping[str, Any]] = {
        "channel": dict(Channel.choices),
        "format": dict(Format.choices),
        "source": dict(Source.choices),
        "branch": {branch.code: branch.name for branch in Branch.objects.all()},
        **{name: {value: in_language(one, language) for value, one in of.items()} for name, of in book.words.items()},
    }
    return [[_word(words.get(name, {}), value) for name, value in zip(columns, row, strict=True)] for row in rows]


def _word(words: Mapping[str, Any], value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    return value if isinstance(value, int | dt.date) else words.get(value, value)
