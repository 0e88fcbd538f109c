"""Who may make a token, and who may end it."""

from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.entrances.api.models import ApiToken

MAX_TOKENS = 20


def can_issue_token(user: Any) -> Decision:
    """Anyone who can sign in; a token can do no more than its owner."""
    if not user.is_authenticated:
        return no(_("トークンの発行にはログインが必要です。"), _("ログインしてください。"))
    if ApiToken.objects.filter(person=user, revoked_at=None).count() >= MAX_TOKENS:
        return no(
            _("トークンは%(limit)d個まで発行できます。") % {"limit": MAX_TOKENS},
            _("使っていないトークンを失効させてください。"),
        )
    return YES


def can_revoke_token(user: Any, token: ApiToken) -> Decision:
    """The owner, while the token is not revoked yet."""
    if token.person_id != user.pk:
        return HIDDEN
    return YES if token.revoked_at is None else no(_("このトークンは、すでに失効しています。"))
