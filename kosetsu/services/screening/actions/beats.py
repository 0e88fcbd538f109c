"""What every verb shares: one lock for a programme and all that belongs to it, the move, the mail."""

import datetime as dt
from typing import Any

from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import move_case
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.parties.post import owe
from kosetsu.services.screening.documents.letters import notice
from kosetsu.services.screening.models import CommitteeDispatch, ScreeningNotice, ScreeningProgramme
from kosetsu.services.screening.permissions import can_move
from kosetsu.services.screening.states import SCREENING, SCREENING_ENDS, NoticeKind

SERVICE = "screening"
REVIEW = "review"
"""The kind of entry that every delivered review is."""


def locked(programme: ScreeningProgramme) -> ScreeningProgramme:
    """The programme as it is now; nobody else changes it or what belongs to it until the transaction ends."""
    lock_keys(f"screening:programme:{programme.pk}")
    case = Case.objects.select_for_update().get(pk=programme.case_id)
    rows = ScreeningProgramme.objects.select_related("body__organisation", "panel", "branch")
    found = rows.get(pk=programme.pk)
    found.case = case
    return found


def asked(programme: ScreeningProgramme, verb: str, *, by: Person, at: dt.datetime) -> ScreeningProgramme:
    """The same, refused where ``verb`` is not this person's now."""
    found = locked(programme)
    require(can_move(by, found, verb, at))
    return found


def move(
    programme: ScreeningProgramme, verb: str, *, by: Person, at: dt.datetime, because: str = "",
    after: dict[str, Any] | None = None, **columns: Any,
) -> ScreeningProgramme:  # fmt: skip
    """Move the locked programme by ``verb`` and set these columns with it."""
    move_case(programme, SCREENING, verb, by=by, at=at, ends=SCREENING_ENDS, because=because, after=after, **columns)
    return programme


def locked_dispatch(dispatch: CommitteeDispatch) -> CommitteeDispatch:
    """The dispatch as it is now, its programme locked."""
    programme = locked(dispatch.programme)
    found = CommitteeDispatch.objects.select_related("person", "requested_by").get(pk=dispatch.pk)
    found.programme = programme
    return found


def tell_body(programme: ScreeningProgramme, kind: NoticeKind, *, at: dt.datetime, reason: str = "") -> None:
    """A mail to the body's own address, where there is one: what happened, never a result."""
    if programme.body.email:
        _write(programme, kind, programme.body.email, "ja", at, reason, desk=False)


def tell_colleague(
    programme: ScreeningProgramme, kind: NoticeKind, person: Person | None, *, at: dt.datetime
) -> None:  # fmt: skip
    """A mail to a colleague: who looks after the programme, or reads its results again."""
    if person and person.email and person.is_active:
        _write(programme, kind, person.email, person.language, at, "", desk=True)


def _write(
    programme: ScreeningProgramme, kind: NoticeKind, address: str, language: str, at: dt.datetime, reason: str,
    *, desk: bool,
) -> None:  # fmt: skip
    subject, body = notice(programme, kind, language, reason=reason, desk=desk)
    owe(ScreeningNotice, programme=programme, kind=kind, address=address, subject=subject[:200], body=body, made_at=at)
