"""How often something may be asked within a minute, counted in the cache by whoever asks.

@take_turns("figures", "FIGURES_PER_MINUTE", visitor_waits)
def figures(request): ...
"""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MINUTE = 60
Page = Callable[..., HttpResponse]
Waits = Callable[[Any, str, str], int]


def seconds_to_wait(key: str, limit: int, at: dt.datetime) -> int:
    """Count one more of ``key``: 0 where this minute has room for it, else the seconds until the next minute."""
    moment = int(at.timestamp())
    this_minute = f"limit:{key}:{moment // MINUTE}"
    try:
        asked = _one_more(this_minute)
    except ValueError:  # thrown out of the cache between two steps
        return 0
    return MINUTE - moment % MINUTE if asked > limit else 0


def _one_more(key: str) -> int:
    """Count on, which is the rule; begin to count where nobody has; count on where somebody has meanwhile."""
    try:
        return cache.incr(key)
    except ValueError:
        return 1 if cache.add(key, 1, 2 * MINUTE) else cache.incr(key)


def client_address(request: HttpRequest) -> str:
    """Where a request comes from, as the outermost of our own proxies saw it; nobody is believed about himself."""
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    seen = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
    if 0 < proxies <= len(seen) and seen[-proxies]:
        return seen[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def visitor_waits(request: Any, what: str, setting: str) -> int:
    """The seconds that a visitor must wait for ``what``; 0 for everyone who has signed in."""
    return 0 if request.user.is_authenticated else address_waits(request, what, setting)


def address_waits(request: Any, what: str, setting: str) -> int:
    """The seconds that whoever asks from this address must wait for ``what``."""
    return seconds_to_wait(f"{what}:{client_address(request)}", getattr(settings, setting), request.at)


def take_turns(what: str, setting: str, waits: Waits = address_waits) -> Callable[[Page], Page]:
    """Have an address wait once it asked for ``what`` more often in a minute than the setting allows."""

    def hang(page: Page) -> Page:
        @wraps(page)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if wait := waits(request, what, setting):
                return please_wait(request, wait)
            return page(request, *args, **kwargs)

        return counted

    return hang


def please_wait(request: HttpRequest, wait: int) -> HttpResponse:
    """The page that says how long."""
    page = render(request, "429.html", {"wait": wait}, status=429)
    page["Retry-After"], page["Cache-Control"] = str(wait), "private, no-store"
    return page
