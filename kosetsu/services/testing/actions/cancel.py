"""An order is called off: what was offered is taken back, and the dated rule says which share of it is owed."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common import money
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.models import QuoteLine
from kosetsu.foundation.billing.rules import kept
from kosetsu.foundation.catalogue.rules import PriceBreakdown
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.testing.actions import beats
from kosetsu.services.testing.actions.finish import hold_money
from kosetsu.services.testing.actions.mail import tell_client, tell_institute
from kosetsu.services.testing.actions.order import take_back_quote
from kosetsu.services.testing.models import CancellationTerms, Order, OrderItem
from kosetsu.services.testing.permissions import can_cancel
from kosetsu.services.testing.states import NoticeKind, Side


@transaction.atomic
def cancel_order(*, by: Person, at: dt.datetime, order: Order, reason: str, on_account_of: str = Side.CLIENT) -> Order:
    """Call an order off. Where the institute gives the work up itself, which only its own people may say, nothing is
    owed."""
    order = beats.locked(order)
    require(can_cancel(by, order))
    reason = beats.need_reason(reason)
    side = Side(on_account_of) if standing(by).is_staff else Side.CLIENT
    fee = _charge_fee(order, day_of(at), by=by, at=at) if side == Side.CLIENT else 0
    take_back_quote(order, by=by, at=at)
    beats.move(order, "cancel", by=by, at=at, reason=reason, ended_because=reason, cancelled_for=side, fee_yen=fee)
    tell_client(order, NoticeKind.CANCELLED, at=at, reason=reason)
    tell_institute(order, NoticeKind.CANCELLED, at=at, but=by)
    return order


def cancellation_fee(order: Order, day: dt.date) -> int:
    """What the client would owe for calling the order off on ``day``."""
    return sum(price.total_yen for _item, price in _owed(order, day))


def _charge_fee(order: Order, day: dt.date, *, by: Person, at: dt.datetime) -> int:
    """One charge for every quoted part; how much they are together."""
    owed = _owed(order, day)
    if owed:
        hold_money(order, day)
    for item, price in owed:
        billing.charge(
            by=by, at=at, organisation=order.organisation, workplace=order.case.workplace, on_date=day,
            offering=item.offering, price=price, quote_line=item.quote_line, case=order.case,
            branch=item.group.branch if item.group else order.case.branch,
            label=_("%(part)s 取消し料") % {"part": item}, what="cancellation",
        )  # fmt: skip
    return sum(price.total_yen for _item, price in owed)


def _owed(order: Order, day: dt.date) -> list[tuple[OrderItem, PriceBreakdown]]:
    """Each part with its fee, by the rule of the day for the state the order is in; none where nothing is owed."""
    terms = CancellationTerms.objects.on(day).filter(state=order.case.state).order_by("-valid_from").first()
    if terms is None:
        return []
    parts = order.items.select_related("offering", "group__branch", "quote_line__quote")
    found = [(one, _fee(one.quote_line, terms, day)) for one in parts if one.quote_line]
    return [(one, price) for one, price in found if price.total_yen]


def _fee(line: QuoteLine, terms: CancellationTerms, day: dt.date) -> PriceBreakdown:
    """The rule's share of what was quoted, taxed as the test itself."""
    return kept(
        line.yen, money.rate(terms.share), label=_("取消し料"), tax_class=line.parts[0]["tax_class"], day=day,
        client_class=line.quote.client_class, source=terms.source,
    )  # fmt: skip
