"""Enumerations of the coordinators' programmes, and the moves of an opportunity, a pairing and a meeting."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class Side(models.TextChoices):
    """What an opportunity is."""

    NEED = "need", _("ニーズ")
    SEED = "seed", _("シーズ")

    @property
    def opposite(self) -> "Side":
        return Side.SEED if self == Side.NEED else Side.NEED


class OpportunityState(models.TextChoices):
    """Where a need or a seed stands; the column is ``casebook.Case.state``."""

    FOUND = "found", _("発掘")
    OPEN = "open", _("展開中")
    SHELVED = "shelved", _("見送り")
    DONE = "done", _("完了")


OS = OpportunityState
OPPORTUNITY: Transitions[OpportunityState] = Transitions(
    {
        "take_up": ({OS.FOUND, OS.SHELVED}, OS.OPEN),
        "shelve": ({OS.FOUND, OS.OPEN}, OS.SHELVED),
        "finish_opportunity": ({OS.OPEN}, OS.DONE),
    }
)
OPPORTUNITY_ENDS = frozenset({OS.SHELVED, OS.DONE})


class PairingState(models.TextChoices):
    """Where a company stands to whom an opportunity is brought."""

    CANDIDATE = "candidate", _("候補")
    TOLD = "told", _("紹介済み")
    INTERVIEWING = "interviewing", _("面談中")
    MATCHED = "matched", _("マッチング成立")
    ENDED = "ended", _("支援終了")
    DECLINED = "declined", _("企業が辞退")
    DROPPED = "dropped", _("取り下げ")


P = PairingState
PAIRING: Transitions[PairingState] = Transitions(
    {
        "tell_company": ({P.CANDIDATE}, P.TOLD),
        "say_interested": ({P.TOLD}, P.TOLD),
        "record_contact": ({P.TOLD, P.INTERVIEWING}, P.INTERVIEWING),
        "take_back_contact": ({P.INTERVIEWING}, P.TOLD),
        "agree_secrecy": ({P.TOLD}, P.TOLD),
        "match": ({P.INTERVIEWING}, P.MATCHED),
        "take_back_match": ({P.MATCHED}, P.INTERVIEWING),
        "end_pairing": ({P.MATCHED}, P.ENDED),
        "decline": ({P.TOLD, P.INTERVIEWING}, P.DECLINED),
        "drop_pairing": ({P.CANDIDATE, P.TOLD, P.INTERVIEWING}, P.DROPPED),
    }
)
PAIRING_OPEN = frozenset({P.CANDIDATE, P.TOLD, P.INTERVIEWING, P.MATCHED})
"""Of these a company has one with an opportunity."""
PAIRING_UNDER_WAY = frozenset({P.TOLD, P.INTERVIEWING})
"""The company was told, and nobody knows yet what comes of it."""


class ContactKind(models.TextChoices):
    """How far a talk went; each is an entry of its own kind."""

    CONTACT = "contact", _("接触")
    INTERVIEW = "interview", _("面談")


class MeetingState(models.TextChoices):
    """Where a meeting of a programme stands."""

    CALLED = "called", _("招集済み")
    HELD = "held", _("開催済み")
    CALLED_OFF = "called_off", _("中止")


M = MeetingState
MEETING: Transitions[MeetingState] = Transitions(
    {"hold_meeting": ({M.CALLED}, M.HELD), "call_off_meeting": ({M.CALLED}, M.CALLED_OFF)}
)


class Verdict(models.TextChoices):
    """What a needs meeting decides of an opportunity."""

    TAKE_UP = "take_up", _("展開する")
    SHELVE = "shelve", _("見送る")


class NoticeKind(models.TextChoices):
    """What a mail tells."""

    TOLD = "told", _("ニーズ・シーズのご紹介")
    OPENED = "opened", _("詳しい内容の開示")
    ANSWERED = "answered", _("企業からの返事")
    CALLED = "called", _("会議のご案内")
    CALLED_OFF = "called_off", _("会議の中止")


class Shared(models.TextChoices):
    """What of an opportunity a partner body may be shown, field by field; its number and title always."""

    SUMMARY = "summary", _("概要")
    DETAIL = "detail", _("詳細")
    SOURCE = "source", _("提供元の名称")
    WISH_ON = "wish_on", _("希望時期")
