"""Programmes and fee subsidies as flat tables for measures."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.relations import Relation
from kosetsu.services.programmes.models import FeeSubsidy, Programme

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
]
