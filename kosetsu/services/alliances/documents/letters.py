"""Texts of the mails: a number, what happened and where to read it; never a matter, a source or a company."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kosetsu.foundation.parties.post import written
from kosetsu.services.alliances.models import LiaisonMeeting, Pairing
from kosetsu.services.alliances.states import NoticeKind


def pairing_letter(pairing: Pairing, kind: NoticeKind, language: str, *, desk: bool) -> tuple[str, str]:
    """Subject and body of one mail about a pairing, in the reader's language."""
    page = "alliances-desk:pairing" if desk else "alliances:brought"
    with translation.override(language):
        what, liaison = str(kind.label), pairing.opportunity.liaison.name
    return written(
        "alliances/mail/pairing.txt", language, what=what, liaison=liaison, number=pairing.opportunity.case.number,
        told=kind == NoticeKind.TOLD, url=settings.PUBLIC_URL + reverse(page, args=[pairing.public_id]),
    )  # fmt: skip


def meeting_letter(meeting: LiaisonMeeting, kind: NoticeKind, language: str) -> tuple[str, str]:
    """Subject and body of one mail about a meeting."""
    with translation.override(language):
        what, name, liaison = str(kind.label), meeting.kind_name, meeting.liaison.name
    return written(
        "alliances/mail/meeting.txt", language, what=what, name=name, liaison=liaison, meeting=meeting,
        called_off=kind == NoticeKind.CALLED_OFF,
    )  # fmt: skip
