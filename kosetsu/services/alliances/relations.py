"""The partners' registers, and what coordinators bring together, as flat tables for measures."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.clock import day_of
from kosetsu.common.relations import Relation
from kosetsu.services.alliances.models import (
    Agreement,
    AgreementDocument,
    Coordinator,
    NetworkField,
    NetworkMember,
    Opportunity,
    Pairing,
)
from kosetsu.services.alliances.states import PAIRING_OPEN


def _coordinators(day: dt.date) -> Iterable[tuple[Any, ...]]:
    """Who coordinates on a day, a person once in a programme."""
    rows = Coordinator.objects.on(day).order_by("liaison__key", "person__name", "pk")
    return rows.values_list("liaison__key", "liaison__name_ja", "person__name", "valid_from")


def _opportunities() -> Iterable[tuple[Any, ...]]:
    alive = Count("pairings", filter=Q(pairings__state__in=PAIRING_OPEN))
    rows: Any = Opportunity.objects.select_related("case", "liaison").annotate(companies=alive).order_by("pk")
    for one in rows:
        yield (
            str(one.public_id), one.case.number, one.liaison.key, one.side, one.case.state,
            day_of(one.case.opened_at), one.companies,
        )  # fmt: skip


def _pairings() -> Iterable[tuple[Any, ...]]:
    """Which company it is stands in no table: whoever may know of a pairing opens its page."""
    rows: Any = Pairing.objects.annotate(number=F("opportunity__case__number"), key=F("opportunity__liaison__key"))
    for one in rows.order_by("pk"):
        yield (
            str(one.public_id), one.number, one.key, one.state, day_of(one.made_at),
            day_of(one.told_at) if one.told_at else None, one.matched_on,
        )  # fmt: skip


def _opportunity(row: Mapping[str, Any]) -> str:
    return reverse("alliances-desk:opportunity", args=[row["opportunity_id"]])


def _pairing(row: Mapping[str, Any]) -> str:
    return reverse("alliances-desk:pairing", args=[row["pairing_id"]])


RELATIONS = [
    Relation(
        name="agreements",
        title=_("協定を結んだ機関"),
        columns={"scope": str, "number": int, "organisation": str, "branch": str, "started_on": dt.date},
        rows=lambda day: Agreement.objects.on(day).values_list(
            "scope", "number", "organisation__name", "branch__code", "started_on"
        ),
        as_of=True,
        public=("scope", "number", "organisation", "branch", "started_on"),
        labels={"number": "No.", "organisation": _("機関名"), "branch": _("拠点"), "started_on": _("締結年月日")},
    ),
    Relation(
        name="agreement_documents",
        title=_("協定書・覚書"),
        columns={"scope": str, "number": int, "organisation": str, "title": str, "signed_on": dt.date, "branch": str},
        rows=lambda day: (
            AgreementDocument.objects.filter(agreement__in=Agreement.objects.on(day))
            .exclude(signed_on__gt=day)
            .order_by("agreement__scope", "agreement__number", "id")
            .values_list(
                "agreement__scope",
                "agreement__number",
                "agreement__organisation__name",
                "title",
                "signed_on",
                "agreement__branch__code",
            )
        ),
        as_of=True,
        public=("scope", "number", "organisation", "title", "signed_on", "branch"),
        labels={"organisation": _("機関名"), "title": _("文書名"), "signed_on": _("締結年月日")},
    ),
    Relation(
        name="network_members",
        title=_("連携体の構成機関"),
        columns={"network": str, "organisation": str, "role": str, "joined_fiscal_year": int},
        rows=lambda day: (
            NetworkMember.objects.on(day)
            .order_by("network", "id")
            .values_list("network", "organisation__name", "role", "joined_fiscal_year")
        ),
        as_of=True,
        public=("network", "organisation", "role", "joined_fiscal_year"),
        labels={"network": _("連携体"), "organisation": _("機関名"), "role": _("役割")},
    ),
    Relation(
        name="network_fields",
        title=_("パートナーグループの分野"),
        columns={"network": str, "name": str},
        rows=lambda day: NetworkField.objects.on(day).order_by("id").values_list("network", "name"),
        as_of=True,
        public=("network", "name"),
        labels={"network": _("連携体"), "name": _("分野")},
    ),
    Relation(
        name="coordinators",
        title=_("連携コーディネーター"),
        columns={"liaison": str, "liaison_name": str, "person": str, "valid_from": dt.date},
        rows=_coordinators,
        as_of=True,
        public=("liaison", "liaison_name", "valid_from"),
        labels={
            "liaison": _("事業"), "liaison_name": _("事業の名称"), "person": _("連携コーディネーター"),
            "valid_from": _("任期の開始日"),
        },
    ),
    Relation(
        name="opportunities",
        title=_("ニーズ・シーズ"),
        columns={
            "opportunity_id": str, "number": str, "liaison": str, "side": str, "state": str, "found_on": dt.date,
            "companies": int,
        },
        rows=_opportunities,
        dated_by="found_on",
        public=("liaison", "side", "state", "found_on"),
        labels={
            "number": _("案件番号"), "liaison": _("事業"), "side": _("ニーズ・シーズの別"), "state": _("状態"),
            "found_on": _("登録日"), "companies": _("企業数"),
        },
        row_link=_opportunity,
    ),
    Relation(
        name="pairings",
        title=_("マッチング"),
        columns={
            "pairing_id": str, "number": str, "liaison": str, "state": str, "made_on": dt.date, "told_on": dt.date,
            "matched_on": dt.date,
        },
        rows=_pairings,
        dated_by="made_on",
        labels={
            "number": _("案件番号"), "liaison": _("事業"), "state": _("状態"), "made_on": _("候補にした日"),
            "told_on": _("紹介した日"), "matched_on": _("成立した日"),
        },
        row_link=_pairing,
    ),
]  # fmt: skip
