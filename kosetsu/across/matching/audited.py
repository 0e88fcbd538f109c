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
        "ask_for_reviewers": _("割り当て案の依頼"),
        "cancel_assigning": _("割り当ての計算の中止"),
        "lock_pair": _("割り当て案での固定の変更"),
        "settle_assignment": _("割り当て案の決定"),
        "outdate_assignment": _("古くなった割り当て案"),
        "open_bidding": _("審査員の意向の受け付け"),
        "remind_bidders": _("審査員の意向の催促"),
        "close_bidding": _("審査員の意向の締め切り"),
        "bid": _("審査員の意向"),
        "enter_bid": _("審査員の意向の登録"),
        "set_load": _("審査員の件数の範囲の変更"),
    },
    things={"CohortProposal": _("グループ編成の案"), "PanelProposal": _("割り当て案")},
)
