"""The life of a licence: course attended → passed → card; that of a line of the renewal plan; the words of metering."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class LicenceState(models.TextChoices):
    """Where a person's licence for an instrument stands."""

    ATTENDED = "attended", _("受講済み")
    FAILED = "failed", _("不合格")
    PASSED = "passed", _("合格")
    LICENSED = "licensed", _("認定証発行済み")
    SUSPENDED = "suspended", _("停止中")


LICENCE: Transitions[LicenceState] = Transitions(
    {
        "pass_course": ({LicenceState.ATTENDED}, LicenceState.PASSED),
        "fail_course": ({LicenceState.ATTENDED}, LicenceState.FAILED),
        "issue_card": ({LicenceState.PASSED}, LicenceState.LICENSED),
        "suspend": ({LicenceState.LICENSED}, LicenceState.SUSPENDED),
        "resume": ({LicenceState.SUSPENDED}, LicenceState.LICENSED),
    }
)
CARDS = (LicenceState.LICENSED, LicenceState.SUSPENDED)
"""The states in which there is a numbered card."""


class Validity(models.TextChoices):
    """What a card's public page says."""

    VALID = "valid", _("有効")
    EXPIRED = "expired", _("期限切れ")
    SUSPENDED = "suspended", _("停止中")


class PaperKind(models.TextChoices):
    """What a file of an instrument's public page is."""

    PHOTOGRAPH = "photograph", _("写真")
    PAPER = "paper", _("資料")


class Rounding(models.TextChoices):
    """How the last, begun unit of a use is counted."""

    UP = "up", _("切り上げ")
    NEAREST = "nearest", _("四捨五入")
    DOWN = "down", _("切り捨て")


class Basis(models.TextChoices):
    """Which minutes are charged."""

    USED = "used", _("使った時間")
    BOOKED = "booked", _("予約した時間")


class RenewalKind(models.TextChoices):
    """What is to become of a device."""

    RENEW = "renew", _("更新（買い替え）")
    REFURBISH = "refurbish", _("改修（オーバーホール）")
    DISPOSE = "dispose", _("廃棄")
    TRANSFER = "transfer", _("移管（他拠点へ）")
    KEEP = "keep", _("継続して使う")


class RenewalState(models.TextChoices):
    """Where a line of the renewal plan stands."""

    PLANNED = "planned", _("計画")
    APPROVED = "approved", _("承認済み")
    DONE = "done", _("実施済み")
    CANCELLED = "cancelled", _("取りやめ")


RENEWAL: Transitions[RenewalState] = Transitions(
    {
        "change_renewal": ({RenewalState.PLANNED}, RenewalState.PLANNED),
        "approve_renewal": ({RenewalState.PLANNED}, RenewalState.APPROVED),
        "complete_renewal": ({RenewalState.APPROVED}, RenewalState.DONE),
        "cancel_renewal": ({RenewalState.PLANNED, RenewalState.APPROVED}, RenewalState.CANCELLED),
    }
)
OPEN_RENEWALS = (RenewalState.PLANNED, RenewalState.APPROVED)
"""The states in which something is still to be done."""


class RenewalReason(models.TextChoices):
    """Why a device is proposed for the plan."""

    AGE = "age", _("耐用年数を過ぎる")
    LOW_USE = "low_use", _("利用率が低い")
    OUTAGES = "outages", _("休止が長い")
    REPAIRS = "repairs", _("修理費がかさむ")
