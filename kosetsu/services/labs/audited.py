"""What the audit log says of the labs in words."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "offer_room": _("ラボの室の提供（内定）"),
        "contract": _("ラボの契約"),
        "decline_room": _("ラボの内定の辞退"),
        "call_off": _("ラボの入居前の解約"),
        "ask_deposit": _("ラボの保証金の請求"),
        "move_in": _("ラボへの入居"),
        "name_pass": _("ラボの入館者の登録"),
        "give_pass": _("ラボの入館証の交付"),
        "end_pass": _("ラボの入館証の返却"),
        "purge_pass_name": _("ラボの入館者の氏名の消去"),
        "show_name": _("ラボの企業名の公開の設定"),
        "record_visit": _("ラボマネージャーの訪問の記録"),
        "follow_visit": _("ラボマネージャーの訪問への対応"),
        "record_check": _("ラボの年次確認の記録"),
        "ask_extension": _("ラボの契約期間の延長の申請"),
        "ask_relief": _("ラボの使用料の減免の申請"),
        "grant": _("ラボの延長・減免の承認"),
        "refuse": _("ラボの延長・減免の不承認"),
        "withdraw": _("ラボの延長・減免の申請の取下げ"),
        "give_notice": _("ラボの退去の届出"),
        "take_back_notice": _("ラボの退去の届出の取下げ"),
        "check_leaving": _("ラボの退去の確認"),
        "leave": _("ラボからの退去"),
        "settle_deposit": _("ラボの保証金の精算"),
        "log_room_use": _("共用の部屋の利用の記録"),
    },
    things={"Pass": _("24時間入館証"), "Visit": _("ラボマネージャーの訪問")},
)
