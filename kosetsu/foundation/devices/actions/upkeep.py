"""Parts, works and files of a device."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.attachments import can_attach, columns_of
from kosetsu.common.calendars import after_months
from kosetsu.common.decisions import YES, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.devices.actions.beats import locked
from kosetsu.foundation.devices.models import Calibration, Device, DeviceFile, Maintenance, Part
from kosetsu.foundation.devices.permissions import can_keep
from kosetsu.foundation.governance import audit


@transaction.atomic
def add_file(*, by: Person, at: dt.datetime, device: Device, file: Any, kind: str) -> DeviceFile:
    """A photograph, a manual, a certificate; refused for a file of a wrong kind or size."""
    device = locked(device)
    require(can_keep(by))
    require(can_attach(file))
    made = keep_file(device, file, kind, by=by, at=at)
    audit.record(by=by, at=at, verb="add_file", thing=made, after={"device": device.pk, "sha256": made.sha256})
    return made


def keep_file(
    device: Device, file: Any, kind: str, *, by: Person, at: dt.datetime, calibration: Calibration | None = None
) -> DeviceFile:
    """Store a checked file under a random name; its own name is only a label from here on."""
    return DeviceFile.objects.create(
        device=device, calibration=calibration, kind=kind, added_by=by, added_at=at, **columns_of(file),
    )  # fmt: skip


@transaction.atomic
def add_part(
    *, by: Person, at: dt.datetime, device: Device, name: str, serial: str = "", apparatus: Device | None = None
) -> Part:
    """The device holds a part from today on; a registered one must be calibrated like the device itself."""
    device = locked(device)
    require(can_keep(by))
    today = device.day_of(at)
    require(_can_hold(device, apparatus, today))
    made = Part.objects.create(
        device=device, name=tidy_line(name), serial=tidy_line(serial), apparatus=apparatus, valid_from=today
    )
    audit.record(by=by, at=at, verb="add_part", thing=made, after={"device": device.pk, "name": made.name})
    return made


@transaction.atomic
def remove_part(*, by: Person, at: dt.datetime, part: Part) -> Part:
    """Yesterday was the part's last day in the device."""
    device = locked(part.device)
    require(can_keep(by))
    require(YES if part.valid_to is None else no(_("この部品は、すでに外されています。")))
    part.valid_to = device.day_of(at) - dt.timedelta(days=1)
    part.save(update_fields=["valid_to"])
    audit.record(by=by, at=at, verb="remove_part", thing=part, after={"valid_to": part.valid_to.isoformat()})
    return part


@transaction.atomic
def plan_work(
    *, by: Person, at: dt.datetime, device: Device, work: str, planned_on: dt.date, every_months: int | None = None
) -> Maintenance:
    """A work to be done on the device, once or again and again."""
    device = locked(device)
    require(can_keep(by))
    made = Maintenance.objects.create(
        device=device, work=tidy_line(work), planned_on=planned_on, every_months=every_months
    )
    audit.record(by=by, at=at, verb="plan_work", thing=made, after={"device": device.pk, "work": made.work})
    return made


@transaction.atomic
def finish_work(*, by: Person, at: dt.datetime, work: Maintenance, outcome: str) -> Maintenance:
    """The work is done today; a repeated one is planned again, counted from today."""
    device = locked(work.device)
    require(can_keep(by))
    work = Maintenance.objects.select_for_update().get(pk=work.pk)
    require(YES if work.done_on is None else no(_("この作業は、すでに実施済みです。")))
    work.done_on, work.done_by, work.outcome = device.day_of(at), by, tidy_line(outcome)
    work.save(update_fields=["done_on", "done_by", "outcome"])
    if work.every_months:
        Maintenance.objects.create(
            device=device, work=work.work, every_months=work.every_months,
            planned_on=after_months(work.done_on, work.every_months),
        )  # fmt: skip
    audit.record(by=by, at=at, verb="finish_work", thing=work, after={"outcome": work.outcome})
    return work


def _can_hold(device: Device, apparatus: Device | None, day: dt.date) -> Any:
    if apparatus is None:
        return YES
    if apparatus.pk == device.pk:
        return no(_("機器を、その機器自身の部品にすることはできません。"))
    elsewhere = Part.objects.filter(apparatus=apparatus).on(day).select_related("device").first()
    if elsewhere is None:
        return YES
    return no(
        _("「%(part)s」は「%(device)s」に組み込まれています。")
        % {"part": apparatus.name, "device": elsewhere.device.name}
    )
