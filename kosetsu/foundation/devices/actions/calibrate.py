"""A check of a device is written down: as it was found, as it was left, and with which standards."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.attachments import can_attach
from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.devices import rules
from kosetsu.foundation.devices.actions.beats import locked
from kosetsu.foundation.devices.actions.upkeep import keep_file
from kosetsu.foundation.devices.models import Calibration, Device
from kosetsu.foundation.devices.permissions import calibrated_on, can_keep
from kosetsu.foundation.devices.states import FileKind, Finding, Result
from kosetsu.foundation.governance import audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the person who checked the device writes; without a last day it follows from the device's period."""

    done_on: dt.date
    as_found: str = Finding.GOOD
    result: str = Result.PASSED
    valid_until: dt.date | None = None
    certificate_number: str = ""
    done_by: str = ""
    traceability: str = ""
    note: str = ""

    def dated(self, device: Device) -> "Report":
        """With the last day that the device's period gives."""
        if self.valid_until or self.result == Result.FAILED or not device.calibration_months:
            return self
        return replace(self, valid_until=rules.valid_until(self.done_on, device.calibration_months))


@transaction.atomic
def record_calibration(
    *,
    by: Person,
    at: dt.datetime,
    device: Device,
    report: Report,
    references: Sequence[Device] = (),
    files: Sequence[Any] = (),
) -> Calibration:
    """One check, never changed afterwards. Refused with a standard that was not calibrated itself on that day."""
    device = locked(device)
    require(can_keep(by))
    report = report.dated(device)
    require(rules.fits(report, device.day_of(at)))
    require(_standards(device, references, report.done_on))
    for file in files:
        require(can_attach(file))
    texts = {name: tidy_line(getattr(report, name)) for name in ("certificate_number", "done_by", "traceability")}
    made = Calibration.objects.create(
        **asdict(report) | texts | {"note": tidy(report.note)}, device=device, recorded_by=by, recorded_at=at
    )
    made.references.set(references)
    for file in files:
        keep_file(device, file, FileKind.CERTIFICATE, by=by, at=at, calibration=made)
    after = {**asdict(report), "device": device.pk, "references": [one.pk for one in references]}
    audit.record(by=by, at=at, verb="record_calibration", thing=made, after=_plain(after))
    return made


def _standards(device: Device, references: Sequence[Device], day: dt.date) -> Decision:
    if any(one.pk == device.pk for one in references):
        return no(_("機器を、その機器自身で校正することはできません。"))
    return next((answer for answer in calibrated_on(references, day).values() if not answer), YES)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()}
