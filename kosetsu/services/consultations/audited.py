"""What the audit log says of this app in words: its verbs, and its records where the model has no name in Japanese."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "receive": _("相談の受付"),
        "enter": _("電話・来所の相談の登録"),
        "triage": _("担当グループの決定"),
        "take": _("担当の引き受け"),
        "assign": _("担当者の決定"),
        "ask_back": _("お客様への質問"),
        "reply": _("お客様の返信"),
        "note": _("所内メモ"),
        "answer": _("相談への回答"),
        "visit": _("現地訪問"),
        "propose": _("提案"),
        "pass_on": _("他の担当への引き継ぎ"),
        "split": _("相談の分割"),
        "join": _("相談の統合"),
        "close": _("相談の終了"),
        "reopen": _("相談の再開"),
        "answer_survey": _("アンケートの回答"),
        "add_canned": _("回答の文例の追加"),
        "change_canned": _("回答の文例の変更"),
        "withdraw_canned": _("回答の文例の停止"),
        "restore_canned": _("回答の文例の再開"),
    },
)
