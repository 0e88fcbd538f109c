"""What the audit log says of gatherings in words."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "plan_gathering": _("催しの計画"),
        "change_gathering": _("催しの計画の変更"),
        "approve_gathering": _("催しの承認"),
        "send_back": _("催しの差し戻し"),
        "publish": _("催しの公開"),
        "call_off": _("催しの中止"),
        "close_gathering": _("催しの終了"),
        "register": _("催しへの申し込み"),
        "draw": _("催しの抽選"),
        "win": _("抽選の当選"),
        "lose": _("抽選の落選"),
        "offer_place": _("繰り上げの案内"),
        "accept_place": _("繰り上げの受諾"),
        "owe_place": _("前納のお願い"),
        "pay_place": _("前納による参加の確定"),
        "lapse": _("席の期限切れ"),
        "cancel_registration": _("申し込みの取り消し"),
        "receive": _("催しの受付"),
        "complete": _("オンデマンド講座の修了"),
        "receive_report": _("Web会議のレポートの取り込み"),
        "add_material": _("催しの資料の登録"),
        "withdraw_material": _("催しの資料の取り下げ"),
        "answer_survey": _("催しのアンケートの回答"),
        "count_heads": _("催しの人数の記録"),
    },
    things={"Gathering": _("催し"), "Registration": _("催しへの申し込み"), "Material": _("催しの資料")},
)
