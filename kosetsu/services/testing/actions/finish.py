"""An order ends: completed with its entries and charges, or called off."""

import datetime as dt
from typing import Any

from django.db import transaction

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.rules import month_of
from kosetsu.foundation.casebook.actions import YEAR_LOCK, record_entry
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.catalogue.rules import Options
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.testing.actions import beats
from kosetsu.services.testing.actions.order import take_back_quote
from kosetsu.services.testing.models import Order, OrderItem
from kosetsu.services.testing.permissions import can_cancel, can_complete

UNIT_LENGTH = Entry._meta.get_field("unit").max_length


@transaction.atomic
def complete_order(*, by: Person, at: dt.datetime, order: Order) -> Order:
    """Deliver: one entry and one charge for every part, and one entry for the order as a whole, in one transaction."""
    order = beats.locked(order)
    require(can_complete(by, order))
    day = day_of(at)
    _hold_money(order, day)
    for item in order.items.select_related("offering__field", "group__branch", "quote_line__quote"):
        _deliver(item, order, day, by=by, at=at)
    done = record_entry(
        by=by, at=at, service=beats.SERVICE, kind="completed", on_date=day, case=order.case,
        reference=order.case.number, topic=order.case.kind, **_whose(order),
    )  # fmt: skip
    beats.move(order, "complete", by=by, at=at, delivered=done)
    return order


@transaction.atomic
def cancel_order(*, by: Person, at: dt.datetime, order: Order, reason: str) -> Order:
    """Call an order off; nothing was delivered, so nothing is charged, and what was offered is taken back."""
    order = beats.locked(order)
    require(can_cancel(by, order))
    reason = beats.need_reason(reason)
    if standing(by).is_staff:
        take_back_quote(order, by=by, at=at)
    beats.move(order, "cancel", by=by, at=at, reason=reason, ended_because=reason)
    return order


def _hold_money(order: Order, day: dt.date) -> None:
    """Everything that entries and charges will lock, at once and in one order."""
    lock_keys(
        YEAR_LOCK.format(fiscal.fiscal_year(day)),
        f"billing:company:{order.case.organisation_id}",
        f"billing:month:{month_of(day)}",
    )


def _deliver(item: OrderItem, order: Order, day: dt.date, *, by: Person, at: dt.datetime) -> None:
    line = item.quote_line
    branch = item.group.branch if item.group else order.case.branch
    entry = record_entry(
        by=by, at=at, service=beats.SERVICE, kind="part", on_date=day, case=order.case, branch=branch,
        organisation=order.case.organisation, workplace=order.case.workplace, channel=order.case.channel,
        field=item.offering.field.code, quantity=item.quantity, unit=(line.unit if line else "")[:UNIT_LENGTH] or "点",
        amount_yen=line.yen if line else 0, reference=item.offering.code, topic=item.kind,
        details={"delivered_on": item.delivered_on and item.delivered_on.isoformat()},
    )  # fmt: skip
    options = Options(copies=item.copies, english=item.english, urgent=item.urgent)
    billing.charge(
        by=by, at=at, organisation=order.organisation, workplace=order.case.workplace, on_date=day,
        offering=item.offering, quantity=item.quantity, options=options, quote_line=line, case=order.case, entry=entry,
        branch=branch, label=str(item),
    )  # fmt: skip
    item.entry = entry
    item.save(update_fields=["entry"])


def _whose(order: Order) -> dict[str, Any]:
    case = order.case
    return {
        "branch": case.branch, "organisation": case.organisation, "workplace": case.workplace, "channel": case.channel,
    }  # fmt: skip
