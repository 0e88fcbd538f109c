"""The renewal plan: a line is planned, approved by somebody else, and done, or given up on the way."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, need_reason, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.devices.actions.beats import locked
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.governance import audit
from kosetsu.services.instruments.models import RenewalLine
from kosetsu.services.instruments.permissions import can_move_renewal, can_plan_renewals
from kosetsu.services.instruments.states import RENEWAL

MOST_YEARS = 30
"""How far ahead anybody plans."""


@transaction.atomic
def plan_renewal(*, by: Person, at: dt.datetime, device: Device, **said: Any) -> RenewalLine:
    """Put a device on the plan: ``kind``, ``fiscal_year``, ``estimated_yen``, ``money``, ``reason``; it has one open
    line at a time.
    """
    device = locked(device)
    require(can_plan_renewals(by))
    require(_nothing_open(device))
    line = RenewalLine(device=device, planned_by=by, planned_at=at, **_told(said, at))
    line.save()
    audit.record(by=by, at=at, verb="plan_renewal", thing=line, after={"device": device.code, **_kept(line)})
    return line


@transaction.atomic
def change_renewal(*, by: Person, at: dt.datetime, line: RenewalLine, **said: Any) -> RenewalLine:
    """Say something else before it is approved; whoever changed it last has planned it."""
    line = _locked(line)
    require(can_move_renewal(by, line, "change_renewal"))
    before, told = _kept(line), _told(said, at)
    for name, value in told.items():
        setattr(line, name, value)
    line.planned_by, line.planned_at = by, at
    line.save()
    audit.record(by=by, at=at, verb="change_renewal", thing=line, before=before, after=_kept(line))
    return line


@transaction.atomic
def approve_renewal(*, by: Person, at: dt.datetime, line: RenewalLine) -> RenewalLine:
    """Agree, as somebody else than who planned it."""
    line = _locked(line)
    require(can_move_renewal(by, line, "approve_renewal"))
    line.state, line.approved_by, line.approved_at = RENEWAL.target("approve_renewal", line.state), by, at
    line.save()
    audit.record(by=by, at=at, verb="approve_renewal", thing=line, after=_kept(line))
    return line


def complete_renewal(*, by: Person, at: dt.datetime, line: RenewalLine, outcome: str) -> RenewalLine:
    """It is done; the register of devices is brought up to date by its own file."""
    return _end("complete_renewal", by=by, at=at, line=line, outcome=outcome)


def cancel_renewal(*, by: Person, at: dt.datetime, line: RenewalLine, outcome: str) -> RenewalLine:
    """It will not be done, for this reason."""
    return _end("cancel_renewal", by=by, at=at, line=line, outcome=outcome)


@transaction.atomic
def _end(verb: str, *, by: Person, at: dt.datetime, line: RenewalLine, outcome: str) -> RenewalLine:
    line = _locked(line)
    require(can_move_renewal(by, line, verb))
    line.outcome = tidy_line(outcome)[:300]
    require(YES if line.outcome else no(_("結果または取りやめの理由を書いてください。")))
    line.state, line.ended_by, line.ended_at = RENEWAL.target(verb, line.state), by, at
    line.save()
    audit.record(by=by, at=at, verb=verb, thing=line, after=_kept(line), reason=line.outcome)
    return line


def _locked(line: RenewalLine) -> RenewalLine:
    """The line as it is now; everything of a device waits for one key."""
    locked(line.device)
    return RenewalLine.objects.for_lists().get(pk=line.pk)


def _nothing_open(device: Device) -> Decision:
    known = RenewalLine.objects.open().filter(device=device).first()
    if known is None:
        return YES
    return no(
        _("「%(device)s」は、すでに%(year)sの計画に載っています。")
        % {"device": device.name, "year": fiscal.label(known.fiscal_year)},
        _("その項目を変更するか、取りやめてください。"),
    )


def _told(said: dict[str, Any], at: dt.datetime) -> dict[str, Any]:
    """What the plan keeps; a year that lies behind, or a line without a reason, is refused."""
    year, this = said["fiscal_year"], fiscal.fiscal_year(day_of(at))
    known = {"first": fiscal.label(this), "last": fiscal.label(this + MOST_YEARS)}
    beyond = no(_("予定年度は%(first)sから%(last)sまでにしてください。") % known)
    require(YES if this <= year <= this + MOST_YEARS else beyond)
    return {**said, "reason": need_reason(said["reason"])[:300], "money": tidy_line(said.get("money", ""))[:100]}


def _kept(line: RenewalLine) -> dict[str, Any]:
    """What the audit log holds of a line."""
    return {
        "kind": str(line.kind),
        "year": line.fiscal_year,
        "yen": line.estimated_yen,
        "state": str(line.state),
    }
