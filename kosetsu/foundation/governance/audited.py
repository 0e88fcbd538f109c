"""What the audit log says of this app in words: its verbs, and its records where the model has no name in Japanese."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "sign_in": _("ログイン"),
        "change_password": _("パスワードの変更"),
        "change_email": _("メールアドレスの変更"),
        "add_factor": _("二要素認証の追加"),
        "remove_factor": _("二要素認証の削除"),
        "declare": _("輸出管理の申告"),
        "hold": _("申告の確認待ち"),
        "clear": _("申告の承認"),
        "refuse": _("申告の不承認"),
        "drill_restore": _("バックアップの復元訓練"),
        "give_consent": _("同意"),
        "withdraw_consent": _("同意の取り消し"),
    },
)
