"""What the audit log says of the screening in words."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "register_body": _("技術審査の依頼団体の登録"),
        "change_body": _("技術審査の依頼団体の変更"),
        "request_programme": _("技術審査の依頼"),
        "change_programme": _("技術審査の依頼の変更"),
        "put_off": _("技術審査の期限の変更"),
        "accept_programme": _("技術審査の受諾"),
        "decline_programme": _("技術審査の辞退"),
        "call_off": _("取りやめ"),
        "keep_blank": _("団体の様式の登録"),
        "import_submissions": _("審査の申請一覧の取り込み"),
        "begin_review": _("技術審査の開始"),
        "name_second_readers": _("二次確認者の指定"),
        "read_again": _("審査結果の二次確認"),
        "point_out": _("二次確認での指摘"),
        "submit_results": _("審査結果の承認依頼"),
        "send_back": _("審査結果の差し戻し"),
        "approve_results": _("審査結果の承認"),
        "return_results": _("審査結果の返却"),
        "finish_dispatches": _("審査委員の派遣の完了"),
        "remind": _("期限の知らせ"),
        "request_dispatch": _("審査委員の派遣の依頼"),
        "approve_dispatch": _("審査委員の派遣の承認"),
        "refuse_dispatch": _("審査委員の派遣の不承認"),
        "attend_dispatch": _("審査委員の出席"),
        "take_back_attendance": _("審査委員の出席の取り消し"),
        "call_off_dispatch": _("審査委員の派遣の取りやめ"),
    },
)
