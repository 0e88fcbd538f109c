"""Enumerations of the labs, and the moves of tenancies, extensions and rent reliefs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class TenancyState(models.TextChoices):
    """Where a tenancy stands; the column is ``casebook.Case.state``."""

    OFFERED = "offered", _("入居の内定")
    CONTRACTED = "contracted", _("契約済み")
    LIVING = "living", _("入居中")
    LEAVING = "leaving", _("退去予定")
    LEFT = "left", _("退去済み")
    DECLINED = "declined", _("内定の辞退")
    CALLED_OFF = "called_off", _("入居前の解約")


TENANCY: Transitions[TenancyState] = Transitions(
    {
        "contract": ({TenancyState.OFFERED}, TenancyState.CONTRACTED),
        "decline_room": ({TenancyState.OFFERED}, TenancyState.DECLINED),
        "call_off": ({TenancyState.CONTRACTED}, TenancyState.CALLED_OFF),
        "move_in": ({TenancyState.CONTRACTED}, TenancyState.LIVING),
        # Said again, the day is another one.
        "give_notice": ({TenancyState.LIVING, TenancyState.LEAVING}, TenancyState.LEAVING),
        "take_back_notice": ({TenancyState.LEAVING}, TenancyState.LIVING),
        "leave": ({TenancyState.LEAVING}, TenancyState.LEFT),
    }
)
TENANCY_ENDS = frozenset({TenancyState.LEFT, TenancyState.DECLINED, TenancyState.CALLED_OFF})
INSIDE = frozenset({TenancyState.LIVING, TenancyState.LEAVING})
"""While the room is theirs to use: passes, shared rooms, visits."""
STOOD = frozenset({TenancyState.CONTRACTED, *INSIDE, TenancyState.LEFT})
"""Of a contract that was not called off: its days count as occupied, and cost rent."""


class AskState(models.TextChoices):
    """Where something that was asked for stands; somebody else decides."""

    ASKED = "asked", _("審査中")
    GRANTED = "granted", _("承認済み")
    REFUSED = "refused", _("不承認")
    WITHDRAWN = "withdrawn", _("取下げ")


ASKED: Transitions[AskState] = Transitions(
    {
        "grant": ({AskState.ASKED}, AskState.GRANTED),
        "refuse": ({AskState.ASKED}, AskState.REFUSED),
        "withdraw": ({AskState.ASKED}, AskState.WITHDRAWN),
    }
)


class DayShare(models.TextChoices):
    """What a month's rent is divided by when a tenant is there for a part of the month."""

    CALENDAR = "calendar", _("その月の日数で日割り")
    THIRTY = "thirty", _("30日で日割り")
    WHOLE = "whole", _("日割りなし（1か月分）")


class ContractKind(models.TextChoices):
    """What a contract paper agrees on."""

    FIRST = "first", _("使用契約書")
    EXTENSION = "extension", _("契約期間の変更契約書")


class CheckResult(models.TextChoices):
    """What a look at the room or its use found."""

    GOOD = "good", _("良好")
    ADVISED = "advised", _("助言あり")
    MENDING = "mending", _("改善が必要")


class ItemState(models.TextChoices):
    """What was found about one item of the list of a leaving check."""

    OPEN = "open", _("未確認")
    GOOD = "good", _("確認済み")
    TENANT = "tenant", _("入居者が原状回復")
    CHARGED = "charged", _("費用を請求")


class LabLetter(models.TextChoices):
    """What a mail about a tenancy tells."""

    OFFERED = "offered", _("入居の内定")
    CONTRACTED = "contracted", _("契約")
    EXTENSION_ASKED = "extension_asked", _("延長の申請")
    EXTENSION_GRANTED = "extension_granted", _("延長の承認")
    EXTENSION_REFUSED = "extension_refused", _("延長の不承認")
    NOTICE = "notice", _("退去の届出")
    LEFT = "left", _("退去の完了")
