"""What the audit log says of matching in words."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "ask_for_cohorts": _("グループ編成の案の依頼"),
        "cancel_cohorts": _("グループ編成の計算の中止"),
        "move_applicant": _("グループ編成の案での移動"),
        "lock_applicant": _("グループ編成の案での固定"),
        "settle_cohorts": _("グループ編成の決定"),
    },
    things={"CohortProposal": _("グループ編成の案")},
)
