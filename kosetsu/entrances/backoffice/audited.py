"""What the audit log says of this app in words: its verbs, and its records where the model has no name in Japanese."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "backoffice_add": _("管理画面での追加"),
        "backoffice_change": _("管理画面での変更"),
        "backoffice_delete": _("管理画面での削除"),
    },
)
