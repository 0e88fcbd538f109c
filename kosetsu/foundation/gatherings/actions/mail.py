"""Mail about registrations: where one stands now, and before the day."""

import datetime as dt

from django.db import transaction

from kosetsu.foundation.gatherings import documents
from kosetsu.foundation.gatherings.models import Letter, Registration
from kosetsu.foundation.gatherings.states import LETTER_OF, GatheringState, LetterKind, RegistrationState
from kosetsu.foundation.parties.post import owe

DAYS_BEFORE = 2


def tell(registration: Registration, *, at: dt.datetime, kind: LetterKind | None = None) -> None:
    """A mail to whoever registered: of the state reached, or of ``kind``."""
    kind = kind or LETTER_OF[RegistrationState(registration.state)]
    subject, body = documents.letter_text(registration, kind)
    calendar = documents.appointment(registration, kind)
    owe(Letter, registration=registration, kind=kind, address=registration.email, subject=subject, body=body,
        calendar=calendar, made_at=at)  # fmt: skip


def tell_again(*, registration: Registration, at: dt.datetime) -> None:
    """The mail of its state once more, for whoever registers a second time; not more than once an hour."""
    recent = registration.letters.filter(made_at__gt=at - dt.timedelta(hours=1))
    if not recent.exists():
        tell(registration, at=at)


def remind(*, at: dt.datetime) -> int:
    """A mail to everyone who comes, two days before; once each. How many were written."""
    soon = at + dt.timedelta(days=DAYS_BEFORE)
    coming = Registration.objects.filter(
        state=RegistrationState.CONFIRMED, reminded_at=None, gathering__state=GatheringState.PUBLISHED,
        gathering__sessions__starts_at__gt=at, gathering__sessions__starts_at__lte=soon,
    )  # fmt: skip
    found = coming.for_mail().distinct().order_by("pk")[:500]
    return sum(_remind(registration, at) for registration in found)


@transaction.atomic
def _remind(registration: Registration, at: dt.datetime) -> int:
    mine = Registration.objects.filter(pk=registration.pk, state=RegistrationState.CONFIRMED, reminded_at=None)
    if not mine.update(reminded_at=at):
        return 0
    tell(registration, at=at, kind=LetterKind.REMINDER)
    return 1
