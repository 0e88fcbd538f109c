"""What a record was measured with, and whether that may stand: no result without valid calibration."""

import datetime as dt
from itertools import chain

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.devices.models import Calibration, Device
from kosetsu.foundation.devices.permissions import calibrated_on
from kosetsu.services.testing.actions import beats
from kosetsu.services.testing.models import TestRecord, UsedDevice
from kosetsu.services.testing.permissions import can_write
from kosetsu.services.testing.states import DeviceRole

Span = tuple[dt.datetime, dt.datetime]


@transaction.atomic
def use_device(
    *,
    by: Person,
    at: dt.datetime,
    record: TestRecord,
    device: Device,
    role: str = DeviceRole.MAIN,
    used_from: dt.datetime | None = None,
    used_until: dt.datetime | None = None,
) -> UsedDevice:
    """Name a device that a draft is measured with; naming it again corrects its role and its time."""
    record = beats.locked_record(record)
    require(can_write(by, record))
    require(_forwards(used_from, used_until, at))
    used, _new = UsedDevice.objects.update_or_create(
        record=record, device=device, defaults={"role": role, "used_from": used_from, "used_until": used_until}
    )
    beats.record("use_device", record, by=by, at=at, after={"device": device.code, "role": role})
    return used


@transaction.atomic
def drop_device(*, by: Person, at: dt.datetime, record: TestRecord, device: Device) -> None:
    """It was not used after all."""
    record = beats.locked_record(record)
    require(can_write(by, record))
    record.devices.filter(device=device).delete()
    beats.record("drop_device", record, by=by, at=at, after={"device": device.code})


def may_stand(record: TestRecord) -> Decision:
    """Whether the result may be submitted, verified, issued: every device it was measured with, and every registered
    part of it, held a valid calibration on each day of its use that a check could have changed."""
    used = list(record.devices.select_related("device__branch"))
    spans = {one.pk: _span(one, record) for one in used}
    days = {day for one in used for day in _days(one.device, spans[one.pk])}
    found = {day: calibrated_on([one.device for one in used], day) for day in sorted(days)}
    for one in used:
        for day in _days(one.device, spans[one.pk]):
            if not (answer := found[day][one.device_id]):
                return _lacks(one.device, day, answer)
    return YES


def keep_times(record: TestRecord) -> None:
    """Write out when each device was used: the record is about to be submitted."""
    for used in record.devices.all():
        used.used_from, used.used_until = _span(used, record) or (None, None)
        used.save(update_fields=["used_from", "used_until"])


def _span(used: UsedDevice, record: TestRecord) -> Span | None:
    first, last = used.used_from or record.measured_from, used.used_until or record.measured_until
    return (first, last) if first and last else None


def _days(device: Device, span: Span | None) -> list[dt.date]:
    """The first and the last day of the use, and every day between on which the device or a part of it was checked."""
    if span is None:
        return []
    first, last = (device.day_of(moment) for moment in span)
    parts = device.parts.filter(apparatus__isnull=False).values_list("apparatus", flat=True)
    checked = Calibration.objects.filter(device__in=[device.pk, *parts], done_on__range=(first, last))
    return sorted({first, last, *chain(checked.values_list("done_on", flat=True))})


def _lacks(device: Device, day: dt.date, answer: Decision) -> Decision:
    return no(
        _("%(day)sの測定に使った「%(code)s %(name)s」は、有効な校正がありません。%(reason)s")
        % {"day": day.isoformat(), "code": device.code, "name": device.name, "reason": answer.reason},
        _("有効な校正のある機器で測定し直してください。"),
    )


def _forwards(first: dt.datetime | None, last: dt.datetime | None, at: dt.datetime) -> Decision:
    if first and last and last < first:
        return no(_("使用の終了が、開始より前です。"))
    if max(one for one in (first, last, at) if one) > at:
        return no(_("これからの日時は指定できません。"), _("実際に使用した日時を入力してください。"))
    return YES
