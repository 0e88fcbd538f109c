"""What every verb shares: one lock for an exhibition, the mail."""

import datetime as dt
from typing import Any

from django.utils.translation import get_language

from kosetsu.common.db.locks import lock_keys
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.post import owe
from kosetsu.services.exhibitions import documents
from kosetsu.services.exhibitions.models import Booth, Exhibition, Letter, Recommendation
from kosetsu.services.exhibitions.states import LetterKind


def lock(exhibition: Exhibition) -> None:
    """Nobody else changes the exhibition, its recommendations or booths until the transaction ends."""
    lock_keys(f"exhibitions:exhibition:{exhibition.pk}")


def locked(exhibition: Exhibition) -> Exhibition:
    """The exhibition as it is now."""
    lock(exhibition)
    return Exhibition.objects.select_related("branch").get(pk=exhibition.pk)


def locked_booth(booth: Booth) -> Booth:
    """The booth as it is now."""
    lock(booth.exhibition)
    return Booth.objects.select_related("exhibition__branch", "organisation", "workplace", "contact").get(pk=booth.pk)


def locked_recommendation(recommendation: Recommendation) -> Recommendation:
    """The recommendation as it is now."""
    lock(recommendation.invitation.exhibition)
    rows = Recommendation.objects.select_related("invitation__exhibition", "invitation__partner", "workplace")
    return rows.get(pk=recommendation.pk)


def mailbox(person: Person | None) -> str:
    """Where a person is written to; nobody is nowhere."""
    return (person.email if person else "") or ""


def tell(exhibition: Exhibition, kind: LetterKind, address: str, *, at: dt.datetime, **said: Any) -> None:
    """A mail, where there is an address."""
    if not address:
        return
    subject, body = documents.letter_text(kind, (get_language() or "ja")[:2], exhibition=exhibition, **said)
    owe(Letter, exhibition=exhibition, kind=kind, address=address, subject=subject, body=body, made_at=at)
