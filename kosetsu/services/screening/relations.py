"""Programmes of other bodies as a flat table: one row per programme."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.relations import Relation
from kosetsu.foundation.reviews.states import ItemState
from kosetsu.services.screening.models import ScreeningProgramme


def _programmes() -> Iterator[tuple[Any, ...]]:
    rows: Any = ScreeningProgramme.objects.select_related("case", "body__organisation", "returned")
    waiting = Count("panel__items", filter=Q(panel__items__state=ItemState.WAITING), distinct=True)
    for one in rows.annotate(many=waiting).order_by("pk"):
        back = getattr(one, "returned", None)
        yield (
            str(one.public_id), one.case.number, one.fiscal_year, one.body.body_class, str(one.body), one.title,
            one.way, one.case.state, one.many, back.reviews if back else 0,
        )  # fmt: skip


def _page(row: Mapping[str, Any]) -> str:
    return reverse("screening-desk:programme", args=[row["programme_id"]])


RELATIONS = [
    Relation(
        name="screening_programmes",
        title=_("技術審査の対象事業"),
        columns={
            "programme_id": str, "number": str, "fiscal_year": int, "body_class": str, "body": str, "title": str,
            "way": str, "state": str, "items": int, "reviews": int,
        },
        rows=_programmes,
        public=("fiscal_year", "body_class", "way", "state", "items", "reviews"),
        labels={
            "number": _("案件番号"), "fiscal_year": _("年度"), "body_class": _("実施主体の区分"), "body": _("依頼団体"),
            "title": _("事業名"), "way": _("審査の方法"), "state": _("状態"), "items": _("審査対象"),
            "reviews": _("延べ件数"),
        },
        row_link=_page,
    )
]  # fmt: skip
