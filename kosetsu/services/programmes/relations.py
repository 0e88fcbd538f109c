"""Programmes, fee subsidies and the matters that grow out of them as flat tables for measures."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.clock import day_of
from kosetsu.common.fiscal import fiscal_year
from kosetsu.common.relations import Relation
from kosetsu.services.programmes.models import (
    Award,
    Dispatch,
    DispatchVisit,
    FeeSubsidy,
    FitCount,
    InnovationPlan,
    OutcomeReport,
    Programme,
)


def _dispatches() -> Iterator[tuple[Any, ...]]:
    visits: dict[int, list[int]] = {}
    for visit in DispatchVisit.objects.all():
        visits.setdefault(visit.dispatch_id, []).append(visit.hours)
    for one in Dispatch.objects.select_related("case").order_by("pk"):
        opened, hours = day_of(one.case.opened_at), visits.get(one.pk, [])
        yield (one.case.number, opened, fiscal_year(opened), one.case.state, one.programme, len(hours), sum(hours))


def _innovations() -> Iterator[tuple[Any, ...]]:
    for one in InnovationPlan.objects.select_related("case").order_by("pk"):
        opened = day_of(one.case.opened_at)
        yield one.case.number, opened, fiscal_year(opened), one.case.state, one.passed_on, one.decided_on


def _awards() -> Iterator[tuple[Any, ...]]:
    for one in Award.objects.select_related("case").order_by("pk"):
        yield (one.case.number, one.awarded_on, fiscal_year(one.awarded_on), one.case.state, one.programme,
               one.programme_title, one.award_yen)  # fmt: skip


def _reports() -> Iterator[tuple[Any, ...]]:
    for one in OutcomeReport.objects.select_related("award__case"):
        sent = day_of(one.submitted_at) if one.submitted_at else None
        yield (one.award.case.number, one.award.programme, one.number, one.due_on, sent, one.sales_yen,
               one.value_added_yen, one.payroll_yen, one.employees)  # fmt: skip


_CASE = {"number": str, "opened_on": dt.date, "fiscal_year": int, "state": str}
_LABELS = {
    "number": _("案件番号"), "opened_on": _("受付日"), "fiscal_year": _("年度"), "state": _("状態"),
    "programme": _("施策の番号"), "programme_title": _("施策"), "awarded_on": _("交付決定日"),
    "award_yen": _("交付決定額"),
}  # fmt: skip

RELATIONS = [
    Relation(
        name="programmes",
        title=_("支援施策"),
        columns={"fiscal_year": int, "code": str, "category": str, "name": str, "component": str},
        rows=lambda: Programme.objects.values_list("fiscal_year", "code", "category", "name", "component"),
        public=("fiscal_year", "code", "category", "name", "component"),
        labels={"fiscal_year": _("年度"), "code": _("番号"), "category": _("分類"), "name": _("施策名")},
    ),
    Relation(
        name="fee_subsidies",
        title=_("利用料助成"),
        columns={"listed_fiscal_year": int, "code": str, "body": str, "name": str},
        rows=lambda: FeeSubsidy.objects.values_list("listed_fiscal_year", "code", "body", "name"),
        public=("listed_fiscal_year", "code", "body", "name"),
        labels={"listed_fiscal_year": _("年度"), "body": _("自治体・団体"), "name": _("名称")},
    ),
    Relation(
        name="programme_fits",
        title=_("施策ごとの使える会社の数"),
        columns={"day": dt.date, "code": str, "title": str, "yes": int, "unknown": int, "no": int, "newly": int,
                 "no_longer": int},
        rows=lambda: FitCount.objects.exclude(run__finished_at=None).values_list(
            "run__day", "code", "title", "yes", "unknown", "no", "newly", "no_longer"
        ),
        dated_by="day",
        labels={"day": _("基準日"), "code": _("番号"), "title": _("施策"), "yes": _("使える"),
                "unknown": _("わからない"), "no": _("使えない"), "newly": _("新たに使える"),
                "no_longer": _("使えなくなった")},
    ),
    Relation(
        name="expert_dispatches",
        title=_("専門家派遣"),
        columns={**_CASE, "programme": str, "visits": int, "hours": int},
        rows=_dispatches,
        dated_by="opened_on",
        labels={**_LABELS, "visits": _("派遣の回数"), "hours": _("時間")},
    ),
    Relation(
        name="innovation_plans",
        title=_("経営革新計画"),
        columns={**_CASE, "passed_on": dt.date, "decided_on": dt.date},
        rows=_innovations,
        dated_by="opened_on",
        labels={**_LABELS, "passed_on": _("取次ぎ日"), "decided_on": _("承認・不承認の日")},
    ),
    Relation(
        name="programme_awards",
        title=_("採択"),
        columns={"number": str, "awarded_on": dt.date, "fiscal_year": int, "state": str, "programme": str,
                 "programme_title": str, "award_yen": int},
        rows=_awards,
        dated_by="awarded_on",
        labels=_LABELS,
    ),
    Relation(
        name="outcome_reports",
        title=_("採択後の成果報告"),
        columns={"award": str, "programme": str, "number": int, "due_on": dt.date, "submitted_on": dt.date,
                 "sales_yen": int, "value_added_yen": int, "payroll_yen": int, "employees": int},
        rows=_reports,
        dated_by="due_on",
        labels={"award": _("案件番号"), "programme": _("施策の番号"), "number": _("回"), "due_on": _("期限"),
                "submitted_on": _("提出日"), "sales_yen": _("売上高"), "value_added_yen": _("付加価値額"),
                "payroll_yen": _("給与支給総額"), "employees": _("従業員数")},
    ),
]  # fmt: skip
