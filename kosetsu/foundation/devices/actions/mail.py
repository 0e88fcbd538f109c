"""The mail that names what is due; how it is owed and sent is ``parties.post``."""

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.db.models import Q

from kosetsu.foundation.devices import documents
from kosetsu.foundation.devices.models import Device, Notice
from kosetsu.foundation.parties.post import mailbox_of, owe

AHEAD = dt.timedelta(days=60)
"""How long before its last day a check is announced as due."""
AGAIN = dt.timedelta(days=30)
"""How often, until it is done."""


@transaction.atomic
def remind_due(*, at: dt.datetime, today: dt.date) -> int:
    """One mail to each group with the devices whose check is due or overdue; how many devices it told of."""
    due = Device.objects.due(today + AHEAD).filter(Q(reminded_on=None) | Q(reminded_on__lte=today - AGAIN))
    by_mailbox: dict[str, list[Device]] = defaultdict(list)
    for device in due.select_related("branch", "group").order_by("valid_until_now", "code"):
        if mailbox := mailbox_of(device.group):
            by_mailbox[mailbox].append(device)
    for mailbox, devices in by_mailbox.items():
        subject, body = documents.due_mail(devices, today)
        owe(Notice, address=mailbox, subject=subject, body=body, made_at=at)
    told = [device.pk for devices in by_mailbox.values() for device in devices]
    return Device.objects.filter(pk__in=told).update(reminded_on=today)
