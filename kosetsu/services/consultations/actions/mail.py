"""Mail: written down with the change it tells of, sent after commit by a job, tried again when the server is away."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from smtplib import SMTPException

from django.db import transaction
from django.db.models import F

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.models import Group, Institute
from kosetsu.services.consultations import documents, signals
from kosetsu.services.consultations.models import Consultation, Notice
from kosetsu.services.consultations.states import NoticeKind

MAX_ATTEMPTS = 6


def tell_client(consultation: Consultation, kind: NoticeKind, *, at: dt.datetime) -> None:
    """A mail to the client's contact, where there is an address."""
    contact = consultation.case.contact
    if contact and contact.email and contact.is_active:
        _write(consultation, kind, contact.email, contact.language, at, staff=False)


def tell_institute(consultation: Consultation, kind: NoticeKind, *, at: dt.datetime, but: Person | None = None) -> None:
    """A mail to whoever holds the case: the assignee, else a mailbox; never to the one who acted."""
    for address, language in _holders(consultation, but):
        _write(consultation, kind, address, language, at, staff=True)


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


def _holders(consultation: Consultation, but: Person | None) -> Iterator[tuple[str, str]]:
    case = consultation.case
    if case.assignee:
        if case.assignee.email and case.assignee != but:
            yield case.assignee.email, case.assignee.language
    elif mailbox := _mailbox(case.group):
        yield mailbox, "ja"


def _mailbox(group: Group | None) -> str:
    """The group's own, else the institute's, so that no case arrives unheard."""
    institute = Institute.current()
    return (group.email if group else "") or (institute.mailbox if institute else "")


def _write(
    consultation: Consultation, kind: NoticeKind, address: str, language: str, at: dt.datetime, *, staff: bool
) -> None:
    subject, body = documents.notice_text(consultation, kind, language, staff=staff)
    notice = Notice.objects.create(
        consultation=consultation, kind=kind, address=address, subject=subject, body=body, made_at=at
    )
    transaction.on_commit(partial(signals.notice_made.send, Notice, notice=notice))
