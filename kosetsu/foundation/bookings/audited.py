"""What the audit log says of this app in words: its verbs, and its records where the model has no name in Japanese."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "hold": _("仮予約"),
        "confirm_hold": _("仮予約の確定"),
        "request": _("予約"),
        "approve": _("予約の承認"),
        "refuse": _("予約の不承認"),
        "ask_again": _("予約の再確認"),
        "move": _("予約の変更"),
        "extend": _("予約の延長"),
        "shorten": _("予約の短縮"),
        "hand_over": _("予約者の変更"),
        "cancel": _("予約のキャンセル"),
        "expire": _("仮予約の期限切れ"),
        "mark_no_show": _("無断キャンセル"),
        "start": _("利用の開始"),
        "stop": _("利用の終了"),
        "close_resource": _("休止"),
        "join_waiting_list": _("キャンセル待ちの登録"),
        "open_feed": _("カレンダー配信の開始"),
        "revoke_feed": _("カレンダー配信の停止"),
    },
    things={
        "Booking": _("予約"),
        "Resource": _("予約の対象"),
        "Closure": _("休止"),
        "Waiting": _("キャンセル待ち"),
        "Feed": _("カレンダー配信"),
    },
)
