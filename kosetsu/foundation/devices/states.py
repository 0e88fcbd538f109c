"""What a device is and where it stands; what a check of it found; what was decided about a result measured with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeviceKind(models.TextChoices):
    """What the register holds."""

    INSTRUMENT = "instrument", _("機器")
    STANDARD = "standard", _("標準器")
    PART = "part", _("部品・附属装置")


class DeviceState(models.TextChoices):
    """Where a device stands."""

    IN_USE = "in_use", _("使用中")
    SUSPENDED = "suspended", _("使用停止")
    RETIRED = "retired", _("廃棄済み")


class Finding(models.TextChoices):
    """What the device showed when the check began, before anybody touched it."""

    GOOD = "good", _("適合")
    FAILED = "failed", _("不適合")
    UNKNOWN = "unknown", _("確認せず")


class Result(models.TextChoices):
    """How the check ended."""

    PASSED = "passed", _("合格")
    ADJUSTED = "adjusted", _("調整して合格")
    FAILED = "failed", _("不合格")


class OutageKind(models.TextChoices):
    """Whether the outage was foreseen."""

    PLANNED = "planned", _("計画休止")
    SUDDEN = "sudden", _("故障などによる休止")


class FileKind(models.TextChoices):
    """What a file of a device is."""

    CERTIFICATE = "certificate", _("校正証明書")
    PHOTOGRAPH = "photograph", _("写真")
    MANUAL = "manual", _("取扱説明書・手順書")
    OTHER = "other", _("その他")


class Verdict(models.TextChoices):
    """What is done about a result that was measured with a device found out of tolerance."""

    NO_IMPACT = "no_impact", _("影響なし")
    INFORM = "inform", _("依頼者へ連絡")
    REISSUE = "reissue", _("再発行")
