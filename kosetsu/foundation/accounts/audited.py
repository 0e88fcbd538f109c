"""What the audit log says of this app in words: its verbs, and its records where the model has no name in Japanese."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "close_account": _("利用の停止"),
        "open_account": _("利用の再開"),
        "end_sessions": _("ログアウトさせた"),
        "prove_identity": _("外部IDでの本人確認"),
    },
)
