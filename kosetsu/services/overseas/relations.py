"""Advisers' fields and texts as flat tables for measures."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.relations import Relation
from kosetsu.services.overseas.models import AdviserField, GuideText

RELATIONS = [
    Relation(
        name="advisers",
        title=_("専門相談員"),
        columns={"fiscal_year": int, "field": str, "advisers": int},
        rows=lambda: AdviserField.objects.values_list("fiscal_year", "field", "advisers"),
        public=("fiscal_year", "field", "advisers"),
        labels={"fiscal_year": _("年度"), "field": _("技術分野"), "advisers": _("人数")},
    ),
    Relation(
        name="guide_texts",
        title=_("解説テキスト"),
        columns={"fiscal_year": int, "code": str, "title": str, "converted": bool},
        rows=lambda: GuideText.objects.values_list("fiscal_year", "code", "title", "converted"),
        public=("fiscal_year", "code", "title", "converted"),
        labels={"fiscal_year": _("年度"), "title": _("題名"), "converted": _("冊子からウェブ化")},
    ),
]
