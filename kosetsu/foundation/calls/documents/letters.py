"""What an applicant is told: a mail in the kind's own words, or in ours."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kosetsu.common.clock import written as written_moment
from kosetsu.common.text import tidy_line
from kosetsu.foundation.calls.models import Application
from kosetsu.foundation.calls.states import LetterKind
from kosetsu.foundation.parties.post import written


def address(application: Application) -> str:
    """The whole address of an application's page, for a mail."""
    return str(settings.PUBLIC_URL) + reverse("calls:application", args=[application.public_id])


def letter_text(application: Application, kind: LetterKind) -> tuple[str, str]:
    """Subject and body of one mail, in the applicant's language."""
    with translation.override(application.language):
        notice, words = application.call.kind.notice(kind), _words(application)
        subject, body = written("calls/mail/letter.txt", application.language, kind=kind, **words)
        if notice is None:
            return subject, body
        own_subject, own_body = (filled(str(one), words) for one in (notice.subject, notice.body))
    foot = body.rpartition("\n--\n")[2]
    return tidy_line(own_subject)[:200], f"{own_body}\n\n--\n{foot}"


def filled(text: str, words: dict[str, Any]) -> str:
    """A notice's own text with what stands in braces; a brace that names nothing stays away."""
    return text.format_map(defaultdict(str, {name: str(value) for name, value in words.items()}))


def _words(application: Application) -> dict[str, Any]:
    prize = application.call.kind.prize_of(application.seat)
    return {
        "call": application.call.title, "number": application.number or "", "name": application.applicant,
        "reason": application.reason, "missing": application.missing, "title": application.title,
        "until": written_moment(application.missing_until), "prize": prize.title if prize else "",
        "place": application.place or "", "url": address(application), "points": "",
    }  # fmt: skip
