"""An order is done: completed with its entries and charges; and what the client says of it."""

import datetime as dt
from typing import Any

from django.db import transaction

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import require
from kosetsu.common.text import tidy
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.rules import month_of
from kosetsu.foundation.casebook.actions import YEAR_LOCK, record_entry
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.catalogue.rules import Options
from kosetsu.services.testing.actions import beats
from kosetsu.services.testing.actions.mail import tell_client, tell_institute
from kosetsu.services.testing.models import Order, OrderItem, SurveyAnswer
from kosetsu.services.testing.permissions import can_complete, can_survey
from kosetsu.services.testing.states import NoticeKind

UNIT_LENGTH = Entry._meta.get_field("unit").max_length


@transaction.atomic
def complete_order(*, by: Person, at: dt.datetime, order: Order) -> Order:
    """Deliver: one entry and one charge for every part, and one entry for the order as a whole, in one transaction."""
    order = beats.locked(order)
    require(can_complete(by, order))
    day = day_of(at)
    hold_money(order, day)
    for item in order.items.select_related("offering__field", "group__branch", "quote_line__quote"):
        _deliver(item, order, day, by=by, at=at)
    done = record_entry(
        by=by, at=at, service=beats.SERVICE, kind="completed", on_date=day, case=order.case,
        reference=order.case.number, topic=order.case.kind, **_whose(order),
    )  # fmt: skip
    beats.move(order, "complete", by=by, at=at, delivered=done)
    tell_client(order, NoticeKind.COMPLETED, at=at)
    return order


@transaction.atomic
def answer_survey(*, by: Person, at: dt.datetime, order: Order, satisfaction: int, comment: str = "") -> SurveyAnswer:
    """The client's satisfaction from 1 to 5, once per order."""
    order = beats.locked(order)
    require(can_survey(by, order))
    survey = SurveyAnswer.objects.create(order=order, satisfaction=satisfaction, comment=tidy(comment), by=by, at=at)
    beats.record("answer_survey", order, by=by, at=at, after={"satisfaction": satisfaction})
    tell_institute(order, NoticeKind.SURVEY, at=at)
    return survey


def hold_money(order: Order, day: dt.date) -> None:
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
