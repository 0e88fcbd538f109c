"""Sessions end: when left alone by those who read other people's matters, and after twelve hours for everyone."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.accounts.posts import is_partner, is_staff

BEGAN, SEEN = "began_at", "seen_at"
GRAIN = 60
"""Seconds between two writes of the session, so that reading a page does not write each time."""


def limit_of(person: Person) -> dt.timedelta | None:
    """How long the person's session may rest; None for as long as it lives."""
    if is_staff(person) or person.is_staff:
        return dt.timedelta(minutes=settings.IDLE_MINUTES["inside"])
    return dt.timedelta(minutes=settings.IDLE_MINUTES["partner"]) if is_partner(person) else None


class IdleMiddleware:
    """Signs out whoever was away or here too long, before anything is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Person):
            moment = int(request.at.timestamp())  # type: ignore[attr-defined]
            if _over(request, request.user, moment):
                logout(request)
                messages.info(request, _("ログインの有効な時間が過ぎました。もう一度ログインしてください。"))
        return self.get_response(request)


def _over(request: HttpRequest, person: Person, moment: int) -> bool:
    """Whether the session has ended; otherwise the moment is remembered."""
    # Each write of a session prolongs its cookie, so the beginning is kept in the session itself.
    if moment - request.session.setdefault(BEGAN, moment) > settings.SESSION_COOKIE_AGE:
        return True
    limit = limit_of(person)
    if limit is None:
        return False
    seen = request.session.get(SEEN, 0)
    if seen and moment - seen > limit.total_seconds():
        return True
    if moment - seen >= GRAIN:
        request.session[SEEN] = moment
    return False
