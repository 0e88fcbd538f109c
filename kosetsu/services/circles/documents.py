"""The words of circles' mails, and of an application for people."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.foundation.parties.post import written
from kosetsu.services.circles.models import Application, Circle, Council, Meeting, Member
from kosetsu.services.circles.rules import UNKNOWN
from kosetsu.services.circles.states import NoticeKind


def application_letter(application: Application, kind: NoticeKind, circle: Circle | None = None) -> tuple[str, str]:
    """Subject and body of a mail about an application."""
    url = settings.PUBLIC_URL + application.get_absolute_url()
    facts: dict[str, Any] = {"application": application, "intake": application.intake, "circle": circle, "url": url}
    return written(f"circles/mail/{kind}.txt", application.language, **facts)


def meeting_letter(meeting: Meeting, kind: NoticeKind) -> tuple[str, str]:
    """Subject and body of a mail about a meeting."""
    url = settings.PUBLIC_URL + meeting.get_absolute_url()
    return written(f"circles/mail/{kind}.txt", "ja", meeting=meeting, circle=meeting.circle, url=url)


def council_letter(council: Council, kind: NoticeKind) -> tuple[str, str]:
    """Subject and body of a mail about a session of the council."""
    return written(
        f"circles/mail/{kind}.txt", "ja", council=council, url=settings.PUBLIC_URL + reverse("circles:circles")
    )


def outcome_letter(member: Member, fiscal_year: int) -> tuple[str, str]:
    """Subject and body of the mail that asks what a year brought."""
    url = settings.PUBLIC_URL + reverse("circles:answer_outcome", args=[member.public_id])
    language = member.application.language if member.application else "ja"
    facts: dict[str, Any] = {"circle": member.circle, "year": fiscal.label(fiscal_year), "url": url}
    return written(f"circles/mail/{NoticeKind.OUTCOME}.txt", language, **facts)


def size_words(size: str) -> str:
    """A size class for people: "20人まで", "51人から"."""
    if size in ("", UNKNOWN):
        return _("不明")
    if size.startswith("-"):
        return _("%(count)s人まで") % {"count": size[1:]}
    return _("%(count)s人から") % {"count": size[:-1]}


def circle_code(fiscal_year: int, number: int, prefix: str) -> str:
    """The number under which a circle's entries stand: "CG2026-03"."""
    return f"{prefix}{fiscal_year}-{number:02d}"


def cohort_name(title: str, fiscal_year: int, number: int, count: int) -> str:
    """The first name of a new cohort; its members choose another."""
    year = fiscal.label(fiscal_year)
    return f"{year} {title}" if count == 1 else f"{year} {title} {number}"
