"""Texts of the mails about a tenancy: a number, what happened and where to read it; never more."""

from django.conf import settings
from django.utils import translation

from kosetsu.foundation.parties.post import written
from kosetsu.services.labs.models import Tenancy
from kosetsu.services.labs.states import LabLetter


def letter(tenancy: Tenancy, kind: LabLetter, language: str, *, reason: str, desk: bool) -> tuple[str, str]:
    """Subject and body of one mail, in the reader's language."""
    with translation.override(language):
        what = str(kind.label)
    return written(
        "labs/mail/tenancy.txt", language, what=what, number=tenancy.case.number, room=tenancy.lab.room, reason=reason,
        url=settings.PUBLIC_URL + tenancy.address(desk=desk),
    )  # fmt: skip
