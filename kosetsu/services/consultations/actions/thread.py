"""The thread: messages of both sides, notes among staff, and their files."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kosetsu.common.attachments import can_attach, columns_of
from kosetsu.common.decisions import require
from kosetsu.common.text import tidy
from kosetsu.foundation.accounts.models import Person
from kosetsu.services.consultations.actions import beats
from kosetsu.services.consultations.actions.mail import tell_institute
from kosetsu.services.consultations.models import Attachment, Consultation, Message
from kosetsu.services.consultations.permissions import can_note, can_reply
from kosetsu.services.consultations.states import MOVES, MessageKind, NoticeKind, Side

Files = Sequence[UploadedFile[Any]]


@transaction.atomic
def reply(*, by: Person, at: dt.datetime, consultation: Consultation, text: str, files: Files = ()) -> Message:
    """The client writes; where the institute had spoken last, it is the institute's turn again.

    Raises ``Refused`` on a closed case, and for a file of a wrong kind or size.
    """
    consultation = beats.locked(consultation)
    require(can_reply(by, consultation))
    if MOVES.allows("reply", consultation.case.state):
        beats.move(consultation, "reply", by=by, at=at)
    else:
        beats.record("reply", consultation, by=by, at=at)
    message = say(consultation, Side.CLIENT, MessageKind.REPLY, text, by=by, at=at, files=files)
    tell_institute(consultation, NoticeKind.REPLY, at=at)
    return message


@transaction.atomic
def note(*, by: Person, at: dt.datetime, consultation: Consultation, text: str, files: Files = ()) -> Message:
    """A note among staff; the client never sees it, nor its files."""
    consultation = beats.locked(consultation)
    require(can_note(by, consultation))
    message = say(consultation, Side.NOTE, MessageKind.NOTE, text, by=by, at=at, files=files)
    beats.record("note", consultation, by=by, at=at)
    return message


def say(
    consultation: Consultation,
    side: Side,
    kind: MessageKind,
    text: str,
    *,
    by: Person | None,
    at: dt.datetime,
    files: Files = (),
) -> Message:
    """Add one message and its files to the thread, inside the caller's transaction."""
    for file in files:
        require(can_attach(file))
    message = Message.objects.create(consultation=consultation, side=side, kind=kind, author=by, text=tidy(text), at=at)
    for file in files:
        Attachment.objects.create(message=message, **columns_of(file))
    return message
