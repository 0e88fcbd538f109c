"""The page of a verb that asks for nothing but the press."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from kosetsu.common.decisions import Decision
from kosetsu.foundation.accounts.doors import Page, SignedIn, open_door, refusal
from kosetsu.foundation.parties.pages.submitting import pressed


def press_page(
    name: str, door: Callable[[Any], Decision], load: Callable[[Any, UUID], Any], work: Callable[[Any, Any], str],
    can: Callable[[Any, Any], Decision],
) -> Page:  # fmt: skip
    """``load(request, public_id)`` finds the proposal; ``work(request, proposal)`` returns the next address."""

    @require_POST
    @open_door(door)
    def page(request: SignedIn, public_id: UUID) -> HttpResponse:
        found = load(request, public_id)
        if not (may := can(request, found)):
            return refusal(request, may)
        return pressed(request, lambda: work(request, found), found.get_absolute_url())

    page.__name__ = page.__qualname__ = name
    page.__module__ = work.__module__
    return page
