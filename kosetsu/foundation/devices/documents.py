"""Texts of devices: the mail that names what is due."""

import datetime as dt
from collections.abc import Sequence
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from kosetsu.foundation.devices.models import Device, Notice
from kosetsu.foundation.parties.models import Institute


def due_mail(devices: Sequence[Device], today: dt.date) -> tuple[str, str]:
    """Subject and body of the reminder, in the institute's language."""
    with translation.override("ja"):
        url = settings.PUBLIC_URL + reverse("devices-desk:due")
        context = {"devices": devices, "today": today, "url": url, "institute": Institute.current()}
        text = render_to_string("devices/mail/due.txt", context)
    subject, _newline, body = text.strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


def mail(notice: Notice) -> EmailMessage:
    """The mail of one notice, from the institute by name."""
    institute = Institute.current()
    sender = formataddr((institute.short_name or institute.name if institute else "", settings.DEFAULT_FROM_EMAIL))
    host = str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2]
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": f"<device-notice-{notice.pk}-kosetsu@{host}>"}
    return EmailMessage(notice.subject, notice.body, sender, [notice.address], headers=headers)
