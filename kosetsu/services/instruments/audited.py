"""What the audit log says of this app in words: its verbs, and its records where the model has no name in Japanese."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "attend_course": _("講習の受講"),
        "pass_course": _("講習の合格"),
        "fail_course": _("講習の不合格"),
        "issue_card": _("認定証の交付"),
        "renew": _("認定証の更新"),
        "suspend": _("認定証の停止"),
        "resume": _("認定証の停止の解除"),
        "settle": _("利用の精算"),
        "log_guidance": _("操作指導の記録"),
        "log_consumable": _("消耗品の記録"),
        "name_companion": _("同行者の登録"),
        "report_fault": _("故障の報告"),
        "mend": _("故障の修理"),
        "add_paper": _("機器の書類の追加"),
        "remove_paper": _("機器の書類の取り外し"),
        "decide_step": _("利用率の低い機器への対応"),
        "plan_renewal": _("機器の更新整備の計画"),
        "change_renewal": _("機器の更新整備計画の変更"),
        "approve_renewal": _("機器の更新整備計画の承認"),
        "complete_renewal": _("機器の更新整備の実施"),
        "cancel_renewal": _("機器の更新整備の取りやめ"),
    },
    things={
        "Licence": _("認定証"),
        "Use": _("機器利用"),
        "Fault": _("故障"),
        "LowUseStep": _("利用率の低い機器への対応"),
    },
)
