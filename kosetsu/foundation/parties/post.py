"""Owed mail: written with the change it tells of, sent after the commit by a job, tried again when the server is away.

An app keeps its mails in a model of its own (:class:`OwedMail`) that says what each is about, and writes one with
:func:`owe`; everything else is here.
"""

import datetime as dt
from email.utils import formataddr
from functools import partial
from smtplib import SMTPException
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import default_task_backend, task

from kosetsu.common.clock import now
from kosetsu.common.schedule import Periodic
from kosetsu.foundation.parties.models import Group, Institute

PAUSES = (1, 5, 25, 120, 600)
"""Minutes until the second attempt, the third …"""
MAX_ATTEMPTS = len(PAUSES) + 1
PATIENCE = dt.timedelta(minutes=10)
AT_ONCE = 500
SENT = models.Q(sent_at__isnull=False)
WAITING = models.Q(sent_at=None, attempts__lt=MAX_ATTEMPTS)
FAILED = models.Q(sent_at=None, attempts__gte=MAX_ATTEMPTS)
"""Given up: nothing sends it any more."""
Owed = TypeVar("Owed", bound="OwedMail")


class OwedMail(models.Model):
    """One row for every mail of an app, owed until ``sent_at``; after the last attempt it stays, with its error."""

    address = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["sent_at", "made_at"])]

    def letter(self) -> EmailMessage:
        """The mail itself, from the institute by name; UTF-8 plain text."""
        institute = Institute.current()
        name = institute.short_name or institute.name if institute else ""
        host = str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2]
        headers = {
            "Auto-Submitted": "auto-generated",
            "Message-ID": f"<{self._meta.label_lower}-{self.pk}-kosetsu@{host}>",
        }
        sender = formataddr((name, settings.DEFAULT_FROM_EMAIL))
        return EmailMessage(self.subject, self.body, sender, [self.address], headers=headers)


def written(template: str, language: str, **context: Any) -> tuple[str, str]:
    """Subject (the template's first line) and body, in the reader's language.

    ``institute`` comes along, read here unless the caller has it.
    """
    if "institute" not in context:
        context["institute"] = Institute.current()
    with translation.override(language):
        text = render_to_string(template, context)
    subject, _newline, body = text.strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


def mailbox_of(group: Group | None) -> str:
    """The group's own, else the institute's, so that nothing arrives unheard."""
    if group and group.email:
        return group.email
    institute = Institute.current()
    return institute.mailbox if institute else ""


def owe(model: type[Owed], **columns: Any) -> Owed:
    """Write a mail down inside the transaction of its change; a job sends it after the commit."""
    made = model._default_manager.create(**columns)
    transaction.on_commit(partial(deliver.enqueue, model._meta.label_lower, made.pk))
    return made


def send(owed: OwedMail, *, at: dt.datetime) -> bool:
    """Send one owed mail; False when the server would not take it (the row says why and stays owed).

    The attempt is claimed before and the success noted after: a crash between them sends twice, never not at all.
    """
    row = type(owed)._default_manager.filter(pk=owed.pk)
    claimed = row.filter(WAITING, attempts=owed.attempts)
    if not claimed.update(attempts=F("attempts") + 1):
        return True
    try:
        owed.letter().send()
    except (OSError, SMTPException) as failure:
        row.update(problem=f"{type(failure).__name__}: {failure}"[:300])
        return False
    row.update(sent_at=at, problem="")
    return True


@task()
def deliver(label: str, number: int) -> bool:
    """One attempt; a failure queues the next one, where the job backend can wait."""
    owed = apps.get_model(label)._default_manager.get(pk=number)
    sent = send(owed, at=now())
    if not sent and owed.attempts < len(PAUSES) and default_task_backend.supports_defer:
        deliver.using(run_after=now() + dt.timedelta(minutes=PAUSES[owed.attempts])).enqueue(label, number)
    return sent


def mails() -> list[type[OwedMail]]:
    """Every app's own model of its mails."""
    return [model for model in apps.get_models() if issubclass(model, OwedMail)]


def deliver_waiting() -> int:
    """Queue every mail still owed after some minutes (a process died between commit and queue); how many there were."""
    return sum(_queue_waiting(model) for model in mails())


def _queue_waiting(model: type[OwedMail]) -> int:
    owed = model._default_manager.filter(WAITING, made_at__lt=now() - PATIENCE)
    waiting = list(owed.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    for number in waiting:
        deliver.enqueue(model._meta.label_lower, number)
    return len(waiting)


PERIODIC = [Periodic("parties.mail", PATIENCE, deliver_waiting)]
