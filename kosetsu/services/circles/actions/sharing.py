"""The members' part: the pledge, notes with files, and what is made public of them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.attachments import can_attach, columns_of
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.governance.actions import give_consent
from kosetsu.foundation.governance.models import Consent
from kosetsu.foundation.parties.models import Workplace
from kosetsu.services.circles.actions import beats
from kosetsu.services.circles.models import Circle, Note, NoteFile
from kosetsu.services.circles.models.circles import SECRECY
from kosetsu.services.circles.permissions import can_change_note, can_pledge, can_write
from kosetsu.services.circles.states import NoteKind

Files = Sequence[UploadedFile[Any]]


@transaction.atomic
def pledge(*, by: Person, at: dt.datetime, circle: Circle, version: str) -> Consent:
    """A person promises to keep the secrets of this circle, in the version of the text that was shown."""
    require(can_pledge(by, circle, day_of(at)))
    return give_consent(by=by, at=at, person=by, purpose=SECRECY, version=version, subject=circle.code)


@transaction.atomic
def write_note(
    *, by: Person, at: dt.datetime, circle: Circle, kind: NoteKind, title: str, text: str, files: Files = ()
) -> Note:
    """Write on the board, or say what one needs or offers; members read it."""
    circle = beats.lock_circle(circle)
    require(can_write(by, circle, day_of(at)))
    require(YES if tidy_line(title) else no(_("見出しを入れてください。")))
    for file in files:
        require(can_attach(file))
    note = Note.objects.create(
        circle=circle, kind=kind, title=tidy_line(title), text=tidy(text), author=by, at=at,
        author_name=_signature(by, circle),
    )  # fmt: skip
    for file in files:
        NoteFile.objects.create(note=note, **columns_of(file))
    audit.record(by=by, at=at, verb="write_note", thing=note, after={"circle": circle.code})
    return note


@transaction.atomic
def publish_note(*, by: Person, at: dt.datetime, note: Note, public: bool = True) -> Note:
    """Its author lets everyone read it, or no longer."""
    require(can_change_note(by, note))
    note.public = public
    note.save(update_fields=["public"])
    audit.record(by=by, at=at, verb="publish_note", thing=note, after={"public": public})
    return note


@transaction.atomic
def withdraw_note(*, by: Person, at: dt.datetime, note: Note) -> Note:
    """Its author takes it back; nobody reads it or its files any more."""
    require(can_change_note(by, note))
    note.withdrawn_at = at
    note.save(update_fields=["withdrawn_at"])
    audit.record(by=by, at=at, verb="withdraw_note", thing=note)
    return note


def _signature(by: Person, circle: Circle) -> str:
    """The person and the member the person acts for."""
    places = Workplace.objects.acted_for_by(by)
    mine = circle.members.filter(workplace__in=places).select_related("workplace__organisation").first()
    return f"{by.name}（{mine.workplace.organisation.name}）" if mine else by.name
