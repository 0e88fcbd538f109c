"""An identity provider that does not answer is a page that says so, not a failure of ours."""

import logging
from collections.abc import Callable

import requests
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger(__name__)
PATHS = "/accounts/oidc/"


class ProviderOutageMiddleware:
    """Answers for a provider that is down, too slow, or speaks nonsense."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not request.path.startswith(PATHS) or not isinstance(exception, requests.RequestException):
            return None
        log.warning("identity provider does not answer: %s", type(exception).__name__)
        return render(request, "socialaccount/authentication_error.html", status=503)
