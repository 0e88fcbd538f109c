"""Texts of the mails about a programme: a number, what happened and where to read it; never a result or a name."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kosetsu.foundation.parties.post import written
from kosetsu.services.screening.models import ScreeningProgramme
from kosetsu.services.screening.states import NoticeKind


def notice(
    programme: ScreeningProgramme, kind: NoticeKind, language: str, *, reason: str, desk: bool
) -> tuple[str, str]:  # fmt: skip
    """Subject and body of one mail, in the reader's language."""
    with translation.override(language):
        what = str(kind.label)
    page = "screening-desk:programme" if desk else "screening-partner:programme"
    return written(
        "screening/mail/notice.txt", language, what=what, number=programme.case.number, title=programme.title,
        due_on=programme.due_on, reason=reason,
        url=settings.PUBLIC_URL + reverse(page, args=[programme.public_id]),
    )  # fmt: skip
