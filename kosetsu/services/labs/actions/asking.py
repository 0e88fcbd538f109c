"""More years and less rent: one asks, another one decides with a reason."""

import datetime as dt
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.calendars import last_day
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, need_reason, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.services.labs.actions import beats
from kosetsu.services.labs.actions.papers import sign
from kosetsu.services.labs.models import Extension, ReliefRule, RentRelief, Tenancy
from kosetsu.services.labs.permissions import can_ask_extension, can_ask_relief, can_decide
from kosetsu.services.labs.rules.terms import extended
from kosetsu.services.labs.states import ASKED, ContractKind, LabLetter

Asked = TypeVar("Asked", Extension, RentRelief)


@transaction.atomic
def ask_extension(*, by: Person, at: dt.datetime, tenancy: Tenancy, reason: str) -> Extension:
    """Ask for more years, as many as the terms give."""
    tenancy = beats.locked(tenancy)
    require(can_ask_extension(by, tenancy, day_of(at)))
    until = extended(tenancy.until, beats.terms_of(tenancy.since).extension_years)
    made = Extension.objects.create(
        tenancy=tenancy, until_before=tenancy.until, until=until, reason=need_reason(reason)[:300], asked_by=by,
        asked_at=at,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="ask_extension", thing=made, reason=reason, after={"until": until.isoformat()})
    beats.tell_institute(tenancy, LabLetter.EXTENSION_ASKED, at=at)
    return made


@transaction.atomic
def ask_relief(
    *, by: Person, at: dt.datetime, tenancy: Tenancy, rule: ReliefRule, first: dt.date, last: dt.date, reason: str
) -> RentRelief:
    """Propose that rent is let off by a rule, from a day through another one."""
    tenancy = beats.locked(tenancy)
    require(can_ask_relief(by, tenancy))
    require(_within_rule(rule, first, last))
    require(_good_span(tenancy, first, last))
    made = RentRelief.objects.create(
        tenancy=tenancy, rule=rule, rate=rule.rate, first=first, last=last, reason=need_reason(reason)[:300],
        asked_by=by, asked_at=at,
    )  # fmt: skip
    span = {"rule": rule.code, "first": first.isoformat(), "last": last.isoformat()}
    audit.record(by=by, at=at, verb="ask_relief", thing=made, reason=reason, after=span)
    return made


@transaction.atomic
def grant(*, by: Person, at: dt.datetime, asked: Asked, reason: str) -> Asked:
    """Yes. More years: the room is theirs for longer, and a paper says so; refused where somebody else has it by then.
    Less rent: months that are charged from now on are reduced.
    """
    asked, tenancy = _locked(asked)
    asked = _decide(asked, "grant", by=by, at=at, reason=reason)
    if isinstance(asked, RentRelief):
        require(_good_span(tenancy, asked.first, asked.last, but=asked))
        return asked
    require(_still_time(asked, tenancy, day_of(at)))
    tenancy.until = asked.until
    tenancy.save(update_fields=["until"])
    beats.keep_days(tenancy)
    sign(tenancy, ContractKind.EXTENSION, beats.terms_of(tenancy.since), day_of(at), by=by, at=at)
    beats.tell(tenancy, LabLetter.EXTENSION_GRANTED, at=at)
    return asked


@transaction.atomic
def refuse(*, by: Person, at: dt.datetime, asked: Asked, reason: str) -> Asked:
    """No, and why."""
    asked, tenancy = _locked(asked)
    asked = _decide(asked, "refuse", by=by, at=at, reason=reason)
    if isinstance(asked, Extension):
        beats.tell(tenancy, LabLetter.EXTENSION_REFUSED, at=at, reason=asked.decision)
    return asked


@transaction.atomic
def withdraw(*, by: Person, at: dt.datetime, asked: Asked) -> Asked:
    """It is no longer asked for."""
    asked, _tenancy = _locked(asked)
    require(can_decide(by, asked, "withdraw"))
    return audit.move_record(asked, ASKED, "withdraw", by=by, at=at)


def _locked(asked: Asked) -> tuple[Asked, Tenancy]:
    tenancy = beats.locked(Tenancy.objects.get(pk=asked.tenancy_id))
    found: Asked = type(asked).objects.get(pk=asked.pk)
    found.tenancy = tenancy
    return found, tenancy


def _decide(asked: Asked, verb: str, *, by: Person, at: dt.datetime, reason: str) -> Asked:
    require(can_decide(by, asked, verb))
    because = need_reason(reason)[:300]
    return audit.move_record(
        asked, ASKED, verb, by=by, at=at, because=because, decided_by=by, decided_at=at, decision=because
    )


def _still_time(asked: Extension, tenancy: Tenancy, day: dt.date) -> Decision:
    if tenancy.until != asked.until_before or tenancy.leaving_on:
        return no(_("申請のあとに、契約期間が変わっています。"), _("申請を取り下げ、もう一度申請してください。"))
    if day <= tenancy.until:
        return YES
    return no(_("契約は%(day)sに終わっています。") % {"day": tenancy.until.isoformat()})


def _within_rule(rule: ReliefRule, first: dt.date, last: dt.date) -> Decision:
    if not rule.holds_on(first):
        return no(_("「%(rule)s」は、%(day)sには使えません。") % {"rule": rule.name, "day": first.isoformat()})
    if last < first:
        return no(_("減免の終了日は、開始日より後にしてください。"))
    longest = last_day(first, rule.months_max)
    if last <= longest:
        return YES
    return no(
        _("「%(rule)s」は%(months)sか月までです。") % {"rule": rule.name, "months": rule.months_max},
        _("%(day)sまでの日にしてください。") % {"day": longest.isoformat()},
    )


def _good_span(tenancy: Tenancy, first: dt.date, last: dt.date, but: RentRelief | None = None) -> Decision:
    """Within the tenancy, after what is charged, apart from what is let off already."""
    if not tenancy.since <= first <= last <= tenancy.last_day:
        return no(
            _("減免の期間は、入居の期間（%(since)s～%(last)s）の中にしてください。")
            % {"since": tenancy.since.isoformat(), "last": tenancy.last_day.isoformat()}
        )
    charged = tenancy.rent_months.order_by("-month").first()
    if charged and first <= charged.last:
        return no(
            _("%(day)sまでの使用料は、すでに計上しています。") % {"day": charged.last.isoformat()},
            _("その翌日以降を開始日にしてください。"),
        )
    others = tenancy.reliefs.granted().exclude(pk=but.pk if but else None)
    known = others.filter(first__lte=last, last__gte=first).first()
    if known:
        return no(
            _("%(first)s～%(last)sは、すでに減免しています。")
            % {"first": known.first.isoformat(), "last": known.last.isoformat()},
            _("重ならない期間にしてください。"),
        )
    return YES
