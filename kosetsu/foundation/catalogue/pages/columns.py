"""Columns and filters that the public lists and the desk share."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.money import yen_text
from kosetsu.common.units import unit_name
from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.foundation.catalogue.states import OfferingKind, OfferingState, PricePart
from kosetsu.foundation.parties.models import Branch, Group
from kosetsu.foundation.search import queries
from kosetsu.foundation.search.sources import PUBLIC

FOUND_AT_MOST = 300

NAME = Column(key="name", label=_("名称"), sort="name_ja")
KIND = Column(key="kind", label=_("種別"), value="get_kind_display", sort="kind")
BRANCH = Column(key="branch", label=_("拠点"), value="branch.name", sort="branch__code")
GROUP = Column(key="group", label=_("担当グループ"), value="group.name", sort="group__code")
FIELD = Column(key="field", label=_("技術分野"), value="field.name", sort="field__code")
STANDARDS = Column(key="standards", label=_("規格"), value=lambda one: "、".join(one.standards))
SUMMARY = Column(key="summary", label=_("概要"), shown=False)
LEVEL = Column(key="training_level", label=_("研修レベル"), sort="training_level")
LEAD = Column(key="lead_days", label=_("着手までの目安（稼働日）"), sort="lead_days", shown=False)
CODE = Column(key="code", label=_("番号"), sort="code")
UPDATED = Column(key="edited_at", label=_("変更日時"), sort="edited_at", shown=False)
STATE_KINDS = {
    OfferingState.DRAFT: "neutral",
    OfferingState.PROPOSED: "waiting",
    OfferingState.OFFERED: "active",
    OfferingState.WITHDRAWN: "stopped",
}
STATE = Column(
    key="state",
    label=_("状態"),
    value="get_state_display",
    sort="state",
    state=lambda one: STATE_KINDS[OfferingState(one.state)],
)


def unit_price(day: dt.date) -> Column:
    """The lowest unit (or set-up) price on ``day``, with its unit; reads the prefetched tariff."""
    return Column(key="price", label=_("料金（最も低い区分）"), value=lambda one: lowest(one.tariff.all(), day))


def lowest(tariff: Iterable[TariffLine], day: dt.date) -> str:
    parts = [line for line in tariff if line.holds_on(day) and line.yen is not None]
    units = [line for line in parts if line.part == PricePart.UNIT and line.from_quantity == 0]
    offered = units or [line for line in parts if line.part == PricePart.SETUP]
    line = min(offered, key=lambda one: one.yen or 0, default=None)
    if line is None:
        return ""
    return gettext("%(price)s／%(unit)s") % {"price": yen_text(line.yen or 0), "unit": unit_name(line.unit)}


def filters(prefix: str = "") -> list[Filter]:
    """Branch, group and field; ``prefix`` leads from the listed record to its offering."""
    return [
        Filter(key="branch", label=_("拠点"), choices=_named(Branch), field=f"{prefix}branch__code"),
        Filter(key="field", label=_("技術分野"), choices=_named(TechnologyField), apply=_in_field(prefix)),
        Filter(key="group", label=_("担当グループ"), choices=_named(Group), field=f"{prefix}group__code"),
    ]


def kind_filter(prefix: str = "") -> Filter:
    return Filter(key="kind", label=_("種別"), choices=OfferingKind.choices, field=f"{prefix}kind")


def search(prefix: str = "") -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    """By words through the search's index (what is offered), and by code or name as typed."""

    def narrow(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        wanted = Q(**{f"{prefix}code__icontains": text}) | Q(**{f"{prefix}name_ja__icontains": text})
        wanted |= Q(**{f"{prefix}name_en__icontains": text})
        hits = queries.find(text, scope=PUBLIC, kinds=OfferingKind.values, limit=FOUND_AT_MOST)
        return queryset.filter(wanted | Q(**{f"{prefix}pk__in": [int(hit.key) for hit in hits]}))

    return narrow


def shown(queryset: QuerySet[Offering]) -> QuerySet[Offering]:
    """With everything the columns touch."""
    return queryset.select_related("branch", "group", "field").prefetch_related("tariff")


def _named(model: Any) -> Callable[[], list[tuple[str, str]]]:
    return lambda: [(one.code, one.name) for one in model.objects.all()]


def _in_field(prefix: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    """A field with the fields below it."""

    def narrow(queryset: QuerySet[Any], code: str) -> QuerySet[Any]:
        own, below = f"{prefix}field__code", f"{prefix}field__parent__code"
        return queryset.filter(Q(**{own: code}) | Q(**{below: code}))

    return narrow
