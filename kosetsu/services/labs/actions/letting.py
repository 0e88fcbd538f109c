"""A tenancy until somebody is there: room offered, contracted, deposit asked for, moved in; or nothing comes of it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common import money
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, need_reason, no, require
from kosetsu.common.money import Rounding
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.casebook.actions import open_case
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Workplace
from kosetsu.services.labs.actions import beats
from kosetsu.services.labs.actions.papers import sign
from kosetsu.services.labs.actions.rent import month_price
from kosetsu.services.labs.models import Lab, Tenancy
from kosetsu.services.labs.permissions import can_ask_deposit, can_manage_labs, can_move
from kosetsu.services.labs.rules.terms import ends_on
from kosetsu.services.labs.states import TENANCY, ContractKind, LabLetter, TenancyState

PREFIX = "室"


@transaction.atomic
def offer_room(
    *,
    by: Person,
    at: dt.datetime,
    workplace: Workplace,
    lab: Lab,
    theme: str,
    since: dt.date,
    until: dt.date | None = None,
    contact: Person | None = None,
    origin: str = "",
    led_from: Case | None = None,
) -> Tenancy:
    """Offer a room to a workplace; its days are nobody else's from now on.

    ``until`` is by the rule where it is not said. ``origin`` names loosely what this came from (an accepted
    application of a call), ``led_from`` its case where there is one.
    """
    beats.lock_room(lab)
    require(can_manage_labs(by))
    theme, last = tidy_line(theme)[:300], until or ends_on(since, beats.terms_of(since).years)
    require(YES if theme else no(_("製品開発のテーマを入れてください。")))
    require(_good_days(lab, since, last, day_of(at)))
    case = open_case(
        by=by, at=at, service=beats.SERVICE, kind="lab_tenancy", prefix=PREFIX, state=TenancyState.OFFERED,
        title=theme[:200], organisation=workplace.organisation, workplace=workplace, contact=contact,
        branch=lab.branch, led_from=led_from,
    )  # fmt: skip
    tenancy = Tenancy(case=case, lab=lab, theme=theme, since=since, until=last, origin=origin[:100])
    tenancy.save(force_insert=True)
    beats.keep_days(tenancy)
    said = {"number": case.number, "room": lab.room, "since": since.isoformat(), "until": last.isoformat()}
    audit.record(by=by, at=at, verb="offer_room", thing=tenancy, after={**said, "origin": tenancy.origin})
    beats.tell(tenancy, LabLetter.OFFERED, at=at)
    return tenancy


@transaction.atomic
def contract(*, by: Person, at: dt.datetime, tenancy: Tenancy, signed_on: dt.date | None = None) -> Tenancy:
    """Sign the contract: the month's price and the deposit of its first day are written down in its paper."""
    tenancy, day = beats.locked(tenancy), signed_on or day_of(at)
    require(can_move(by, tenancy, "contract"))
    require(YES if day <= day_of(at) else no(_("契約日は、今日までの日にしてください。")))
    terms = beats.terms_of(tenancy.since)
    monthly = month_price(tenancy, tenancy.since)
    deposit = money.apply(monthly, money.rate(terms.deposit_months), Rounding(terms.rounding))
    beats.move(
        tenancy, "contract", by=by, at=at, monthly_yen=monthly, deposit_yen=deposit,
        after={"monthly_yen": monthly, "deposit_yen": deposit},
    )  # fmt: skip
    sign(tenancy, ContractKind.FIRST, terms, day, by=by, at=at)
    beats.tell(tenancy, LabLetter.CONTRACTED, at=at)
    return tenancy


@transaction.atomic
def ask_deposit(*, by: Person, at: dt.datetime, tenancy: Tenancy) -> Tenancy:
    """Ask for the deposit of the contract."""
    tenancy = beats.locked(tenancy)
    require(can_ask_deposit(by, tenancy))
    assert tenancy.deposit_yen
    label = _("製品開発支援ラボ %(room)s 保証金") % {"room": tenancy.lab.room}
    tenancy.deposit = billing.request_security(by=by, at=at, case=tenancy.case, yen=tenancy.deposit_yen, label=label)
    tenancy.save(update_fields=["deposit"])
    audit.record(by=by, at=at, verb="ask_deposit", thing=tenancy, after={"number": tenancy.deposit.number})
    return tenancy


@transaction.atomic
def move_in(*, by: Person, at: dt.datetime, tenancy: Tenancy) -> Tenancy:
    """The keys were handed over, today: not before the contract's first day nor before the deposit has come."""
    tenancy, day = beats.locked(tenancy), day_of(at)
    require(can_move(by, tenancy, "move_in"))
    require(_ready(tenancy, day))
    beats.move(tenancy, "move_in", by=by, at=at, moved_in_on=day)
    beats.entry(tenancy, "lab_move_in", by=by, at=at, day=day, topic=tenancy.theme[:200])
    return tenancy


@transaction.atomic
def decline_room(*, by: Person, at: dt.datetime, tenancy: Tenancy, reason: str) -> Tenancy:
    """The workplace does not want the room after all."""
    return _end(tenancy, "decline_room", by=by, at=at, reason=reason)


@transaction.atomic
def drop_offer(*, at: dt.datetime, tenancy: Tenancy, reason: str) -> Tenancy:
    """What an offer stood on is gone: it falls by itself, and the room is anybody's again. A contract stays."""
    tenancy = beats.locked(tenancy)
    if not TENANCY.allows("decline_room", tenancy.state):
        return tenancy
    beats.free_days(tenancy)
    return beats.move(tenancy, "decline_room", by=None, at=at, because=reason[:300], ended_because=reason[:300])


@transaction.atomic
def call_off(*, by: Person, at: dt.datetime, tenancy: Tenancy, reason: str) -> Tenancy:
    """The contract ends before anybody moved in."""
    charged = tenancy.rent_months.exists()
    step = _("入居を記録してから、退去の手続きをしてください。")
    require(no(_("使用料を計上した契約は、入居前の解約にできません。"), step) if charged else YES)
    return _end(tenancy, "call_off", by=by, at=at, reason=reason)


def _end(tenancy: Tenancy, verb: str, *, by: Person, at: dt.datetime, reason: str) -> Tenancy:
    tenancy = beats.locked(tenancy)
    require(can_move(by, tenancy, verb))
    because = need_reason(reason)[:300]
    beats.free_days(tenancy)
    return beats.move(tenancy, verb, by=by, at=at, because=because, ended_because=because)


def _good_days(lab: Lab, since: dt.date, until: dt.date, today: dt.date) -> Decision:
    if since < today:
        return no(
            _("契約の開始日%(day)sは過去の日付です。") % {"day": since.isoformat()}, _("今日以降の日にしてください。")
        )
    if until < since:
        return no(_("契約の終了日は、開始日より後にしてください。"))
    if not (lab.holds_on(since) and lab.holds_on(until)):
        return no(
            _("%(room)sは、その期間を通しては貸し出していません。") % {"room": lab}, _("別の室を選んでください。")
        )
    return YES if lab.offering else no(_("%(room)sの料金が登録されていません。") % {"room": lab},
                                       _("labs/labs.csvに料金の番号を登録してください。"))  # fmt: skip


def _ready(tenancy: Tenancy, day: dt.date) -> Decision:
    if day < tenancy.since:
        return no(
            _("入居は、契約の開始日（%(day)s）からです。") % {"day": tenancy.since.isoformat()},
            _("開始日になってから記録してください。"),
        )
    if tenancy.deposit_yen and (tenancy.deposit is None or tenancy.deposit.open_yen):
        return no(_("保証金がまだ入金されていません。"), _("経理で保証金を請求し、入金を確認してください。"))
    return YES
