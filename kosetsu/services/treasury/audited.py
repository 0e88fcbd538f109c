"""What the audit log says of this app in words: its verbs, and its records where the model has no name in Japanese."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "change_budget": _("予算の補正"),
        "execute": _("執行の登録"),
        "reverse_execution": _("執行の取り消し"),
        "import_executions": _("執行の取り込み"),
        "settle_year": _("決算の確定"),
        "borrow": _("短期借入"),
        "repay": _("短期借入金の返済"),
        "roll_over": _("短期借入金の借換え"),
        "recognise": _("剰余金・積立金の計上"),
        "use_reserve": _("剰余金・積立金の使用"),
    },
    things={
        "BudgetChange": _("予算の補正"),
        "Execution": _("執行"),
        "ExecutionFile": _("執行のファイル"),
        "Settlement": _("決算"),
        "Loan": _("短期借入金"),
        "Repayment": _("短期借入金の返済"),
        "Reserve": _("剰余金・積立金"),
        "ReserveUse": _("剰余金・積立金の使用"),
    },
)
