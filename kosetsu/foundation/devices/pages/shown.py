"""What the pages show of devices: a check's colour and words, the chain of standards behind it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.foundation.devices.models import Calibration, Device
from kosetsu.foundation.devices.states import Result

SOON = dt.timedelta(days=60)


def validity(device: Any, today: dt.date) -> tuple[str, str]:
    """Colour and word of a device's newest check; the device comes ``with_validity``."""
    if not device.needs_calibration:
        return "neutral", _("校正の対象外")
    if device.result_now == Result.FAILED:
        return "danger", _("不合格")
    if device.valid_until_now is None:
        return "danger", _("校正の記録なし")
    if device.valid_until_now < today:
        return "danger", _("期限切れ")
    return ("waiting", _("まもなく期限")) if device.valid_until_now < today + SOON else ("done", _("有効"))


def check_kind(check: Calibration) -> str:
    """The colour of a check's result."""
    return {Result.PASSED: "done", Result.ADJUSTED: "waiting"}.get(Result(check.result), "danger")


@dataclass(frozen=True, slots=True)
class Link:
    """One standard in the chain: how far up it stands, and the check that held when it was used."""

    level: int
    device: Device
    check: Calibration | None


def chain(check: Calibration | None) -> list[Link]:
    """The standards behind a check, nearest first, each once; one question per level."""
    found: list[Link] = []
    level, asked, seen = 1, [check] if check else [], set()
    while asked:
        used = Calibration.references.through.objects.filter(calibration__in=[one.pk for one in asked])
        days = {one.pk: one.done_on for one in asked}
        wanted: dict[int, dt.date] = {}
        for calibration_id, device_id in used.values_list("calibration", "device"):
            if device_id not in seen:
                wanted[device_id] = max(days[calibration_id], wanted.get(device_id, dt.date.min))
        seen |= set(wanted)
        links = _links(level, wanted)
        found += links
        level, asked = level + 1, [link.check for link in links if link.check]
    return found


def _links(level: int, wanted: dict[int, dt.date]) -> list[Link]:
    devices = Device.objects.filter(pk__in=wanted).prefetch_related("calibrations").order_by("code")
    return [Link(level, one, _held(one, wanted[one.pk])) for one in devices] if wanted else []


def _held(device: Device, day: dt.date) -> Calibration | None:
    """The check that decided about the day on which the standard was used."""
    by_then = [one for one in device.calibrations.all() if one.done_on <= day]
    return max(by_then, key=lambda one: (one.done_on, one.pk), default=None)
