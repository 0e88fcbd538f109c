"""Texts of the mails to reviewers: which panel, how many, until when, and where; nothing of what is reviewed."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kosetsu.common.clock import written as moment
from kosetsu.foundation.parties.post import written
from kosetsu.foundation.reviews.models import Reviewer
from kosetsu.foundation.reviews.states import ReviewLetter


def letter(reviewer: Reviewer, kind: ReviewLetter, **facts: Any) -> tuple[str, str]:
    """Subject and body of one mail, in the reviewer's language."""
    person, panel = reviewer.person, reviewer.panel
    with translation.override(person.language):
        due = moment(panel.due_at) if panel.due_at else ""
        what = str(kind.label)
    return written(
        "reviews/mail/notice.txt", person.language, kind=kind, what=what, panel=panel.title, name=person.name, due=due,
        url=str(settings.PUBLIC_URL) + reverse("reviews:mine"), **facts,
    )  # fmt: skip
