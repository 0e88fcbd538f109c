"""The report of an exhibition at the desk: viewers of every booth, registrations by day, and the rule in words."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kosetsu.common.charts import Bar, bar_chart
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.services.exhibitions.models import Card, Exhibition, FollowUp, Question, Viewing
from kosetsu.services.exhibitions.pages.desk import load
from kosetsu.services.exhibitions.pages.public import rule_of
from kosetsu.services.exhibitions.permissions import can_read_exhibitions
from kosetsu.services.exhibitions.states import TAKING_PART


@require_safe
@open_door(can_read_exhibitions)
def report(request: SignedIn, public_id: UUID) -> HttpResponse:
    """All figures of one exhibition."""
    found = load(request, public_id)
    return render(request, "exhibitions/desk/report.html", {"exhibition": found, **figures(found)})


def figures(found: Exhibition) -> dict[str, Any]:
    """What the report says; counted from what is kept once per visitor and booth, never from the log."""
    booths = found.booths.filter(state__in=TAKING_PART).exclude(editions=None)
    viewed = dict(Viewing.objects.filter(booth__exhibition=found).values_list("booth").annotate(Count("pk")).order_by())
    rows = sorted(((one, viewed.get(one.pk, 0)) for one in booths), key=lambda row: (-row[1], row[0].name))
    days = found.visitors.annotate(day=TruncDate("agreed_at")).values_list("day").annotate(Count("pk")).order_by("day")
    return {
        "rows": rows, "rule": rule_of(found), "recount": found.recounts.first(),
        "totals": {
            "booths": len(rows), "visitors": found.visitors.count(), "viewings": sum(viewed.values()),
            "questions": Question.objects.filter(booth__exhibition=found).count(),
            "cards": Card.objects.filter(booth__exhibition=found).exclude(accepted_at=None).count(),
        },
        "follow_ups": _follow_ups(found),
        "viewers_chart": bar_chart(
            title=_("出展者のページを見た人数"), unit=_("人"),
            summary=_("参加登録をした人を、出展者ごとに一人一回だけ数えています。"),
            bars=[Bar(one.name, count) for one, count in rows],
        ) if rows else "",
        "days_chart": bar_chart(
            title=_("日ごとの参加登録"), summary=_("登録した日で数えています。"), unit=_("人"),
            bars=[Bar(f"{day:%Y/%m/%d}", count) for day, count in days],
        ) if days else "",
    }  # fmt: skip


def _follow_ups(found: Exhibition) -> Any:
    """By months after the end: how many were asked and answered, and what came of it."""
    sums = {name: Sum(name) for name in ("contacts", "negotiations", "contracts", "contracts_yen")}
    rows = FollowUp.objects.filter(booth__exhibition=found).values("months").order_by("months")
    return rows.annotate(asked=Count("pk"), answered=Count("answered_at"), **sums)
