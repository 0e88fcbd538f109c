"""Texts of devices: the mail that names what is due."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.parties.post import written


def due_mail(devices: Sequence[Device], today: dt.date) -> tuple[str, str]:
    """Subject and body of the reminder, in the institute's language."""
    url = settings.PUBLIC_URL + reverse("devices-desk:due")
    return written("devices/mail/due.txt", "ja", devices=devices, today=today, url=url)
