"""Orders as the API shows them."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Schema

from kosetsu.common.api.paging import Asked, Page
from kosetsu.services.testing import states
from kosetsu.services.testing.models import Order


class OrdersAsked(Asked):
    """Which orders."""

    state: states.OrderState | Literal[""] = ""


class OrderOut(Schema):
    """An order in a list."""

    id: UUID
    number: str
    kind: str
    title: str
    state: states.OrderState
    state_label: str
    workplace: str | None
    opened_at: dt.datetime
    due_on: dt.date | None
    total_yen: int | None


class OrderPage(Page):
    """One page of orders."""

    items: list[OrderOut]


class PartOut(Schema):
    """One part of an order."""

    offering: str
    label: str
    quantity: int
    state: states.ItemState
    due_on: dt.date | None


class SampleOut(Schema):
    """One sample, and where it is."""

    id: UUID
    number: str
    name: str
    received_on: dt.date
    holding: states.Holding


class OrderDetail(OrderOut):
    """One order with its parts and samples."""

    purpose: str
    parts: list[PartOut]
    samples: list[SampleOut]


def order_out(order: Order) -> OrderOut:
    return OrderOut(**_row(order))


def order_detail(order: Order) -> OrderDetail:
    parts = [
        PartOut(
            offering=one.offering.code, label=str(one), quantity=one.quantity, state=states.ItemState(one.state),
            due_on=one.due_on,
        )
        for one in order.items.select_related("offering")
    ]  # fmt: skip
    samples = [
        SampleOut(
            id=one.public_id, number=one.number, name=one.name, received_on=one.received_on,
            holding=states.Holding(one.holding.kind),
        )
        for one in order.samples.all()
    ]  # fmt: skip
    return OrderDetail(**_row(order), purpose=order.purpose, parts=parts, samples=samples)


def _row(order: Order) -> dict[str, Any]:
    case = order.case
    return {
        "id": order.public_id, "number": case.number, "kind": case.kind, "title": case.title, "state": order.state,
        "state_label": str(order.state.label), "workplace": case.workplace.name if case.workplace else None,
        "opened_at": case.opened_at, "due_on": case.due_on, "total_yen": order.quote.total_yen if order.quote else None,
    }  # fmt: skip
