"""What the audit log says of this app in words: its verbs, and its records where the model has no name in Japanese."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "draft_offering": _("支援メニューの下書き"),
        "change_offering": _("支援メニューの変更"),
        "revise_tariff": _("料金の改定"),
        "propose_offering": _("公開の確認の依頼"),
        "offer_offering": _("支援メニューの公開"),
        "return_to_draft_offering": _("支援メニューの差し戻し"),
        "withdraw_offering": _("支援メニューの終了"),
        "revive_offering": _("支援メニューの再開"),
    },
)
