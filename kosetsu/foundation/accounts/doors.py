"""The door of a page on these floors: sign in first, then one question, then whatever the page's action refuses."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kosetsu.common.decisions import YES, Decision, Refused
from kosetsu.foundation.accounts.models import Person

Page = Callable[..., HttpResponse]


class SignedIn(HttpRequest):
    """A request as pages behind a door see it: somebody's, with its moment and its day."""

    user: Person
    at: dt.datetime
    today: dt.date


def refusal(request: HttpRequest, decision: Decision) -> HttpResponse:
    """The page of a refusal; what is hidden looks like nothing at all."""
    if decision.hidden:
        raise Http404
    return render(request, "403.html", {"decision": decision}, status=403)


def open_door(can: Callable[[Any], Decision] = lambda user: YES) -> Callable[[Page], Page]:
    """Let in who is signed in and allowed."""

    def hang(page: Page) -> Page:
        @wraps(page)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not (decision := can(request.user)):
                return refusal(request, decision)
            try:
                return page(request, *args, **kwargs)
            except Refused as refused:
                return refusal(request, refused.decision)

        return door

    return hang


def side_door(desk: bool, can: Callable[[Any], Decision]) -> Callable[[Page], Page]:
    """The door of a page that has two sides: at the desk whoever ``can``; elsewhere whoever is signed in, and sees
    what is theirs.
    """
    return open_door(can) if desk else open_door()
