"""What was measured with a device: the results that a failed as-found check throws doubt on."""

import datetime as dt
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.clock import day_of
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.devices.sources import DeviceUses
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.testing.models import UsedDevice
from kosetsu.services.testing.states import RecordState

_CASE = "record__item__order__case"
SAID = {
    "order_number": F(f"{_CASE}__number"),
    "client_name": F(f"{_CASE}__organisation__name"),
    "position": F("record__item__position"),
    "attempt": F("record__attempt"),
    "record_public_id": F("record__public_id"),
}


def rows(user: Any, device: Device, since: dt.date | None, until: dt.date) -> QuerySet[UsedDevice]:
    """Submitted and verified records of the span, by the index of the device's last use.

    There may be 100,000: what a row says of its order comes as columns, not as six objects for each.
    """
    if not standing(user).is_staff:
        return UsedDevice.objects.none()
    found = UsedDevice.objects.filter(
        device=device, used_until__lt=_begin_of(device, until + dt.timedelta(days=1))
    ).exclude(record__state=RecordState.DRAFT)
    if since is not None:
        found = found.filter(used_until__gte=_begin_of(device, since))
    return found.annotate(**SAID).order_by("used_until", "pk")


def _begin_of(device: Device, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), device.zone)


def _used_on(one: UsedDevice) -> dt.date | None:
    return day_of(one.used_until) if one.used_until else None


DEVICE_USES = [
    DeviceUses(
        key="testing",
        title=_("依頼試験の結果"),
        rows=rows,
        number=lambda one: f"{one.order_number}-{one.position}-{one.attempt}",
        used_on=_used_on,
        client=lambda one: one.client_name or "",
        url=lambda one: reverse("testing-desk:record", args=[one.record_public_id]),
    )
]
