"""What every verb shares: one lock for a call and all its applications, the move, the audit row, the mail."""

import datetime as dt
from typing import Any

from django.db.models import Max

from kosetsu.common.db.locks import lock_keys
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.calls.documents.letters import letter_text
from kosetsu.foundation.calls.models import Application, Call, Letter
from kosetsu.foundation.calls.states import APPLICATION, CALL, LetterKind
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.post import owe
from kosetsu.foundation.search.changes import touch


def lock_call(call: Call) -> Call:
    """The call as it is now; nobody else changes it or its applications until the transaction ends."""
    lock_keys(f"calls:call:{call.pk}")
    return Call.objects.select_related("edition", "branch").prefetch_related("windows").get(pk=call.pk)


def lock_application(application: Application) -> Application:
    """The application as it is now, with its call locked."""
    call = lock_call(application.call)
    found = Application.objects.select_related("workplace__organisation", "made_by").get(pk=application.pk)
    found.call = call
    return found


def move_call(call: Call, verb: str, *, by: Person, at: dt.datetime, because: str = "", **columns: Any) -> Call:
    """Move the locked call; what everyone can find of it is read again."""
    audit.move_record(call, CALL, verb, by=by, at=at, because=because, **columns)
    touch("call", str(call.public_id), at=at)
    return call


def move(
    application: Application, verb: str, *, by: Person | None, at: dt.datetime, because: str = "", **columns: Any
) -> Application:
    """Move an application of a locked call."""
    return audit.move_record(application, APPLICATION, verb, by=by, at=at, because=because, **columns)


def tell(application: Application, kind: LetterKind, *, at: dt.datetime) -> None:
    """A mail to the applicant, about nobody else."""
    subject, body = letter_text(application, kind)
    owe(Letter, application=application, kind=kind, address=application.contact_email, subject=subject, body=body,
        made_at=at)  # fmt: skip


def free_seat(call: Call) -> int | None:
    """The first seat of a locked call that nobody has; None where all are taken."""
    taken = set(call.applications.filter(seat__isnull=False).values_list("seat", flat=True))
    return next((seat for seat in range(1, call.capacity + 1) if seat not in taken), None)


def next_place(call: Call) -> int:
    """The place behind the last one on a locked call's reserve list."""
    last: int | None = call.applications.aggregate(last=Max("place"))["last"]
    return (last or 0) + 1
