"""Satisfaction with orders as a flat table, so that a measure can be its mean."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.relations import Relation
from kosetsu.services.testing.models import SurveyAnswer

_READ = ("id", "at", "satisfaction", "order__case__branch__code", "order__case__kind")


def rows() -> Iterable[tuple[Any, ...]]:
    """One row per answered survey; the comment stays with the order."""
    for number, at, satisfaction, branch, kind in SurveyAnswer.objects.order_by("id").values_list(*_READ).iterator():
        day = day_of(at)
        yield number, day, fiscal.fiscal_year(day), branch, kind, satisfaction


RELATIONS = [
    Relation(
        name="order_surveys",
        title=_("依頼試験の満足度"),
        columns={
            "survey_id": int, "on_date": dt.date, "fiscal_year": int, "branch": str, "kind": str, "satisfaction": int,
        },
        rows=rows,
        dated_by="on_date",
        public=("on_date", "fiscal_year", "branch", "kind", "satisfaction"),
        labels={
            "on_date": _("回答日"),
            "fiscal_year": _("年度"),
            "branch": _("拠点"),
            "kind": _("種類"),
            "satisfaction": _("満足度（5段階）"),
        },
    )
]  # fmt: skip
