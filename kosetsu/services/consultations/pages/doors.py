"""How a page's door answers: 404 for what must not be seen, 403 with its reason, or a form shown again with it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from kosetsu.common.decisions import Decision, Refused

Page = Callable[..., HttpResponseBase]


def refusal(request: HttpRequest, decision: Decision) -> HttpResponse:
    """The page of a refusal; what is hidden looks like nothing at all."""
    if decision.hidden:
        raise Http404
    return render(request, "403.html", {"decision": decision}, status=403)


def open_door(can: Callable[[Any], Decision] | None = None) -> Callable[[Page], Page]:
    """Ask for a sign-in, then ``can(user)``; what the page's action refuses is answered here too."""

    def hang(page: Page) -> Page:
        @wraps(page)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            decision = can(request.user) if can else Decision(True)
            if not decision:
                return refusal(request, decision)
            try:
                return page(request, *args, **kwargs)
            except Refused as refused:
                return refusal(request, refused.decision)

        return door

    return hang
