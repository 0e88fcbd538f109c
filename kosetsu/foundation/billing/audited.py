"""What the audit log says of this app in words: its verbs, and its records where the model has no name in Japanese."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "issue_quote": _("見積書の発行"),
        "revise_quote": _("見積書の改訂"),
        "accept_quote": _("見積りの承諾"),
        "withdraw_quote": _("見積りの取り下げ"),
        "charge": _("料金の計上"),
        "reverse_charge": _("料金の取り消し"),
        "show_certificate": _("減免の証明書の確認"),
        "issue_invoice": _("請求書の発行"),
        "request_deposit": _("前納金の請求"),
        "correct_invoice": _("請求書の訂正"),
        "book": _("入金の登録"),
        "import_transfers": _("振込データの取り込み"),
        "allocate": _("入金の充当"),
        "release": _("充当の取り消し"),
        "issue_receipt": _("領収書の発行"),
        "remind": _("督促"),
        "request_refund": _("返金の申請"),
        "approve_refund": _("返金の承認"),
        "refuse_refund": _("返金の不承認"),
        "pay_refund": _("返金の支払い"),
        "propose_write_off": _("不納欠損の申請"),
        "approve_write_off": _("不納欠損の承認"),
        "refuse_write_off": _("不納欠損の不承認"),
        "open_page": _("支払いページの開始"),
        "end_page": _("支払いページの終了"),
        "close_books": _("帳簿の締め"),
    },
    things={
        "Quote": _("見積書"),
        "Charge": _("料金（一件ごと）"),
        "ReliefCertificate": _("減免の証明書"),
        "Closing": _("締め"),
        "Invoice": _("請求書"),
        "Dunning": _("督促"),
        "WriteOff": _("不納欠損"),
        "TransferFile": _("振込データ"),
        "Payment": _("入金"),
        "Allocation": _("充当"),
        "Receipt": _("領収書"),
        "Refund": _("返金"),
        "PaymentPage": _("支払いページ"),
    },
)
