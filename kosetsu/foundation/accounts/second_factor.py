"""Staff and partners reach their desks with a second factor only; until then every page leads to setting one up."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.accounts.permissions import needs_second_factor

OPEN = ("/accounts/", "/i18n/", "/static/")
"""What is reachable without: signing in and out, setting the factor up, the language, style sheets."""


def has_second_factor(person: Person) -> bool:
    """Whether a TOTP app or a passkey is set up (recovery codes alone are none)."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=person, type__in=kinds).exists())


class SecondFactorMiddleware:
    """Leads a person who must have a second factor, and has none, to the page that says why and how."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN) or not self.missing(request):
            return self.get_response(request)
        page = reverse("accounts:second_factor")
        if request.path == page:
            return self.get_response(request)
        return HttpResponseClientRedirect(page) if getattr(request, "htmx", False) else redirect(page)

    def missing(self, request: HttpRequest) -> bool:
        user = request.user
        return bool(
            settings.STAFF_SECOND_FACTOR
            and isinstance(user, Person)
            and needs_second_factor(user)
            and not has_second_factor(user)
        )
