"""What the audit log says of this app in words: its verbs, and its records where the model has no name in Japanese."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "record_calibration": _("校正の記録"),
        "decide_doubts": _("影響の判断"),
        "add_file": _("ファイルの追加"),
        "add_part": _("部品の追加"),
        "remove_part": _("部品の取り外し"),
        "plan_work": _("保守の予定"),
        "finish_work": _("保守の完了"),
        "enter_outage": _("休止の登録"),
        "extend_outage": _("休止の延長"),
        "end_outage": _("休止の終了"),
        "call_off": _("休止の取り消し"),
    },
    things={
        "Device": _("機器・標準器"),
        "Calibration": _("校正"),
        "Part": _("部品"),
        "Maintenance": _("保守"),
        "Outage": _("機器の休止"),
        "DeviceFile": _("機器のファイル"),
    },
)
