"""An order begins: asked for, quoted, applied for, accepted or refused."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.calendars import NEVER_CLOSED
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.actions.quotes import Item
from kosetsu.foundation.billing.states import QuoteState
from kosetsu.foundation.casebook.actions import open_case
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.rules import Options
from kosetsu.foundation.governance.clearance import export_clearance
from kosetsu.foundation.governance.models import ExportDeclaration
from kosetsu.foundation.parties.models import Group, Institute, Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.testing import rules
from kosetsu.services.testing.actions import beats
from kosetsu.services.testing.actions.mail import tell_client, tell_institute
from kosetsu.services.testing.models import ExpectedSample, Order, OrderItem, RecordTemplate
from kosetsu.services.testing.permissions import can_apply, can_assign, can_decide, can_order_for, can_work
from kosetsu.services.testing.states import Afterwards, FileKind, NoticeKind, OrderState, PartKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One part as it is asked for; in commissioned support also hours, design, prototyping, each with its group."""

    offering: Offering
    quantity: int
    copies: int = 0
    english: int = 0
    urgent: bool = False
    kind: str = PartKind.TEST
    label: str = ""
    group: Group | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """One sample that the client will bring."""

    name: str
    mark: str = ""
    material: str = ""
    pieces: int = 1


@transaction.atomic
def open_order(
    *,
    by: Person,
    at: dt.datetime,
    workplace: Workplace,
    purpose: str,
    wanted: Sequence[Wanted],
    kind: str = "test",
    channel: str = Channel.MAIL,
    contact: Person | None = None,
    applicant_name: str = "",
    wished_on: dt.date | None = None,
    wants_report: bool = True,
    addressee: str = "",
    afterwards: str = Afterwards.RETURN,
    led_from: Case | None = None,
    samples: Sequence[Announced] = (),
) -> Order:
    """Ask for a quote; ``led_from`` is the consultation that proposed it, ``samples`` are those that will be brought.

    Raises ``Refused`` for a part not offered.
    """
    require(can_order_for(by, workplace))
    require(YES if wanted else no(_("依頼する項目がありません。"), _("項目を選んでください。")))
    for one in wanted:
        require(_can_be_ordered(one, day_of(at)))
    lead = wanted[0].group or wanted[0].offering.group
    case = open_case(
        by=by, at=at, service=beats.SERVICE, kind=kind, prefix=beats.PREFIXES[kind], title=_title(wanted),
        state=OrderState.ENQUIRED, organisation=workplace.organisation, workplace=workplace, contact=contact,
        branch=lead.branch if lead else wanted[0].offering.branch, group=lead, channel=channel, led_from=led_from,
    )  # fmt: skip
    order = Order.objects.create(
        case=case, purpose=tidy(purpose), wished_on=wished_on, wants_report=wants_report,
        addressee=tidy_line(addressee), afterwards=afterwards, applicant_name=tidy_line(applicant_name),
    )  # fmt: skip
    _put(order, wanted)
    _announce(order, samples)
    beats.record("open_order", order, by=by, at=at, after={"number": case.number})
    tell_institute(order, NoticeKind.ENQUIRED, at=at, but=by)
    return order


@transaction.atomic
def quote_order(
    *, by: Person, at: dt.datetime, order: Order, wanted: Sequence[Wanted] | None = None, note: str = ""
) -> Order:
    """Quote the parts at today's prices, or (``wanted``) other ones; a second time is a new version of the quote."""
    order = beats.locked(order)
    require(can_work(by, order, "quote"))
    if wanted is not None:
        require(YES if wanted else no(_("依頼する項目がありません。"), _("項目を選んでください。")))
        order.items.all().delete()
        _put(order, wanted)
    items = list(order.items.select_related("offering"))
    asked: dict[str, Any] = {"by": by, "at": at, "items": [_priced(one) for one in items], "note": note}
    case = order.case
    quote = (
        billing.revise_quote(quote=order.quote, **asked)
        if order.quote
        else billing.issue_quote(
            organisation=order.organisation, workplace=case.workplace, title=case.title, case=case, **asked
        )
    )
    for item, line in zip(items, quote.lines.order_by("position"), strict=True):
        item.quote_line = line
        item.save(update_fields=["quote_line"])
    beats.move(order, "quote", by=by, at=at, quote=quote)
    tell_client(order, NoticeKind.QUOTED, at=at)
    return order


@transaction.atomic
def apply(
    *, by: Person, at: dt.datetime, order: Order, applicant_name: str = "", export_note: str = "", forms: Any = ()
) -> Order:
    """Apply at the quoted price: by the client on the web, or entered from a paper form (``forms`` are its scans).

    The applicant must have declared about export control; for a paper form ``export_note`` says what it declares.
    """
    order = beats.locked(order)
    require(can_apply(by, order))
    require(_declared(order, by, export_note, day_of(at)))
    if order.quote and order.quote.state != QuoteState.ACCEPTED:
        order.quote = billing.accept_quote(by=by, at=at, quote=order.quote)
    for form in forms:
        beats.keep_file(order, FileKind.APPLICATION, form, by=by, at=at)
    name = tidy_line(applicant_name) or order.applicant_name or str(by)
    beats.move(
        order, "apply", by=by, at=at, applied_at=at, applied_by=by, applicant_name=name,
        export_note=tidy_line(export_note)[:300],
    )  # fmt: skip
    tell_client(order, NoticeKind.APPLIED, at=at)
    tell_institute(order, NoticeKind.APPLICATION, at=at, but=by)
    return order


@transaction.atomic
def accept_order(*, by: Person, at: dt.datetime, order: Order) -> Order:
    """The institute takes the order: each part gets its group, its working-day deadline, its number of verifiers."""
    order = beats.locked(order)
    require(can_decide(by, order, "accept"))
    items = list(order.items.select_related("offering__group", "offering__field", "group"))
    require(_cleared(order, items, day_of(at)))
    for item in items:
        _schedule(item, order, day_of(at))
    latest = max((item.due_on for item in items if item.due_on), default=None)
    order.case.due_on = latest
    order.case.save(update_fields=["due_on"])
    beats.move(order, "accept", by=by, at=at, decided_at=at, decided_by=by)
    tell_client(order, NoticeKind.ACCEPTED, at=at)
    return order


@transaction.atomic
def refuse_order(*, by: Person, at: dt.datetime, order: Order, reason: str) -> Order:
    """The institute does not take the order, and says why; a quote that was offered is taken back."""
    order = beats.locked(order)
    require(can_decide(by, order, "refuse"))
    reason = beats.need_reason(reason)
    take_back_quote(order, by=by, at=at)
    beats.move(order, "refuse", by=by, at=at, reason=reason, decided_at=at, decided_by=by, ended_because=reason)
    tell_client(order, NoticeKind.REFUSED, at=at, reason=reason)
    return order


@transaction.atomic
def assign_item(*, by: Person, at: dt.datetime, item: OrderItem, assignee: Person | None) -> OrderItem:
    """Say who does a part, or (None) that nobody does yet."""
    item = beats.locked_item(item)
    require(can_assign(by, item, assignee))
    item.assignee = assignee
    item.save(update_fields=["assignee"])
    beats.record("assign_item", item, by=by, at=at, after={"assignee": assignee.pk if assignee else None})
    return item


def take_back_quote(order: Order, *, by: Person, at: dt.datetime) -> None:
    """What was offered holds no longer."""
    if order.quote and order.quote.state in (QuoteState.ISSUED, QuoteState.ACCEPTED):
        give_up = billing.withdraw_quote if standing(by).is_staff else billing.decline_quote
        give_up(by=by, at=at, quote=order.quote)


def _put(order: Order, wanted: Sequence[Wanted]) -> None:
    OrderItem.objects.bulk_create(
        OrderItem(
            order=order, position=position, kind=one.kind, offering=one.offering, label=tidy_line(one.label),
            quantity=one.quantity, copies=one.copies, english=one.english, urgent=one.urgent,
            group=one.group or one.offering.group,
        )
        for position, one in enumerate(wanted, 1)
    )  # fmt: skip


def _announce(order: Order, samples: Sequence[Announced]) -> None:
    require(YES if all(one.pieces >= 1 for one in samples) else no(_("個数は1以上にしてください。")))
    ExpectedSample.objects.bulk_create(
        ExpectedSample(
            order=order, position=position, name=tidy_line(one.name), mark=tidy_line(one.mark),
            material=tidy_line(one.material), pieces=one.pieces,
        )
        for position, one in enumerate(samples, 1)
    )  # fmt: skip


def _priced(item: OrderItem) -> Item:
    options = Options(copies=item.copies, english=item.english, urgent=item.urgent)
    return Item(item.offering, item.quantity, options, item.label)


def _schedule(item: OrderItem, order: Order, day: dt.date) -> None:
    institute = Institute.current()
    closing = institute.closing_days if institute else NEVER_CLOSED
    template = RecordTemplate.objects.on(day).filter(offering=item.offering).order_by("-valid_from").first()
    item.due_on = rules.due_on(day, item.offering.lead_days, closing, order.wished_on)
    item.verifiers = template.verifiers if template else 1
    item.save(update_fields=["due_on", "verifiers"])


def _title(wanted: Sequence[Wanted]) -> str:
    first = (wanted[0].label or wanted[0].offering.name_ja)[:150]
    return first if len(wanted) == 1 else _("%(first)s ほか%(more)d件") % {"first": first, "more": len(wanted) - 1}


def _can_be_ordered(one: Wanted, day: dt.date) -> Decision:
    if one.quantity < 1:
        return no(_("数量は1以上にしてください。"))
    if one.offering.is_offered_on(day):
        return YES
    return no(_("「%(offering)s」は、いまは提供していません。") % {"offering": one.offering})


def _declared(order: Order, by: Person, note: str, day: dt.date) -> Decision:
    person = order.case.contact or by
    latest = ExportDeclaration.objects.latest_of(person, day)
    if note.strip() or (latest is not None and day <= latest.good_until):
        return YES
    return no(
        _("安全保障輸出管理の申告がありません。"),
        _("マイページの「輸出管理の申告」から申告してください。紙の申込書の場合は、申告の内容を入力してください。"),
    )


def _cleared(order: Order, items: Sequence[OrderItem], day: dt.date) -> Decision:
    """What was declared on paper was looked at when it was entered; a person's own declaration must clear the field."""
    person = order.case.contact
    if person is None or order.export_note:
        return YES
    answers = (export_clearance(person, item.offering.field.name_ja, day) for item in items)
    return next((answer for answer in answers if not answer), YES)
