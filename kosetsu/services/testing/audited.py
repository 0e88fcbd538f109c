"""What the audit log says of this app in words: its verbs, and its records where the model has no name in Japanese."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited
from kosetsu.services.testing.states import Holding

AUDITED = Audited(
    verbs={
        "open_order": _("依頼の作成"),
        "apply": _("依頼試験の申し込み"),
        "quote": _("見積りの提示"),
        "accept": _("依頼の受理"),
        "refuse": _("依頼の不受理"),
        "begin": _("試験の開始"),
        "finish_testing": _("試験の終了"),
        "retest": _("再試験"),
        "report": _("成績書の作成"),
        "complete": _("依頼の完了"),
        "cancel": _("依頼の取り消し"),
        "assign_item": _("項目の担当者の決定"),
        "put_in_batch": _("バッチへの追加"),
        "open_record": _("試験記録の開始"),
        "write_record": _("試験記録の記入"),
        "attach_raw_data": _("生データの添付"),
        "submit": _("試験記録の提出"),
        "send_back": _("試験記録の差し戻し"),
        "check": _("試験結果の確認（一人目）"),
        "verify": _("試験結果の確認"),
        "supersede": _("試験記録の置き換え"),
        "deliver_part": _("項目の実施"),
        "use_device": _("使用機器の記録"),
        "drop_device": _("使用機器の取り消し"),
        "receive_sample": _("試料の受け取り"),
        **{str(kind): kind.label for kind in Holding},
        "photograph": _("試料の撮影"),
        "issue_report": _("成績書の発行"),
        "reissue_report": _("成績書の再発行"),
        "revise_report": _("成績書の訂正"),
        "withdraw_report": _("成績書の取下げ"),
        "hand_out_copies": _("謄本の交付"),
        "print_report": _("成績書の印刷"),
        "apply_for_name_use": _("名義使用の申請"),
        "approve_name_use": _("名義使用の承認"),
        "word_in_english": _("英文証明の訳語の記入"),
        "refuse_name_use": _("名義使用の不承認"),
        "end_name_use": _("名義使用の終了"),
    },
    things={
        "OrderItem": _("依頼の項目"),
        "Sample": _("試料"),
        "TestRecord": _("試験記録"),
        "Report": _("成績書"),
        "NameUse": _("名義使用"),
    },
)
