"""What the audit log says of this app in words: its verbs, and its records where the model has no name in Japanese."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "save_concept": _("検索の言葉の登録"),
        "remove_concept": _("検索の言葉の削除"),
        "handle_unanswered": _("答えのない質問への対応"),
    },
)
