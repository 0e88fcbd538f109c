"""The gate every call of the API passes: who calls, how often, how much, in which language; then the operation."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from kosetsu.common.api.doors import Caller
from kosetsu.common.api.problems import Stop
from kosetsu.entrances.api import callers, idempotency, limits
from kosetsu.entrances.api.answers import UNREADABLE, unreadable_form

View = Callable[..., HttpResponse]


def gate(view: View, takes_files: bool = False) -> View:
    """Hang the gate before an operation; whatever stops the call here or there is a problem document."""

    @csrf_exempt
    @wraps(view)
    def passed(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _answered(request, lambda: _through(request, lambda: view(request, *args, **kwargs), takes_files))
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    passed.too_large = limits.too_large  # type: ignore[attr-defined]  # asked by UploadLimitMiddleware
    return passed


def _through(request: Any, view: Callable[[], HttpResponse], takes_files: bool) -> HttpResponse:
    request.caller = _known(request)
    with translation.override(_language(request, request.caller)):
        response = _answered(request, lambda: _carried_out(request, view, takes_files))
        response.headers["Content-Language"] = translation.get_language() or "ja"
        return response


def _carried_out(request: Any, view: Callable[[], HttpResponse], takes_files: bool) -> HttpResponse:
    limits.count(request, request.caller)
    limits.refuse_large(request, request.caller, takes_files)
    response = idempotency.once(request, request.caller, view)
    _refuse_method(response)
    return response


def _answered(request: Any, work: Callable[[], HttpResponse]) -> HttpResponse:
    """The work's answer, or the problem that stopped it; a form may be read before any operation looks at it."""
    try:
        return work()
    except Stop as stop:
        return stop.response
    except UNREADABLE as error:
        return unreadable_form(request, error)


def _known(request: Any) -> Caller:
    """Who calls; a token that nobody has counts as a visitor's call."""
    try:
        return callers.identify(request)
    except Stop:
        limits.count(request, Caller())
        raise


def _language(request: Any, caller: Caller) -> str:
    """What the call asks for; a token's owner who asks for nothing is answered in the language of the account."""
    if caller.token is not None and "Accept-Language" not in request.headers:
        return str(caller.person.language)  # type: ignore[union-attr]
    return translation.get_language() or "ja"


def _refuse_method(response: HttpResponse) -> None:
    if response.status_code == 405:
        allowed = ", ".join(sorted(response.headers.get("Allow", "").split(", ")))
        raise Stop(405, _("使える方法：%(methods)s") % {"methods": allowed}, headers={"Allow": allowed})
