"""Texts of the mails about tailored courses: a number, what happened and where to read it."""

from django.conf import settings

from kosetsu.foundation.parties.post import written
from kosetsu.services.training.models import TailoredCourse
from kosetsu.services.training.states import TailoredLetter


def tailored_letter(
    course: TailoredCourse, kind: TailoredLetter, language: str, *, reason: str, desk: bool
) -> tuple[str, str]:
    """Subject and body of one mail, in the reader's language."""
    return written(
        f"training/mail/{kind}.txt", language, number=course.case.number, reason=reason,
        url=settings.PUBLIC_URL + course.address(desk=desk),
    )  # fmt: skip
