"""A request that is too large is refused by its announced length, before a byte of it is read or parsed."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

DEFAULT_MAX_BYTES = 110 * 1024 * 1024
"""Five files of 20 MB and the text around them."""


class UploadLimitMiddleware:
    """Answers 413 and says why; ``MAX_REQUEST_BYTES`` in the settings changes the limit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = str(request.META.get("CONTENT_LENGTH") or "0")
        limit: int = getattr(settings, "MAX_REQUEST_BYTES", DEFAULT_MAX_BYTES)
        if announced.isdigit() and int(announced) <= limit:
            return self.get_response(request)
        return _refusal(request)(request, limit)


def _refusal(request: HttpRequest) -> Callable[[HttpRequest, int], HttpResponse]:
    """The view's own ``too_large`` where it has one (programs want no page), else the page."""
    try:
        return getattr(resolve(request.path_info).func, "too_large", _page)
    except Resolver404:
        return _page


def _page(request: HttpRequest, limit: int) -> HttpResponse:
    return render(request, "413.html", {"limit_megabytes": limit // (1024 * 1024)}, status=413)
