"""The life of an order, of its parts, of a test record and of a sample."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class OrderState(models.TextChoices):
    """Where an order stands; the column is ``casebook.Case.state``."""

    ENQUIRED = "enquired", _("見積依頼")
    QUOTED = "quoted", _("見積提示中")
    APPLIED = "applied", _("申込済み")
    ACCEPTED = "accepted", _("受理")
    TESTING = "testing", _("試験中")
    TESTED = "tested", _("結果確認済み")
    REPORTED = "reported", _("成績書発行済み")
    COMPLETED = "completed", _("完了")
    REFUSED = "refused", _("不受理")
    CANCELLED = "cancelled", _("取消し")


ASKED = frozenset({OrderState.ENQUIRED, OrderState.QUOTED, OrderState.APPLIED})
AT_WORK = frozenset({OrderState.ACCEPTED, OrderState.TESTING})
MEASURED = frozenset({OrderState.TESTED, OrderState.REPORTED})
DELIVERED = frozenset({OrderState.REPORTED, OrderState.COMPLETED})
DONE = frozenset({OrderState.COMPLETED, OrderState.REFUSED, OrderState.CANCELLED})

MOVES: Transitions[OrderState] = Transitions(
    {
        "quote": ({OrderState.ENQUIRED, OrderState.QUOTED}, OrderState.QUOTED),
        "apply": ({OrderState.QUOTED}, OrderState.APPLIED),
        "accept": ({OrderState.APPLIED}, OrderState.ACCEPTED),
        "refuse": (ASKED, OrderState.REFUSED),
        "begin": ({OrderState.ACCEPTED}, OrderState.TESTING),
        "finish_testing": ({OrderState.TESTING}, OrderState.TESTED),
        # A part is measured once more; what was reported stays and is revised afterwards.
        "retest": (MEASURED | {OrderState.TESTING}, OrderState.TESTING),
        # Again for every further report of the order.
        "report": (MEASURED, OrderState.REPORTED),
        "complete": (MEASURED, OrderState.COMPLETED),
        # After the report nothing can be called off: it was delivered.
        "cancel": (ASKED | AT_WORK | {OrderState.TESTED}, OrderState.CANCELLED),
    }
)


class PartKind(models.TextChoices):
    """What one part of an order is; an ordinary commissioned test has tests alone."""

    TEST = "test", _("試験")
    HOURS = "hours", _("技術者の作業")
    DESIGN = "design", _("設計")
    PROTOTYPE = "prototype", _("試作")


class ItemState(models.TextChoices):
    """Where one part of an order stands."""

    WAITING = "waiting", _("着手待ち")
    MEASURING = "measuring", _("試験中")
    SUBMITTED = "submitted", _("確認待ち")
    VERIFIED = "verified", _("確認済み")


ITEM_MOVES: Transitions[ItemState] = Transitions(
    {
        "open_record": ({ItemState.WAITING, ItemState.MEASURING}, ItemState.MEASURING),
        "submit": ({ItemState.MEASURING}, ItemState.SUBMITTED),
        "send_back": ({ItemState.SUBMITTED}, ItemState.MEASURING),
        "verify": ({ItemState.SUBMITTED}, ItemState.VERIFIED),
        "deliver": ({ItemState.WAITING, ItemState.MEASURING}, ItemState.VERIFIED),
        "retest": ({ItemState.VERIFIED}, ItemState.WAITING),
    }
)


class RecordState(models.TextChoices):
    """Where one test record stands; a verified one never changes."""

    DRAFT = "draft", _("記録中")
    SUBMITTED = "submitted", _("確認待ち")
    VERIFIED = "verified", _("確認済み")
    SUPERSEDED = "superseded", _("再試験により差し替え")


RECORD_MOVES: Transitions[RecordState] = Transitions(
    {
        "submit": ({RecordState.DRAFT}, RecordState.SUBMITTED),
        "send_back": ({RecordState.SUBMITTED}, RecordState.DRAFT),
        "verify": ({RecordState.SUBMITTED}, RecordState.VERIFIED),
        "supersede": ({RecordState.VERIFIED}, RecordState.SUPERSEDED),
    }
)


class Holding(models.TextChoices):
    """How a sample came to whoever has it now."""

    RECEIVED = "received", _("受領")
    HANDED_OVER = "handed_over", _("受け渡し")
    STORED = "stored", _("保管")
    RETURNED = "returned", _("返却")
    DISPOSED = "disposed", _("廃棄")


FINAL = (Holding.RETURNED, Holding.DISPOSED)
"""After these the institute no longer holds the sample: nothing follows."""


class Afterwards(models.TextChoices):
    """What the client wants done with the samples."""

    RETURN = "return", _("返却")
    DISPOSE = "dispose", _("廃棄")


class FileKind(models.TextChoices):
    """What a file of an order is."""

    APPLICATION = "application", _("申込書（紙）")
    PHOTOGRAPH = "photograph", _("試料の写真")
    RAW_DATA = "raw_data", _("生データ")
    PAPER = "paper", _("資料")


class DeviceRole(models.TextChoices):
    """What a device was to a measurement."""

    MAIN = "main", _("主たる機器")
    PART = "part", _("附属の機器")
    REFERENCE = "reference", _("標準")


class Judgement(models.TextChoices):
    """What the decision rule says of one record."""

    NONE = "", _("判定しない")
    PASSED = "passed", _("適合")
    FAILED = "failed", _("不適合")
    UNDECIDED = "undecided", _("判定できない")


class ReportKind(models.TextChoices):
    """What a report is about; the standard asks each for something else."""

    TEST = "test", _("試験成績書")
    CALIBRATION = "calibration", _("校正証明書")
    SAMPLING = "sampling", _("試料採取報告書")


class Seal(models.TextChoices):
    """What stands where the institute's seal would, chosen for each paper."""

    SEAL = "seal", _("公印")
    OMITTED = "omitted", _("公印省略")
    ELECTRONIC = "electronic", _("電子署名")


class Validity(models.TextChoices):
    """All that a stranger with the verification number is told."""

    VALID = "valid", _("有効")
    REPLACED = "replaced", _("差替済")
    WITHDRAWN = "withdrawn", _("取下げ")


class NoticeKind(models.TextChoices):
    """Why a mail about an order goes out; each is a template under ``testing/mail``."""

    ENQUIRED = "enquired", _("新しい見積依頼")
    QUOTED = "quoted", _("見積りのお知らせ")
    APPLIED = "applied", _("申込みの控え")
    APPLICATION = "application", _("新しい申込み")
    ACCEPTED = "accepted", _("受理のお知らせ")
    REFUSED = "refused", _("不受理のお知らせ")
    SAMPLES = "samples", _("試料の受領")
    REPORT = "report", _("成績書の発行")
    COMPLETED = "completed", _("完了のお知らせ")
    CANCELLED = "cancelled", _("取消しのお知らせ")
    SURVEY = "survey", _("アンケートの回答")
    RENEWAL = "renewal", _("名義使用の更新の案内")


class Side(models.TextChoices):
    """For whose sake an order is called off: the institute charges nothing for what it gives up itself."""

    CLIENT = "client", _("お客様の都合")
    INSTITUTE = "institute", _("当機関の都合")


class NameUseState(models.TextChoices):
    """From the application to use the institute's name to its end."""

    APPLIED = "applied", _("申請中")
    APPROVED = "approved", _("承認")
    REFUSED = "refused", _("不承認")
    ENDED = "ended", _("終了")


NAME_USE_MOVES: Transitions[NameUseState] = Transitions(
    {
        "approve_name_use": ({NameUseState.APPLIED}, NameUseState.APPROVED),
        "refuse_name_use": ({NameUseState.APPLIED}, NameUseState.REFUSED),
        "end_name_use": ({NameUseState.APPROVED}, NameUseState.ENDED),
    }
)
