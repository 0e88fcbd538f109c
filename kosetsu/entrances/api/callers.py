"""Who calls: a Bearer token's owner, someone signed in at a browser of this site, or a visitor."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.utils import check_csrf

from kosetsu.common.api.doors import Caller
from kosetsu.common.api.problems import Stop
from kosetsu.entrances.api.actions import digest_of, note_use
from kosetsu.entrances.api.models import ApiToken
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.accounts.permissions import needs_second_factor
from kosetsu.foundation.accounts.second_factor import has_second_factor

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def identify(request: Any) -> Caller:
    """The caller; from here on ``request.user`` is the one whose rights count."""
    given = request.headers.get("Authorization")
    if given is not None:
        return _owner_of(request, given)
    if not request.user.is_authenticated:
        return Caller()
    _refuse_foreign_sites(request)
    return Caller(request.user)


def _owner_of(request: Any, given: str) -> Caller:
    """The token decides alone: a session that comes along counts for nothing."""
    scheme, _blank, secret = given.partition(" ")
    found = ApiToken.objects.usable(request.at).select_related("person")
    token = found.filter(digest=digest_of(secret.strip())).first() if scheme.lower() == "bearer" else None
    if token is None:
        raise Stop(
            401,
            _("このトークンは使えません（誤り・期限切れ・失効のいずれか）。"),
            _("トークンの一覧で有効期限を確かめ、必要なら発行し直してください。"),
            headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
        )
    _ask_second_factor(token.person)
    note_use(token=token, at=request.at)
    request.user = token.person
    return Caller(token.person, frozenset(token.scopes), token.pk)


def _ask_second_factor(person: Person) -> None:
    """Who reaches no page without a second factor reaches nothing here either."""
    if settings.STAFF_SECOND_FACTOR and needs_second_factor(person) and not has_second_factor(person):
        raise Stop(
            403,
            _("職員と連携機関の担当者には、二段階認証の設定が必要です。"),
            _("ブラウザーでログインし、二段階認証を設定してください。"),
        )


def _refuse_foreign_sites(request: HttpRequest) -> None:
    """A session's cookie comes along from any site; the CSRF token only from ours."""
    if request.method not in SAFE and check_csrf(request) is not None:
        raise Stop(
            403,
            _("この画面からの送信であることを確認できませんでした（CSRF）。"),
            _("X-CSRFTokenヘッダーを付けるか、APIトークンを使ってください。"),
        )
