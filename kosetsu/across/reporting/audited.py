"""What the audit log says of this app in words: its verbs, and its records where the model has no name in Japanese."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "freeze_year": _("年度の確定"),
        "issue_edition": _("版の発行"),
        "check_evidence": _("根拠データの確認"),
        "load_evidence": _("根拠データの取り込み"),
    },
    things={
        "Edition": _("年報の版"),
        "Evidence": _("根拠データ"),
    },
)
