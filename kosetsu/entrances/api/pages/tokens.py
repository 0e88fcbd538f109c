"""A person's own tokens: make one (shown once), see which there are, end one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import AlreadySubmitted, once
from kosetsu.entrances.api import actions
from kosetsu.entrances.api.models import ApiToken
from kosetsu.entrances.api.pages.forms import TokenForm
from kosetsu.entrances.api.permissions import can_issue_token
from kosetsu.foundation.accounts.doors import open_door


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def token_list(request: HttpRequest) -> HttpResponse:
    """My tokens, and the form for a new one; its answer is the only place that ever shows a token."""
    form = TokenForm(request.POST or None)
    if form.is_valid():
        shown: list[str] = []
        try:
            once(request, form, lambda: _issue(request, form, shown))
            return _show(request, TokenForm(), shown) if shown else redirect("api:tokens")
        except (AlreadySubmitted, Refused) as refused:
            form.renew_key()
            form.add_error(None, str(refused))
    return _show(request, form, [], status=422 if form.errors else 200)


@require_POST
@open_door()
def revoke_token(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End one of my tokens."""
    token = get_object_or_404(ApiToken.objects.visible_to(request.user), public_id=public_id)
    actions.revoke_token(by=request.user, at=request.at, token=token)  # type: ignore[arg-type, attr-defined]
    messages.success(request, _("トークン「%(name)s」を失効させました。") % {"name": token.name})
    return redirect("api:tokens")


def _issue(request: Any, form: TokenForm, shown: list[str]) -> str:
    data = form.cleaned_data
    _token, secret = actions.issue_token(
        by=request.user, at=request.at, name=data["name"], scopes=data["scopes"], days=data["days"]
    )
    shown.append(secret)
    return reverse("api:tokens")


def _show(request: Any, form: TokenForm, shown: list[str], status: int = 200) -> HttpResponse:
    tokens = ApiToken.objects.visible_to(request.user)
    context = {
        "form": form,
        "secret": shown[0] if shown else "",
        "tokens": [(token, _state(token, request.at)) for token in tokens],
        "may_issue": can_issue_token(request.user),
    }
    return render(request, "api/tokens.html", context, status=status)


def _state(token: ApiToken, at: Any) -> str:
    """ "revoked", "expired" or "usable"."""
    if token.revoked_at:
        return "revoked"
    return "expired" if token.expires_at <= at else "usable"
