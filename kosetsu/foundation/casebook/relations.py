"""The casebook as one flat table, the relation that most measures count."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kosetsu.common.relations import Relation
from kosetsu.foundation.casebook.models import Entry

_SOURCES = {
    "entry_id": F("id"),
    "branch": F("branch__code"),
    "partner": F("partner__code"),
}
COLUMNS = {
    "entry_id": int,
    "service": str,
    "kind": str,
    "on_date": dt.date,
    "fiscal_year": int,
    "branch": str,
    "organisation_id": int,
    "workplace_id": int,
    "partner": str,
    "channel": str,
    "format": str,
    "field": str,
    "quantity": int,
    "unit": str,
    "amount_yen": int,
    "headcount": int,
    "headcount_online": int,
    "reference": str,
    "topic": str,
    "source": str,
    "reverses_id": int,
}


def rows() -> Iterable[tuple[Any, ...]]:
    """Every entry, in the order it was written."""
    columns = [_SOURCES.get(name, F(name)) for name in COLUMNS]
    return Entry.objects.order_by("id").values_list(*columns).iterator()


RELATIONS = [
    Relation(
        name="entries",
        title=_("実績"),
        columns=COLUMNS,
        rows=rows,
        dated_by="on_date",
        public=("service", "kind", "on_date", "fiscal_year", "branch", "quantity", "unit", "source"),
        labels={
            "service": _("サービス"),
            "kind": _("種類"),
            "on_date": _("日付"),
            "fiscal_year": _("年度"),
            "branch": _("拠点"),
            "quantity": _("数量"),
            "unit": _("単位"),
            "source": _("由来"),
        },
    )
]
