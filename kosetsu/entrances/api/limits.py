"""How many calls a minute, counted in the cache per token or per visitor's address; and how large one may be."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kosetsu.common.api.doors import Caller
from kosetsu.common.api.problems import Stop, too_often
from kosetsu.common.limits import client_address, seconds_to_wait

MAX_BODY_BYTES = 1024 * 1024


def refuse_large(request: Any, caller: Caller, takes_files: bool = False) -> None:
    """Only a known caller who sends files has reason for a large body; that one passed the site's own limit."""
    if takes_files and caller.person is not None and request.content_type == "multipart/form-data":
        return
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdigit() or int(announced) > MAX_BODY_BYTES:
        raise _large(MAX_BODY_BYTES)


def too_large(_request: Any, limit: int) -> HttpResponse:
    """The site's own limit, in the API's words."""
    return _large(limit).response


def _large(limit: int) -> Stop:
    return Stop(413, _("本文は%(limit)dMBまでです。") % {"limit": limit // 1024 // 1024})


def count(request: Any, caller: Caller) -> None:
    """Count this call; :class:`Stop` with the seconds to wait when the minute is full."""
    who, limit = _bucket(request, caller)
    if wait := seconds_to_wait(f"api:{who}", limit, request.at):
        raise too_often(limit, wait)


def _bucket(request: Any, caller: Caller) -> tuple[str, int]:
    if caller.token is not None:
        return f"token:{caller.token}", settings.API_CALLS_PER_MINUTE
    if caller.person is not None:
        return f"person:{caller.person.pk}", settings.API_CALLS_PER_MINUTE
    return f"visitor:{client_address(request)}", settings.API_VISITOR_CALLS_PER_MINUTE
