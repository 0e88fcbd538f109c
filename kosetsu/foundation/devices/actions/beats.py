"""What the verbs share: one writer at a time per device."""

from kosetsu.common.db.locks import lock_keys
from kosetsu.foundation.devices.models import Device

LOCK = "devices:device:{}"


def locked(device: Device) -> Device:
    """The device as it is now, nobody else's until the transaction ends."""
    lock_keys(LOCK.format(device.pk))
    now: Device = Device.objects.select_related("branch", "group").get(pk=device.pk)
    return now
