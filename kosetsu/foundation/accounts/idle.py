"""A session left alone ends: sooner for those who read other people's matters."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.accounts.posts import is_partner, is_staff

SEEN = "seen_at"
GRAIN = 60
"""Seconds between two writes of the session, so that reading a page does not write each time."""


def limit_of(person: Person) -> dt.timedelta | None:
    """How long the person's session may rest; None for the session's own length."""
    if is_staff(person) or person.is_staff:
        return dt.timedelta(minutes=settings.IDLE_MINUTES["inside"])
    return dt.timedelta(minutes=settings.IDLE_MINUTES["partner"]) if is_partner(person) else None


class IdleMiddleware:
    """Signs out whoever was away too long, before anything is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Person) and (limit := limit_of(request.user)):
            self._watch(request, limit)
        return self.get_response(request)

    def _watch(self, request: HttpRequest, limit: dt.timedelta) -> None:
        moment = int(request.at.timestamp())  # type: ignore[attr-defined]
        seen = request.session.get(SEEN, moment)
        if moment - seen > limit.total_seconds():
            logout(request)
            messages.info(request, _("しばらく操作がなかったため、ログアウトしました。もう一度ログインしてください。"))
        elif SEEN not in request.session or moment - seen >= GRAIN:
            request.session[SEEN] = moment
