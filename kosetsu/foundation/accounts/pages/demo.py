"""Signing in to the demo by one press. Outside the demo these pages do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account.signals import user_logged_in
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kosetsu.foundation.accounts.adapters import AccountAdapter
from kosetsu.foundation.accounts.models import Person

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _only_in_the_demo(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(page)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.KOSETSU_DEMO:
            raise Http404
        return page(request, *args, **kwargs)

    return door


@_only_in_the_demo
def demo(request: HttpRequest) -> HttpResponse:
    """The demo's people and what each of them plays."""
    return render(request, "people/demo.html", {"people": Person.objects.of_the_demo()})


@_only_in_the_demo
@require_POST
def demo_sign_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sign in as one of them."""
    person = get_object_or_404(Person.objects.of_the_demo(), public_id=public_id)
    login(request, person, backend=BACKEND)
    user_logged_in.send(Person, request=request, user=person)
    return redirect(AccountAdapter(request).get_login_redirect_url(request))
