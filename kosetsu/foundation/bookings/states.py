"""The life of a booking: held → requested → confirmed → started → finished; or it ends before its use."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class ResourceKind(models.TextChoices):
    """What can be scarce."""

    INSTRUMENT = "instrument", _("機器")
    ROOM = "room", _("部屋")
    PERSON = "person", _("職員")
    ACCESSORY = "accessory", _("付属品")


class State(models.TextChoices):
    """Where a booking stands."""

    HELD = "held", _("仮予約")
    REQUESTED = "requested", _("承認待ち")
    CONFIRMED = "confirmed", _("予約確定")
    STARTED = "started", _("利用中")
    FINISHED = "finished", _("利用済み")
    CANCELLED = "cancelled", _("取り消し")
    EXPIRED = "expired", _("期限切れ")
    NO_SHOW = "no_show", _("来所なし")
    REFUSED = "refused", _("不承認")


COMING = frozenset({State.HELD, State.REQUESTED, State.CONFIRMED})
KEEPING = COMING | {State.STARTED, State.FINISHED}
"""The states whose time belongs to nobody else."""

MOVES: Transitions[State] = Transitions(
    {
        "request": ({State.HELD}, State.REQUESTED),
        "confirm_hold": ({State.HELD}, State.CONFIRMED),
        "approve": ({State.REQUESTED}, State.CONFIRMED),
        "refuse": ({State.REQUESTED}, State.REFUSED),
        # A changed time wants a new approval where the rule asks for one.
        "ask_again": ({State.REQUESTED, State.CONFIRMED}, State.REQUESTED),
        "start": ({State.CONFIRMED}, State.STARTED),
        "stop": ({State.STARTED}, State.FINISHED),
        "cancel": (COMING, State.CANCELLED),
        "expire": ({State.HELD, State.REQUESTED}, State.EXPIRED),
        "mark_no_show": ({State.CONFIRMED}, State.NO_SHOW),
    }
)
CHANGES: dict[str, frozenset[State]] = {
    "move": COMING,
    "extend": COMING | {State.STARTED},
    "shorten": COMING | {State.STARTED},
    "hand_over": COMING,
}
"""Verbs that change what is agreed, and the states in which they may."""


class WaitingState(models.TextChoices):
    """Where a place on the waiting list stands."""

    WAITING = "waiting", _("キャンセル待ち")
    OFFERED = "offered", _("空きをご案内中")
    ACCEPTED = "accepted", _("予約した")
    LAPSED = "lapsed", _("見送り")


class FeedKind(models.TextChoices):
    """Whose bookings a calendar feed holds."""

    PERSON = "person", _("自分の予約")
    RESOURCE = "resource", _("機器・部屋ごと")
    BRANCH = "branch", _("拠点ごと")


class NoticeKind(models.TextChoices):
    """Why a mail goes out."""

    CONFIRMED = "confirmed", _("予約確定のお知らせ")
    REQUESTED = "requested", _("予約申込の控え")
    CHANGED = "changed", _("予約変更のお知らせ")
    CANCELLED = "cancelled", _("予約取り消しのお知らせ")
    REFUSED = "refused", _("予約をお受けできないお知らせ")
    EXPIRED = "expired", _("期限切れのお知らせ")
    OFFERED = "offered", _("空きのご案内")
    REMINDER = "reminder", _("予約日のお知らせ")
    OUTAGE = "outage", _("機器の休止のお知らせ")


ENDS = frozenset({NoticeKind.CANCELLED, NoticeKind.REFUSED, NoticeKind.EXPIRED})
"""Notices of a booking that there is no more."""


def calendar_method(kind: str) -> str:
    """What the reader's calendar is to do with the appointment that the notice brings (RFC 5546)."""
    return "CANCEL" if kind in ENDS else "REQUEST"
