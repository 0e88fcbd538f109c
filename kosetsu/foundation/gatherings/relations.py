"""Gatherings as a flat table for measures: one row per event with its headcount."""

import datetime as dt

from django.db.models import Case, F, Q, Sum, Value, When
from django.utils.translation import gettext_lazy as _

from kosetsu.common.relations import Relation
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.gatherings.states import GatheringState

RELATIONS = [
    Relation(
        name="gatherings",
        title=_("催し"),
        columns={
            "code": str,
            "kind": str,
            "title": str,
            "fiscal_year": int,
            "starts_on": dt.date,
            "format": str,
            "branch": str,
            "sessions": int,
            "cancelled": bool,
            "headcount": int,
            "headcount_online": int,
        },
        rows=lambda: (
            Gathering.objects.order_by("code")
            .annotate(
                people=Sum("attendances__headcount"),
                online=Sum("attendances__headcount_online"),
                cancelled=Q(state=GatheringState.CANCELLED),
                # What is not public is counted, but not named: the title may be a company's.
                shown_title=Case(When(public=True, then=F("title")), default=Value("")),
            )
            .values_list(
                "code",
                "kind",
                "shown_title",
                "fiscal_year",
                "starts_on",
                "format",
                "branch__code",
                "times",
                "cancelled",
                "people",
                "online",
            )
        ),
        public=("code", "kind", "title", "fiscal_year", "starts_on", "format", "sessions", "headcount"),
        labels={"title": _("名称"), "fiscal_year": _("年度"), "starts_on": _("開始日"), "headcount": _("人数")},
    )
]
