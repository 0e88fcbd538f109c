"""What the audit log says of calls in words."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "learn_kind": _("公募の種類の登録"),
        "plan_call": _("公募の計画"),
        "change_call": _("公募の計画の変更"),
        "approve_call": _("公募の承認"),
        "send_back_call": _("公募の差し戻し"),
        "publish_call": _("公募の公開"),
        "call_off_call": _("公募の中止"),
        "record_counselling": _("応募前の相談の記録"),
        "begin_application": _("応募の下書きの作成"),
        "save_draft": _("応募の下書きの保存"),
        "submit": _("応募の提出"),
        "supplement": _("応募の補正の提出"),
        "withdraw_application": _("応募の取り下げ"),
        "find_complete": _("応募の受理"),
        "ask_back": _("応募の補正の依頼"),
        "lapse_application": _("補正の期限切れ"),
        "begin_round": _("審査の開始"),
        "hear": _("応募の審査への付議"),
        "decide_call": _("採否の決定"),
        "accept": _("応募の採択"),
        "put_on_reserve": _("補欠の決定"),
        "refuse": _("応募の不採択"),
        "call_up": _("補欠の繰り上げ"),
        "appeal": _("異議の申立て"),
        "uphold_appeal": _("異議を認める決定"),
        "dismiss_appeal": _("異議を認めない決定"),
        "uphold": _("異議による補欠への繰り入れ"),
        "conclude": _("決定後の手続きの完了"),
        "decline": _("採択の辞退"),
        "release": _("補欠の解除"),
        "finish_call": _("公募の終了"),
    },
)
