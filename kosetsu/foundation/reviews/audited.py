"""What the audit log says of reviews in words."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "make_panel": _("審査会の設置"),
        "set_times": _("採点期間の変更"),
        "add_items": _("審査対象の登録"),
        "withdraw_item": _("審査対象の取り下げ"),
        "add_reviewer": _("審査員の登録"),
        "remove_reviewer": _("審査員の退任"),
        "grant_leave": _("審査員の休み"),
        "block": _("利益相反の登録"),
        "disclose_conflict": _("確定後の利益相反の申告"),
        "lift_conflict": _("利益相反の取り消し"),
        "assign": _("審査の割り当て"),
        "fix_pair": _("割り当ての固定の変更"),
        "void_review": _("審査票の無効"),
        "open_scoring": _("採点の開始"),
        "promise": _("守秘の約束"),
        "save_scores": _("採点の途中保存"),
        "hand_in": _("審査票の提出"),
        "take_sheet": _("採点の様式の取り込み"),
        "return_review": _("審査票の差し戻し"),
        "begin_calibration": _("合議の開始"),
        "resume_scoring": _("採点の再開"),
        "hold_calibration": _("合議の記録"),
        "close_panel": _("審査結果の確定"),
        "reopen_panel": _("審査会の再開"),
    },
)
