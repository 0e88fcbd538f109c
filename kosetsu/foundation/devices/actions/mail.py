"""Mail: written down with what it tells of, sent after commit by a job, tried again when the server is away."""

import datetime as dt
from collections import defaultdict
from functools import partial
from smtplib import SMTPException

from django.db import transaction
from django.db.models import F, Q

from kosetsu.foundation.devices import documents, signals
from kosetsu.foundation.devices.models import Device, Notice
from kosetsu.foundation.parties.models import Institute

MAX_ATTEMPTS = 6
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
        if mailbox := _mailbox(device):
            by_mailbox[mailbox].append(device)
    for mailbox, devices in by_mailbox.items():
        subject, body = documents.due_mail(devices, today)
        notice = Notice.objects.create(address=mailbox, subject=subject, body=body, made_at=at)
        transaction.on_commit(partial(signals.notice_made.send, Notice, notice=notice))
    told = [device.pk for devices in by_mailbox.values() for device in devices]
    return Device.objects.filter(pk__in=told).update(reminded_on=today)


def send_notice(*, notice: Notice, at: dt.datetime) -> bool:
    """Send one owed mail; False when the server would not take it (the row says why and stays owed).

    The attempt is claimed before and the success noted after: a crash between them sends twice, never not at all.
    """
    claimed = Notice.objects.filter(pk=notice.pk, sent_at=None, attempts=notice.attempts, attempts__lt=MAX_ATTEMPTS)
    if not claimed.update(attempts=F("attempts") + 1):
        return True
    try:
        documents.mail(notice).send()
    except (OSError, SMTPException) as failure:
        Notice.objects.filter(pk=notice.pk).update(problem=f"{type(failure).__name__}: {failure}"[:300])
        return False
    Notice.objects.filter(pk=notice.pk).update(sent_at=at, problem="")
    return True


def _mailbox(device: Device) -> str:
    """The group's, else the institute's."""
    institute = Institute.current()
    return (device.group.email if device.group else "") or (institute.mailbox if institute else "")
