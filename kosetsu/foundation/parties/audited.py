"""What the audit log says of this app in words: its verbs, and its records where the model has no name in Japanese."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "register_organisation": _("組織の登録"),
        "register_workplace": _("事業所の登録"),
        "verify_organisation": _("組織の確認"),
        "verify_by_identity": _("外部IDによる組織の確認"),
        "verify_by_evidence": _("書類による組織の確認"),
        "change_profile": _("組織の情報の変更"),
        "rename_organisation": _("組織の名称の変更"),
        "incorporate": _("法人への変更"),
        "decide_price_class": _("料金区分の決定"),
        "add_workplace": _("事業所の追加"),
        "change_workplace": _("事業所の変更"),
        "close_workplace": _("事業所の閉鎖"),
        "add_membership": _("担当者の登録"),
        "end_membership": _("担当者の登録の終了"),
        "invite": _("担当者の招待"),
        "withdraw_invitation": _("招待の取り消し"),
        "give_post": _("職務の付与"),
        "end_post": _("職務の終了"),
    },
    things={
        "Organisation": _("組織"),
        "Workplace": _("事業所"),
        "Membership": _("担当者の登録"),
        "StaffPost": _("職務"),
        "Invitation": _("招待"),
        "Branch": _("拠点"),
        "BranchStatus": _("拠点の状態"),
        "Group": _("グループ"),
    },
)
