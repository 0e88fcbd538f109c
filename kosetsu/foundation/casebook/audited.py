"""What the audit log says of this app in words: its verbs, and its records where the model has no name in Japanese."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "open_case": _("案件の開始"),
        "close_case": _("案件の終了"),
        "record_entry": _("実績の登録"),
        "record_entries": _("実績のまとめての登録"),
        "reverse_entry": _("実績の取り消し"),
        "close_year": _("年度の締め"),
    },
)
