"""The life of a gathering: planned → approved → published → closed; and of a registration, which may wait."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class GatheringState(models.TextChoices):
    """Where a gathering stands."""

    PLANNED = "planned", _("計画中")
    APPROVED = "approved", _("承認済み")
    PUBLISHED = "published", _("公開中")
    CLOSED = "closed", _("終了")
    CANCELLED = "cancelled", _("中止")


SHOWN = (GatheringState.PUBLISHED, GatheringState.CLOSED, GatheringState.CANCELLED)
"""What everyone may know of; what was called off says so instead of going away."""

GATHERING: Transitions[GatheringState] = Transitions(
    {
        "change_gathering": ({GatheringState.PLANNED}, GatheringState.PLANNED),
        "approve_gathering": ({GatheringState.PLANNED}, GatheringState.APPROVED),
        "send_back": ({GatheringState.APPROVED}, GatheringState.PLANNED),
        "publish": ({GatheringState.APPROVED}, GatheringState.PUBLISHED),
        "close_gathering": ({GatheringState.PUBLISHED}, GatheringState.CLOSED),
        "call_off": (
            {GatheringState.PLANNED, GatheringState.APPROVED, GatheringState.PUBLISHED},
            GatheringState.CANCELLED,
        ),
    }
)


class Selection(models.TextChoices):
    """How places are given."""

    FIRST_COME = "first_come", _("先着順")
    LOTTERY = "lottery", _("抽選")


class RegistrationState(models.TextChoices):
    """Where a registration stands."""

    APPLIED = "applied", _("抽選待ち")
    WAITING = "waiting", _("キャンセル待ち")
    OFFERED = "offered", _("繰り上げのご案内中")
    UNPAID = "unpaid", _("入金待ち")
    CONFIRMED = "confirmed", _("参加確定")
    LAPSED = "lapsed", _("期限切れ")
    CANCELLED = "cancelled", _("取り消し")


AWAITED = (RegistrationState.OFFERED, RegistrationState.UNPAID)
"""The states that keep a place only until a moment: until it is accepted, or paid."""
SEATED = (*AWAITED, RegistrationState.CONFIRMED)
"""The states that hold a place."""
OPEN = (RegistrationState.APPLIED, RegistrationState.WAITING, *SEATED)
"""The states in which the same address cannot register again."""

REGISTRATION: Transitions[RegistrationState] = Transitions(
    {
        "win": ({RegistrationState.APPLIED}, RegistrationState.CONFIRMED),
        "lose": ({RegistrationState.APPLIED}, RegistrationState.WAITING),
        "offer_place": ({RegistrationState.WAITING}, RegistrationState.OFFERED),
        "accept_place": ({RegistrationState.OFFERED}, RegistrationState.CONFIRMED),
        # Won or accepted where the place is firm only when it is paid.
        "owe_place": ({RegistrationState.APPLIED, RegistrationState.OFFERED}, RegistrationState.UNPAID),
        "pay_place": ({RegistrationState.UNPAID}, RegistrationState.CONFIRMED),
        "lapse": (set(AWAITED), RegistrationState.LAPSED),
        "cancel_registration": (set(OPEN), RegistrationState.CANCELLED),
    }
)


class Audience(models.TextChoices):
    """For whom a material is."""

    EVERYONE = "everyone", _("だれでも")
    REGISTERED = "registered", _("参加が確定した人")
    ATTENDED = "attended", _("参加した人")


class LetterKind(models.TextChoices):
    """What a mail about a registration tells."""

    CONFIRMED = "confirmed", _("参加確定")
    APPLIED = "applied", _("抽選の受付")
    WAITING = "waiting", _("キャンセル待ち")
    OFFERED = "offered", _("繰り上げのご案内")
    UNPAID = "unpaid", _("お支払いのお願い")
    LAPSED = "lapsed", _("期限切れ")
    CANCELLED = "cancelled", _("取り消し")
    CALLED_OFF = "called_off", _("中止")
    REMINDER = "reminder", _("開催前のお知らせ")
    SURVEY = "survey", _("アンケートのお願い")


LETTER_OF = {
    RegistrationState.CONFIRMED: LetterKind.CONFIRMED,
    RegistrationState.APPLIED: LetterKind.APPLIED,
    RegistrationState.WAITING: LetterKind.WAITING,
    RegistrationState.OFFERED: LetterKind.OFFERED,
    RegistrationState.UNPAID: LetterKind.UNPAID,
    RegistrationState.LAPSED: LetterKind.LAPSED,
    RegistrationState.CANCELLED: LetterKind.CANCELLED,
}
"""The mail that tells of a state."""
