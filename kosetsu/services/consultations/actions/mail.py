"""Mail of a consultation: who is told; how a mail is owed and sent is ``parties.post``."""

import datetime as dt
from collections.abc import Iterator

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.post import mailbox_of, owe
from kosetsu.services.consultations import documents
from kosetsu.services.consultations.models import Consultation, Notice
from kosetsu.services.consultations.states import NoticeKind


def tell_client(consultation: Consultation, kind: NoticeKind, *, at: dt.datetime) -> None:
    """A mail to the client's contact, where there is an address."""
    contact = consultation.case.contact
    if contact and contact.email and contact.is_active:
        _write(consultation, kind, contact.email, contact.language, at, staff=False)


def tell_institute(consultation: Consultation, kind: NoticeKind, *, at: dt.datetime, but: Person | None = None) -> None:
    """A mail to whoever holds the case: the assignee, else a mailbox; never to the one who acted."""
    for address, language in _holders(consultation, but):
        _write(consultation, kind, address, language, at, staff=True)


def _holders(consultation: Consultation, but: Person | None) -> Iterator[tuple[str, str]]:
    case = consultation.case
    if case.assignee:
        if case.assignee.email and case.assignee != but:
            yield case.assignee.email, case.assignee.language
    elif mailbox := mailbox_of(case.group):
        yield mailbox, "ja"


def _write(
    consultation: Consultation, kind: NoticeKind, address: str, language: str, at: dt.datetime, *, staff: bool
) -> None:
    subject, body = documents.notice_text(consultation, kind, language, staff=staff)
    owe(Notice, consultation=consultation, kind=kind, address=address, subject=subject, body=body, made_at=at)
