"""Somebody leaves: notice for a day, the leaving check, the room given back, the deposit settled."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, need_reason, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.models import Charge, Invoice
from kosetsu.foundation.catalogue.rules import PriceBreakdown, PriceLine
from kosetsu.foundation.catalogue.states import PricePart
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.labs.actions import beats
from kosetsu.services.labs.actions.rent import charge_due
from kosetsu.services.labs.models import LeavingItem, LeavingRule, Pass, Tenancy
from kosetsu.services.labs.permissions import can_check_leaving, can_move, can_settle_deposit
from kosetsu.services.labs.rules.terms import may_leave_on
from kosetsu.services.labs.states import ItemState, LabLetter, TenancyState


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found about one item of the leaving check."""

    state: ItemState
    note: str = ""
    cost_yen: int = 0


@transaction.atomic
def give_notice(*, by: Person, at: dt.datetime, tenancy: Tenancy, leaving_on: dt.date, reason: str) -> Tenancy:
    """Say on which day one leaves, or another day than before; from the next day on the room is free.

    The tenant keeps the days of notice agreed on; the lab manager may agree to fewer.
    """
    tenancy, today = beats.locked(tenancy), day_of(at)
    require(can_move(by, tenancy, "give_notice"))
    require(_not_gone(tenancy, today))
    notice = 0 if standing(by).is_staff else beats.terms_of(tenancy.since).notice_days
    require(may_leave_on(leaving_on, today=today, since=tenancy.since, until=tenancy.until, notice_days=notice))
    because = need_reason(reason)[:300]
    _notice(tenancy, leaving_on, because, by=by, at=at)
    return tenancy


@transaction.atomic
def take_back_notice(*, by: Person, at: dt.datetime, tenancy: Tenancy) -> Tenancy:
    """Stay after all, where nobody else was promised the room; not after a contract that has run out."""
    tenancy = beats.locked(tenancy)
    require(can_move(by, tenancy, "take_back_notice"))
    require(_not_gone(tenancy, day_of(at)))
    beats.move(tenancy, "take_back_notice", by=by, at=at, leaving_on=None, ended_because="")
    tenancy.leaving_items.all().delete()
    beats.keep_days(tenancy)
    return tenancy


def end_terms(*, at: dt.datetime) -> int:
    """Contracts that have run out: their last day is the leaving day; how many there were."""
    over = Tenancy.objects.filter(case__state=TenancyState.LIVING, until__lt=day_of(at)).order_by("pk")
    for tenancy in over:
        _run_out(tenancy, at)
    return len(over)


@transaction.atomic
def check_leaving(*, by: Person, at: dt.datetime, tenancy: Tenancy, findings: Mapping[int, Finding]) -> Tenancy:
    """Write down what was found, item by item; what is not named stays as it is."""
    tenancy = beats.locked(tenancy)
    require(can_check_leaving(by, tenancy))
    for item in tenancy.leaving_items.filter(position__in=findings):
        found = findings[item.position]
        require(_clear(item, found))
        item.state, item.note, item.cost_yen = found.state, tidy_line(found.note)[:300], found.cost_yen
        item.checked_at, item.checked_by = at, by
        item.save(update_fields=["state", "note", "cost_yen", "checked_at", "checked_by"])
    after = {item.name: str(item.state) for item in tenancy.leaving_items.all()}
    audit.record(by=by, at=at, verb="check_leaving", thing=tenancy, after=after)
    return tenancy


@transaction.atomic
def leave(*, by: Person, at: dt.datetime, tenancy: Tenancy) -> Tenancy:
    """The room was given back today: all is checked, all cards are back, rent through the leaving day is charged."""
    tenancy, today = beats.locked(tenancy), day_of(at)
    require(can_move(by, tenancy, "leave"))
    assert tenancy.leaving_on
    require(_may_go(tenancy, today))
    charge_due(tenancy, tenancy.leaving_on, by=by, at=at)
    _charge_restoration(tenancy, today, by, at)
    tenancy.passes.wished().update(ended_on=today, ended_by=by)
    beats.move(tenancy, "leave", by=by, at=at, left_on=today)
    beats.entry(tenancy, "lab_move_out", by=by, at=at, day=today, topic=tenancy.theme[:200])
    beats.tell(tenancy, LabLetter.LEFT, at=at)
    return tenancy


@transaction.atomic
def settle_deposit(*, by: Person, at: dt.datetime, tenancy: Tenancy) -> Tenancy:
    """Set the deposit against what is owed; what is left is asked to be paid back, and another one approves."""
    tenancy = beats.locked(tenancy)
    require(can_settle_deposit(by, tenancy))
    assert tenancy.deposit
    waiting = Charge.objects.filter(case=tenancy.case).unbilled().exists()
    step = _("先に、料金の一覧から請求書を発行してください。")
    require(no(_("請求していない料金が残っています。"), step) if waiting else YES)
    held = billing.set_security_against(by=by, at=at, security=tenancy.deposit, invoices=list(owed_by(tenancy)))
    left = held.credit_yen
    if left:
        with override(settings.LANGUAGE_CODE):
            reason = _("%(room)sの退去に伴う保証金の返還") % {"room": tenancy.lab.room}
        billing.request_refund(by=by, at=at, yen=left, reason=reason, credit=held)
    audit.record(by=by, at=at, verb="settle_deposit", thing=tenancy, after={"back_yen": left})
    tenancy.deposit.refresh_from_db()
    return tenancy


def owed_by(tenancy: Tenancy) -> "list[Invoice]":
    """The papers of this tenancy that still wait for money, the oldest first."""
    found = Invoice.objects.unsettled().filter(lines__charge__case=tenancy.case_id)
    return list(found.order_by("issued_on", "pk").distinct())


def _notice(tenancy: Tenancy, day: dt.date, because: str, *, by: Person | None, at: dt.datetime) -> None:
    beats.move(
        tenancy, "give_notice", by=by, at=at, because=because, leaving_on=day, ended_because=because,
        after={"leaving_on": day.isoformat()},
    )  # fmt: skip
    beats.keep_days(tenancy)
    if not tenancy.leaving_items.exists():
        rules = enumerate(LeavingRule.objects.on(day_of(at)), 1)
        LeavingItem.objects.bulk_create(LeavingItem(tenancy=tenancy, position=n, name=one.name_ja) for n, one in rules)
    tell = beats.tell_institute if by and not standing(by).is_staff else beats.tell
    tell(tenancy, LabLetter.NOTICE, at=at, reason=because)


@transaction.atomic
def _run_out(tenancy: Tenancy, at: dt.datetime) -> None:
    held = beats.locked(tenancy)
    if held.state == TenancyState.LIVING and held.until < day_of(at):
        with override(settings.LANGUAGE_CODE):
            because = _("契約期間の満了")
        _notice(held, held.until, because, by=None, at=at)


def _not_gone(tenancy: Tenancy, today: dt.date) -> Decision:
    if tenancy.leaving_on is None or tenancy.leaving_on >= today:
        return YES
    return no(
        _("退去日（%(day)s）を過ぎているため、変えられません。") % {"day": tenancy.leaving_on.isoformat()},
        _("退去の確認を済ませてください。"),
    )


def _clear(item: LeavingItem, found: Finding) -> Decision:
    values = {"item": item.name}
    if found.state == ItemState.CHARGED and found.cost_yen < 1:
        return no(_("「%(item)s」の費用を入れてください。") % values)
    if found.state != ItemState.CHARGED and found.cost_yen:
        return no(_("「%(item)s」の費用は、「費用を請求」のときだけ入れます。") % values)
    if found.state in (ItemState.CHARGED, ItemState.TENANT) and not tidy_line(found.note):
        return no(_("「%(item)s」の記録を入れてください。") % values)
    return YES


def _may_go(tenancy: Tenancy, today: dt.date) -> Decision:
    assert tenancy.leaving_on
    if today < tenancy.leaving_on:
        return no(
            _("退去日（%(day)s）より前です。") % {"day": tenancy.leaving_on.isoformat()},
            _("早まるときは、先に退去日を変えてください。"),
        )
    if unchecked := tenancy.leaving_items.filter(state=ItemState.OPEN).first():
        return no(
            _("退去の確認が終わっていません（%(item)s）。") % {"item": unchecked.name},
            _("確認の結果を記録してください。"),
        )
    if out := list(Pass.objects.filter(tenancy=tenancy).out().values_list("card", flat=True)):
        return no(
            _("返却されていない入館証があります：%(cards)s") % {"cards": "、".join(out)},
            _("返却か紛失を記録してください。"),
        )
    return YES


def _charge_restoration(tenancy: Tenancy, day: dt.date, by: Person, at: dt.datetime) -> None:
    terms, case = beats.terms_of(tenancy.since), tenancy.case
    for item in tenancy.leaving_items.filter(state=ItemState.CHARGED, charge=None):
        line = PriceLine(PricePart.UNIT, item.name, "", item.cost_yen, terms.restoration_tax)
        with override(settings.LANGUAGE_CODE):
            label, unit = _("原状回復 %(item)s") % {"item": item.name}, _("式")
        price = PriceBreakdown(day, "", 1, unit, (line,), terms.restoration_tax, item.note)
        item.charge = billing.charge(
            by=by, at=at, organisation=tenancy.organisation, workplace=case.workplace, on_date=day, price=price,
            case=case, branch=tenancy.lab.branch, label=label[:200], what="restoration",
        )  # fmt: skip
        item.save(update_fields=["charge"])
