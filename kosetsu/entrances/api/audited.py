"""What the audit log says of this app in words: its verbs, and its records where the model has no name in Japanese."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "issue_token": _("APIトークンの発行"),
        "revoke_token": _("APIトークンの失効"),
    },
    things={
        "ApiToken": _("APIトークン"),
    },
)
