"""Labs by program: which rooms are free, for everyone; tenancies, for whoever may see them."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from kosetsu.common.api.doors import Scope, door
from kosetsu.common.api.paging import cut
from kosetsu.common.api.problems import not_found
from kosetsu.services.labs.api.schemas import (
    RoomsAsked,
    RoomsOut,
    TenanciesAsked,
    TenancyOut,
    TenancyPage,
    room_out,
    tenancy_out,
)
from kosetsu.services.labs.documents.occupancy import monthly_prices, rooms_on
from kosetsu.services.labs.models import Tenancy

READ = Scope("read:labs", _("製品開発支援ラボを読む"))
router = Router(tags=["labs"])


@router.get("/labs", response=RoomsOut, **door(READ, _("ラボの室と空き"), public=True))
def list_lab_rooms(request: Any, asked: Query[RoomsAsked]) -> RoomsOut:
    """Every room on a day, as the public page shows them: a company is named only where it agreed."""
    day = asked.day or request.today
    rooms = rooms_on(day)
    prices = monthly_prices(rooms, day)
    shown = [one for one in rooms if not (asked.free and (one.occupied or one.promised))]
    return RoomsOut(day=day, items=[room_out(one, prices[one.lab.offering_id]) for one in shown])


@router.get("/tenancies", response=TenancyPage, **door(READ, _("自分が見られるラボの入居の一覧")))
def list_tenancies(request: Any, asked: Query[TenanciesAsked]) -> TenancyPage:
    """The tenancies the caller may see, the newest first."""
    rows = _rows(request).filter(case__state=asked.state) if asked.state else _rows(request)
    page, following = cut(rows, ["-since", "-public_id"], asked)
    return TenancyPage(total=rows.count(), items=[tenancy_out(one) for one in page], next_cursor=following)


@router.get("/tenancies/{uuid:id}", response=TenancyOut, **door(READ, _("ラボの入居の1件")))
def get_tenancy(request: Any, id: UUID) -> TenancyOut:
    """One tenancy, or the same answer as for nothing."""
    found = _rows(request).filter(public_id=id).first()
    if found is None:
        raise not_found()
    return tenancy_out(found)


def _rows(request: Any) -> Any:
    return Tenancy.objects.visible_to(request.user).for_lists()
