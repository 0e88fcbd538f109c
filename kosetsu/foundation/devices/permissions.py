"""Who may keep the register, and whether a device may be measured with."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.devices import rules
from kosetsu.foundation.devices.models import Calibration, Device, Part
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole

KEEPERS = (StaffRole.RESEARCHER, StaffRole.GROUP_HEAD, StaffRole.BRANCH_HEAD, StaffRole.ADMINISTRATOR)
"""The posts that calibrate, maintain and describe the institute's devices; every other post reads."""


def can_read(user: Any) -> Decision:
    """The register is the institute's own."""
    return YES if standing(user).is_staff else HIDDEN


def can_keep(user: Any) -> Decision:
    """Register devices, calibrations, parts, works and files; decide about doubted results."""
    place = standing(user)
    if place.has(*KEEPERS):
        return YES
    return no(_("機器台帳への記録は、研究部門の担当者が行います。")) if place.is_staff else HIDDEN


def can_close(user: Any) -> Decision:
    """Enter and end an outage: the keepers, and the counter that the telephone rings at."""
    return YES if standing(user).has(StaffRole.COUNTER) else can_keep(user)


def calibrated_on(devices: Iterable[Device], day: dt.date) -> dict[int, Decision]:
    """For each device (row number) whether it and every registered part of it was calibrated on ``day``.

    Two queries for any number of devices.
    """
    known = {one.pk: one for one in devices}
    parts = list(Part.objects.filter(device__in=known, apparatus__isnull=False).on(day).select_related("apparatus"))
    asked = known | {part.apparatus_id: part.apparatus for part in parts}
    checks: dict[int, list[Calibration]] = defaultdict(list)
    for check in Calibration.objects.filter(device__in=asked, done_on__lte=day).order_by("pk"):
        checks[check.device_id].append(check)
    own = {pk: _of_one(one, checks[pk], day) for pk, one in asked.items()}
    for part in parts:
        if own[part.device_id] and not own[part.apparatus_id]:
            own[part.device_id] = own[part.apparatus_id]
    return {pk: own[pk] for pk in known}


def can_measure_with(device: Device, at: dt.datetime) -> Decision:
    """Whether a result measured with the device at this moment counts: it and its registered parts were calibrated."""
    return calibrated_on([device], device.day_of(at))[device.pk]


def _of_one(device: Device, checks: list[Calibration], day: dt.date) -> Decision:
    valid = rules.valid_on(checks, day) if device.needs_calibration else YES
    if valid:
        return YES
    reason = _("「%(device)s」: %(reason)s") % {"device": f"{device.code} {device.name}", "reason": valid.reason}
    return no(reason, valid.next_step)
