"""The life of a circle: forming → running → self-running → closed; of an application and of a meeting."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class CircleKind(models.TextChoices):
    """What a circle is: a year's cohort, one of Tama, a technical society, the exchange with one trade, researchers of
    several institutes in one field, or the committee of a joint meeting."""

    COHORT = "cohort", _("異業種交流グループ")
    TAMA = "tama", _("多摩の異業種交流グループ")
    SOCIETY = "society", _("技術研究会")
    INDUSTRY = "industry", _("業種別交流会")
    PARTNER = "partner", _("パートナーグループ（公設試の研究員）")
    COMMITTEE = "committee", _("合同交流会の実行委員会")


CALLED = (CircleKind.COHORT, CircleKind.TAMA)
"""The kinds that a year's call composes."""
FOUNDED = (CircleKind.SOCIETY, CircleKind.INDUSTRY, CircleKind.PARTNER, CircleKind.COMMITTEE)
"""The kinds that are founded without one."""
WITH_STAFF = (CircleKind.INDUSTRY, CircleKind.PARTNER, CircleKind.COMMITTEE)
"""The kinds at whose meetings the institute's people are counted."""
INNER = (CircleKind.PARTNER, CircleKind.COMMITTEE)
"""The kinds that are no group of companies: they report no year."""


JOINT_MEETING = "circles.joint_meeting"
"""The gathering of all groups."""


class Aim(models.TextChoices):
    """What a cohort works towards."""

    PROBLEM = "problem", _("課題解決型")
    PRODUCT = "product", _("製品開発型")


class CircleState(models.TextChoices):
    """Where a circle stands."""

    FORMING = "forming", _("発足準備中")
    RUNNING = "running", _("活動中")
    SELF_RUNNING = "self_running", _("自主運営")
    CLOSED = "closed", _("終了")


ALIVE = (CircleState.FORMING, CircleState.RUNNING, CircleState.SELF_RUNNING)
MEETING_STATES = (CircleState.RUNNING, CircleState.SELF_RUNNING)
"""The states in which a circle meets."""

CIRCLE: Transitions[CircleState] = Transitions(
    {
        "launch": ({CircleState.FORMING}, CircleState.RUNNING),
        "hand_over": ({CircleState.RUNNING}, CircleState.SELF_RUNNING),
        "close_circle": (set(ALIVE), CircleState.CLOSED),
    }
)


class ApplicationState(models.TextChoices):
    """Where an application to a year's call stands."""

    RECEIVED = "received", _("受付済み")
    CHOSEN = "chosen", _("参加決定")
    REFUSED = "refused", _("見送り")
    WITHDRAWN = "withdrawn", _("取り下げ")


APPLICATION: Transitions[ApplicationState] = Transitions(
    {
        "choose": ({ApplicationState.RECEIVED}, ApplicationState.CHOSEN),
        "refuse": ({ApplicationState.RECEIVED}, ApplicationState.REFUSED),
        "withdraw_application": ({ApplicationState.RECEIVED}, ApplicationState.WITHDRAWN),
    }
)


class MeetingState(models.TextChoices):
    """Where a meeting stands; called off is not "nobody came"."""

    PLANNED = "planned", _("予定")
    HELD = "held", _("開催済み")
    CALLED_OFF = "called_off", _("中止")


MEETING: Transitions[MeetingState] = Transitions(
    {
        "hold_meeting": ({MeetingState.PLANNED}, MeetingState.HELD),
        "call_off_meeting": ({MeetingState.PLANNED}, MeetingState.CALLED_OFF),
    }
)


COUNCIL: Transitions[MeetingState] = Transitions(
    {
        "hold_council": ({MeetingState.PLANNED}, MeetingState.HELD),
        "call_off_council": ({MeetingState.PLANNED}, MeetingState.CALLED_OFF),
    }
)


class Role(models.TextChoices):
    """What an officer does for the circle."""

    CHAIR = "chair", _("代表幹事")
    VICE = "vice", _("副代表幹事")
    OFFICER = "officer", _("幹事")
    TREASURER = "treasurer", _("会計")


class NoteKind(models.TextChoices):
    """What a note of the members' part is."""

    BOARD = "board", _("掲示")
    NEED = "need", _("ニーズ（困っていること）")
    SEED = "seed", _("シーズ（できること）")


class VideoState(models.TextChoices):
    """Where a week of videos stands."""

    PLANNED = "planned", _("準備中")
    SHOWN = "shown", _("公開")
    CLOSED = "closed", _("終了")


VIDEOS: Transitions[VideoState] = Transitions(
    {
        "show_videos": ({VideoState.PLANNED}, VideoState.SHOWN),
        "close_videos": ({VideoState.SHOWN}, VideoState.CLOSED),
    }
)


class NoticeKind(models.TextChoices):
    """What a mail tells."""

    RECEIVED = "received", _("応募の受付")
    CHOSEN = "chosen", _("参加の決定")
    REFUSED = "refused", _("応募の見送り")
    MEETING = "meeting", _("例会の案内")
    CALLED_OFF = "called_off", _("例会の中止")
    COUNCIL = "council", _("グループ協議会の招集")
    NO_COUNCIL = "no_council", _("グループ協議会の中止")
    OUTCOME = "outcome", _("一年の成果のおたずね")
