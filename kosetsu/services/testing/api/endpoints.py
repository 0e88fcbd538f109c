"""Commissioned tests by program: my orders with their parts and samples. The doors are those of the pages."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy
from ninja import Query, Router

from kosetsu.common.api.doors import Scope, door
from kosetsu.common.api.paging import cut
from kosetsu.common.api.problems import not_found
from kosetsu.services.testing.api.schemas import OrderDetail, OrderPage, OrdersAsked, order_detail, order_out
from kosetsu.services.testing.models import Order

READ = Scope("read:orders", gettext_lazy("依頼試験を読む"))
router = Router(tags=["testing"])


@router.get("/orders", response=OrderPage, **door(READ, gettext_lazy("自分が見られる依頼試験の一覧")))
def list_orders(request: Any, asked: Query[OrdersAsked]) -> OrderPage:
    """The orders the caller may see, the newest first."""
    rows = Order.objects.visible_to(request.user).for_lists()
    if asked.state:
        rows = rows.filter(case__state=asked.state)
    page, following = cut(rows, ["-case__opened_at", "-public_id"], asked)
    return OrderPage(items=[order_out(one) for one in page], next_cursor=following)


@router.get("/orders/{uuid:id}", response=OrderDetail, **door(READ, gettext_lazy("依頼試験の1件と試料")))
def get_order(request: Any, id: UUID) -> OrderDetail:
    """One order with its parts and samples."""
    found = Order.objects.visible_to(request.user).for_lists().filter(public_id=id).first()
    if found is None:
        raise not_found()
    return order_detail(found)
