"""Faults at the bench, and what is decided about an instrument that is little used."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.bookings.rules import MINUTE
from kosetsu.foundation.devices.actions import end_outage, enter_outage, extend_outage
from kosetsu.foundation.devices.actions.beats import locked
from kosetsu.foundation.devices.models import Device, Outage
from kosetsu.foundation.devices.states import OutageKind
from kosetsu.foundation.governance import audit
from kosetsu.services.instruments.models import Fault, LowUseStep
from kosetsu.services.instruments.permissions import can_run_bench, can_teach


@transaction.atomic
def report_fault(*, by: Person, at: dt.datetime, resource: Resource, text: str, unusable: bool) -> Fault:
    """Say what is broken; while it makes the instrument unusable, no use begins, and its apparatus has an outage that
    tells whoever booked it.
    """
    require(can_run_bench(by))
    require(YES if tidy_line(text) else no(_("故障の内容を書いてください。")))
    outage = _outage(resource.device, by=by, at=at, text=text) if unusable and resource.device else None
    fault = Fault.objects.create(
        resource=resource, text=tidy_line(text), unusable=unusable, outage=outage, reported_by=by, reported_at=at
    )
    audit.record(
        by=by, at=at, verb="report_fault", thing=fault, after={"resource": resource.code, "unusable": unusable}
    )
    return fault


@transaction.atomic
def mend(*, by: Person, at: dt.datetime, fault: Fault, mending: str, repair_yen: int = 0) -> Fault:
    """Say what was done and what it cost; when no other fault is in the way, the instrument can be used again."""
    fault = Fault.objects.select_for_update().get(pk=fault.pk)
    require(can_run_bench(by))
    require(YES if fault.mended_at is None else no(_("この故障は、すでに処置済みです。")))
    require(YES if tidy_line(mending) else no(_("処置の内容を書いてください。")))
    fault.mended_by, fault.mended_at, fault.mending = by, at, tidy_line(mending)
    fault.repair_yen = repair_yen
    fault.save(update_fields=["mended_by", "mended_at", "mending", "repair_yen"])
    if fault.outage and not Fault.objects.open().filter(outage=fault.outage).exists():
        _end(fault.outage, by=by, at=at)
    audit.record(by=by, at=at, verb="mend", thing=fault, after={"mending": fault.mending, "yen": repair_yen})
    return fault


def _outage(device: Device, *, by: Person, at: dt.datetime, text: str) -> Outage | None:
    """The outage that a fault means: the one that an earlier fault opened, or a new one until the next that is planned.
    None where somebody has already taken the device out of use: that one ends by its own button.
    """
    device = locked(device)
    open_ = Outage.objects.of([device.pk])
    if going := open_.going_on(at).first():
        return going if going.faults.exists() else None
    planned = open_.filter(starts_at__gt=at).order_by("starts_at").first()
    until = planned.starts_at if planned else None
    return enter_outage(
        by=by, at=at, device=device, kind=OutageKind.SUDDEN, starts_at=at, ends_at=until, note=text,
        public_reason=_("故障のため"),
    )  # fmt: skip


def _end(outage: Outage, *, by: Person, at: dt.datetime) -> None:
    """The device works again; an outage lasts a minute at least."""
    if outage.is_over(at):
        return
    if outage.starts_at < at:
        end_outage(by=by, at=at, outage=outage)
    else:
        extend_outage(by=by, at=at, outage=outage, ends_at=at + MINUTE)


@transaction.atomic
def decide_step(*, by: Person, at: dt.datetime, resource: Resource, month: dt.date, step: str) -> LowUseStep:
    """Write down what is done about an instrument that is little used."""
    require(can_teach(by))
    require(YES if tidy_line(step) else no(_("対応を書いてください。")))
    made = LowUseStep.objects.create(
        resource=resource, month=month.replace(day=1), step=tidy_line(step), decided_by=by, decided_at=at
    )
    audit.record(by=by, at=at, verb="decide_step", thing=made, after={"resource": resource.code, "step": made.step})
    return made
