"""Areas and branches: the same for everyone."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from kosetsu.common.api.doors import Scope, door
from kosetsu.common.api.paging import cut
from kosetsu.foundation.parties.api.schemas import AreaPage, AreasAsked, BranchesOut, area_out, branch_out
from kosetsu.foundation.parties.models import Area, Branch

READ = Scope("read:places", _("拠点と地域を読む"))
router = Router(tags=["parties"])


@router.get("/areas", response=AreaPage, **door(READ, _("市区町村・都道府県・国の一覧"), public=True))
def list_areas(request: Any, asked: Query[AreasAsked]) -> AreaPage:
    """Areas in the order of their codes."""
    rows = Area.objects.all()
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.q:
        rows = rows.filter(Q(name_ja__icontains=asked.q) | Q(name_kana__icontains=asked.q))
    page, following = cut(rows, ["code"], asked)
    return AreaPage(items=[area_out(area) for area in page], next_cursor=following)


@router.get("/branches", response=BranchesOut, **door(READ, _("拠点の一覧と、その日の状態"), public=True))
def list_branches(request: Any, day: dt.date | None = None) -> BranchesOut:
    """All branches as they are on ``day`` (today where none is given)."""
    day = day or request.today
    rows = Branch.objects.select_related("area").prefetch_related("statuses")
    return BranchesOut(day=day, items=[branch_out(branch, day) for branch in rows])
