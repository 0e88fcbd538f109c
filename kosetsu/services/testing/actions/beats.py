"""The beats that every verb shares: lock the order, move it along the table, write it down.

Locks are taken in one order, so that two verbs never wait for each other: the case, then its sample or record, then
the fiscal year of an entry and the company's money, then the number series, then the audit log.
"""

import datetime as dt
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from kosetsu.common.attachments import can_attach, columns_of
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.governance import audit
from kosetsu.services.testing.models import File, Order, OrderItem, Sample, TestRecord
from kosetsu.services.testing.states import DONE, ITEM_MOVES, MOVES, RECORD_MOVES, FileKind, OrderState

SERVICE = "testing"
PREFIXES = {"test": "試", "support": "託"}
"""What the numbers of the two kinds of order begin with."""


def locked(order: Order) -> Order:
    """The order as it is now, its case locked until the transaction ends."""
    case = Case.objects.select_for_update().get(pk=order.case_id)
    found = Order.objects.select_related("quote").get(pk=order.pk)
    found.case = case
    return found


def locked_item(item: OrderItem) -> OrderItem:
    """The part as it is now, its order's case locked."""
    order = locked(item.order)
    found = OrderItem.objects.select_related("offering", "group").get(pk=item.pk)
    found.order = order
    return found


def locked_record(record: TestRecord) -> TestRecord:
    """The record as it is now, its order's case locked."""
    item = locked_item(OrderItem.objects.select_related("order").get(pk=record.item_id))
    found = TestRecord.objects.get(pk=record.pk)
    found.item = item
    return found


def move(order: Order, verb: str, *, by: Person | None, at: dt.datetime, reason: str = "", **columns: Any) -> None:
    """Move the locked order by ``verb``, set these columns of the order with it, and write the audit row."""
    case, before = order.case, order.case.state
    case.state = MOVES.target(verb, before)
    case.closed_at = at if case.state in DONE else None
    case.save(update_fields=["state", "closed_at"])
    for name, value in columns.items():
        setattr(order, name, value)
    if columns:
        order.save(update_fields=list(columns))
    record(verb, order, by=by, at=at, reason=reason, before={"state": before}, after={"state": str(case.state)})


def move_item(item: OrderItem, verb: str, **columns: Any) -> None:
    """Move a part of a locked order; the verb's own audit row tells of it."""
    item.state = ITEM_MOVES.target(verb, item.state)
    for name, value in columns.items():
        setattr(item, name, value)
    item.save(update_fields=["state", *columns])


def move_record(found: TestRecord, verb: str, *, by: Person, at: dt.datetime, reason: str = "", **columns: Any) -> None:
    """Move a record of a locked order, and write the audit row."""
    before = found.state
    found.state = RECORD_MOVES.target(verb, before)
    for name, value in columns.items():
        setattr(found, name, value)
    found.save(update_fields=["state", *columns])
    record(verb, found, by=by, at=at, reason=reason, before={"state": before}, after={"state": str(found.state)})


def begin(order: Order, *, by: Person, at: dt.datetime) -> None:
    """The first work on an accepted order begins it."""
    if order.state == OrderState.ACCEPTED:
        move(order, "begin", by=by, at=at)


def record(verb: str, thing: Model, *, by: Person | None, at: dt.datetime, reason: str = "", **values: Any) -> None:
    """The audit row of one verb."""
    audit.record(by=by, at=at, verb=verb, thing=thing, reason=reason, **values)


def need_reason(reason: str) -> str:
    """The reason as it is kept; refused where there is none."""
    require(YES if reason.strip() else no(_("理由がありません。"), _("理由を書いてください。")))
    return tidy_line(reason)[:300]


def not_in_the_future(day: dt.date, at: dt.datetime) -> None:
    """What was done was done by today."""
    require(YES if day <= day_of(at) else no(_("これからの日付は指定できません。"), _("実際の日を入力してください。")))


def keep_file(
    order: Order,
    kind: FileKind,
    file: Any,
    *,
    by: Person,
    at: dt.datetime,
    sample: Sample | None = None,
    record: TestRecord | None = None,
) -> File:
    """Store a checked file under a random name; its own name is only a label from here on."""
    require(can_attach(file))
    return File.objects.create(
        order=order, sample=sample, record=record, kind=kind, added_at=at, added_by=by, **columns_of(file),
    )  # fmt: skip
