"""Support programmes and fee subsidies: the same for everyone."""

from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from kosetsu.common.api.doors import door
from kosetsu.common.api.paging import cut
from kosetsu.common.api.problems import not_found
from kosetsu.services.programmes.api import planning
from kosetsu.services.programmes.api.schemas import (
    FeeSubsidyPage,
    ProgrammeOut,
    ProgrammePage,
    ProgrammesAsked,
    SubsidiesAsked,
    programme_out,
    subsidy_out,
)
from kosetsu.services.programmes.models import FeeSubsidy, Programme

READ = planning.READ
SEARCHED = ("name", "component", "operator", "target", "eligible_costs", "prerequisites")
router = Router(tags=["programmes"])
router.add_router("", planning.router)


@router.get("/programmes", response=ProgrammePage, **door(READ, _("支援施策の一覧"), public=True))
def list_programmes(request: Any, asked: Query[ProgrammesAsked]) -> ProgrammePage:
    """Programmes, the newest year first."""
    rows = Programme.objects.all()
    if asked.q:
        rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": asked.q}) for name in SEARCHED)))
    wanted = {"category": asked.category, "fiscal_year": asked.fiscal_year}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    page, following = cut(rows, ["-fiscal_year", "code"], asked)
    return ProgrammePage(items=[programme_out(row) for row in page], next_cursor=following)


@router.get("/programmes/{uuid:id}", response=ProgrammeOut, **door(READ, _("支援施策の1件"), public=True))
def get_programme(request: Any, id: UUID) -> ProgrammeOut:
    """One edition of one programme."""
    found = Programme.objects.filter(public_id=id).first()
    if found is None:
        raise not_found()
    return programme_out(found)


@router.get("/fee-subsidies", response=FeeSubsidyPage, **door(READ, _("利用料助成の一覧"), public=True))
def list_fee_subsidies(request: Any, asked: Query[SubsidiesAsked]) -> FeeSubsidyPage:
    """Subsidies of the institute's fees with their newest terms."""
    rows = FeeSubsidy.objects.select_related("area").prefetch_related("terms")
    page, following = cut(rows.filter(area__code=asked.area) if asked.area else rows, ["code"], asked)
    return FeeSubsidyPage(items=[subsidy_out(row) for row in page], next_cursor=following)
